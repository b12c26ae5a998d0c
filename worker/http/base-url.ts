// Where this Worker is, as clients and Runware see it.

import type {Context} from 'hono';
import {basePath} from 'hono/route';
import type {AppEnv} from '../bindings.ts';
import {isLoopback} from '../settings/origins.ts';

/** Base URL of these routes as the client sees it: the origin, and the path they are mounted under, if any. */
export function baseURL(c: Context): string {
  return new URL(basePath(c), c.req.url).href.replace(/\/$/, '');
}

/** Base URL at which Runware can call these routes, if it can: the origin of the setting, or the one a request came to. */
export function webhookBaseURL(c: Context<AppEnv>): string | undefined {
  const {protocol, hostname, origin: own, pathname} = new URL(baseURL(c));
  const isPublic = protocol === 'https:' && hostname.includes('.') && !isLoopback(hostname);
  const origin = c.get('settings').PUBLIC_URL ?? (isPublic ? own : undefined);
  return origin && `${origin}${pathname.replace(/\/$/, '')}`;
}
