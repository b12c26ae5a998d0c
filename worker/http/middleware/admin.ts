import type {MiddlewareHandler} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import {timingSafeEqual} from '../../crypto.ts';
import {bearerOf} from '../bearer.ts';
import {problemResponse} from '../problem.ts';

/** Lets a request pass that brings the admin token. For all others the route does not exist, whatever the method. */
export function requireAdmin(): MiddlewareHandler<AppEnv> {
  return async function requireAdmin(c, next) {
    const {ADMIN_TOKEN} = c.get('settings');
    if (ADMIN_TOKEN === undefined || !(await timingSafeEqual(bearerOf(c) ?? '', ADMIN_TOKEN)))
      return problemResponse(c, {reason: 'notFound'});
    return next();
  };
}
