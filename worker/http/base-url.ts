// The URLs this Worker hands out.

import type {Context} from 'hono';
import {basePath} from 'hono/route';
import type {Generation as Resource} from '../contract/index.ts';
import {isLoopback} from '../settings/settings.ts';
import type {AppEnv} from './problem.ts';

/** Where these routes begin, as the client sees it: the origin, and the path they are mounted under, if any. */
export function homeOf(c: Context): string {
  return new URL(basePath(c), c.req.url).href.replace(/\/$/, '');
}

/** Where a generation is read. */
export function generationURL(home: string, taskUUID: string): string {
  return `${home}/v1/generations/${taskUUID}`;
}

/** The generation with links that lead to this Worker: Runware's own expire and answer no other origin's scripts. */
export function linked(resource: Resource, home: string): Resource {
  const results = resource.results.map((result) => {
    if (result.videoURL === undefined) return result;
    const videoURL = `${generationURL(home, resource.taskUUID)}/videos/${encodeURIComponent(result.videoUUID)}`;
    return {...result, videoURL};
  });
  return {...resource, results};
}

/** Where Runware calls when a task has news. The token is the only thing that tells its call from a stranger's. */
export function webhookURL(publicURL: string, taskUUID: string, token: string): string {
  return `${publicURL}/v1/webhooks/runware/${taskUUID}?token=${token}`;
}

/** Where Runware can call these routes, if it can: at the origin of the setting, or the one a request came to. */
export function publicHome(c: Context<AppEnv>): string | undefined {
  const home = new URL(homeOf(c));
  const setting = c.get('settings').PUBLIC_URL;
  const callable = home.protocol === 'https:' && home.hostname.includes('.') && !isLoopback(home.hostname);
  const origin = setting ?? (callable ? home.origin : undefined);
  return origin && `${origin}${home.pathname.replace(/\/$/, '')}`;
}
