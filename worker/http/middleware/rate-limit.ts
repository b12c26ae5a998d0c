import type {Context, MiddlewareHandler} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import {networkOf} from '../../caller/network.ts';
import {callerKey} from '../../caller/session.ts';
import {problemAnswer} from '../problem.ts';

/** When to come again: after the seconds of the window in `wrangler.toml`. */
export const FLOOD_HEADERS = {'Retry-After': '60'};

/**
 * Turns floods away before anything is parsed or looked up. Cloudflare counts for each of its locations by itself and not
 * exactly, so this only spares work; what holds is the ledger. Passes everything where the binding is absent.
 */
export function flood(name: 'STARTS' | 'READS'): MiddlewareHandler<AppEnv> {
  return async function flood(c, next) {
    if (!(await isFlood(c, name))) return next();
    return problemAnswer(c, {reason: 'tooManyRequests'}, FLOOD_HEADERS);
  };
}

/** Counts one more of these; whether they are too many. */
export async function isFlood(c: Context<AppEnv>, name: 'STARTS' | 'READS'): Promise<boolean> {
  const limiter: RateLimit | undefined = c.env[name];
  if (!limiter) return false;
  const key = await callerKey(c.get('settings'), 'address', networkOf(c.req.raw));
  return !(await limiter.limit({key})).success;
}
