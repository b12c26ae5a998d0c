// The Worker as plain `fetch`, for whoever has a Worker already: it goes with any router, and with none.

import {Hono} from 'hono';
import {app} from './app.ts';
import type {AppEnv, Bindings} from './bindings.ts';
import {problemResponse} from './http/problem.ts';

/** What of an execution context is needed: every version of every router hands over at least this. */
export type MountContext = Pick<ExecutionContext, 'waitUntil' | 'passThroughOnException'>;

/** Something that answers requests. Its `fetch` needs no `this`. */
export interface FetchHandler {
  fetch(this: void, request: Request, env: Bindings, context: MountContext): Promise<Response>;
}

/** The Worker at the root of its origin. */
export const worker = handlerOf(app);

/** The Worker under a path, such as `/video`. Hand over the requests below that path as they are. */
export function mount(path: string): FetchHandler {
  const mounted = new Hono<AppEnv>().route(path, app);
  mounted.notFound((c) => problemResponse(c, {reason: 'notFound'}));
  return handlerOf(mounted);
}

function handlerOf(router: Hono<AppEnv>): FetchHandler {
  return {fetch: async (request, env, context) => router.fetch(request, env, context as ExecutionContext)};
}
