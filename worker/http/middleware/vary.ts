import type {MiddlewareHandler} from 'hono';
import type {AppEnv} from '../../bindings.ts';

/** Tells caches that the answer depends on this header of the request, whatever the answer is. */
export function vary(header: string): MiddlewareHandler<AppEnv> {
  return async function vary(c, next) {
    await next();
    c.res.headers.append('Vary', header);
  };
}
