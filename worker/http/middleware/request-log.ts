import type {MiddlewareHandler} from 'hono';
import {routePath} from 'hono/route';
import type {AppEnv} from '../../bindings.ts';
import {loggedFailure} from '../../failure.ts';
import {log} from '../../log.ts';

/** Writes one line for each request: which route by its pattern, how it ended, how long it took, and for whom (a keyed hash). */
export function requestLog(): MiddlewareHandler<AppEnv> {
  return async function requestLog(c, next) {
    const start = Date.now();
    await next();
    const failure = c.get('failure');
    log('request', {
      requestId: c.get('requestId'),
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: Date.now() - start,
      caller: c.get('caller')?.key,
      ...(failure && {failure: loggedFailure(failure)}),
    });
  };
}
