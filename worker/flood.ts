import type {MiddlewareHandler} from 'hono';
import {networkOf} from './address.ts';
import {type AppEnv, problemAnswer} from './answer.ts';
import {callerKey} from './session.ts';

/** Seconds of the window in `wrangler.toml`. */
const WINDOW_SECONDS = '60';

/**
 * Turns floods away before anything is parsed or looked up. Cloudflare counts for each of its locations by itself and not
 * exactly, so this only spares work; what holds is the ledger. Passes everything where the binding is absent.
 */
export function flood(name: 'STARTS' | 'READS'): MiddlewareHandler<AppEnv> {
  return async function flood(c, next) {
    const limiter: RateLimit | undefined = c.env[name];
    const key = await callerKey(c.get('settings'), 'address', networkOf(c.req.raw));
    if (!limiter || (await limiter.limit({key})).success) return next();
    return problemAnswer(c, {reason: 'tooManyRequests'}, {'Retry-After': WINDOW_SECONDS});
  };
}
