// The URLs this Worker hands out.

import type {Context} from 'hono';
import {basePath} from 'hono/route';
import type {AppEnv} from '../bindings.ts';
import {isLoopback} from '../settings/settings.ts';

/** Where these routes begin, as the client sees it: the origin, and the path they are mounted under, if any. */
export function homeOf(c: Context): string {
  return new URL(basePath(c), c.req.url).href.replace(/\/$/, '');
}

/** Where Runware can call these routes, if it can: at the origin of the setting, or the one a request came to. */
export function publicHome(c: Context<AppEnv>): string | undefined {
  const home = new URL(homeOf(c));
  const setting = c.get('settings').PUBLIC_URL;
  const callable = home.protocol === 'https:' && home.hostname.includes('.') && !isLoopback(home.hostname);
  const origin = setting ?? (callable ? home.origin : undefined);
  return origin && `${origin}${home.pathname.replace(/\/$/, '')}`;
}
