import type {MiddlewareHandler} from 'hono';
import {type AppEnv, problemAnswer} from './answer.ts';

/** Refuses pages of other origins than this Worker's own and those in `ALLOWED_ORIGINS`. */
export function allowedOrigin(): MiddlewareHandler<AppEnv> {
  return async function allowedOrigin(c, next) {
    const origin = c.req.header('origin');
    const own = new URL(c.req.url).origin;
    if (origin === undefined || origin === own || c.get('settings').ALLOWED_ORIGINS.includes(origin)) return next();
    return problemAnswer(c, {reason: 'originNotAllowed', origin});
  };
}
