import type {Context, MiddlewareHandler} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import {networkOf} from '../../caller/network.ts';
import {bearerOf} from '../bearer.ts';
import {problemResponse} from '../problem.ts';
import {serverKey} from '../server-token.ts';

/** When to come again: after the window of the limits in `wrangler.toml`. */
export const RATE_LIMIT_RETRY = {'Retry-After': '60'};

/** The limits of `wrangler.toml` that a visitor is held to. */
type LimitName = 'STARTS' | 'READS';

/**
 * Refuses a request of a caller who sends too many, before anything is parsed or looked up. Cloudflare counts per location and
 * not exactly, so this only saves work; the exact limits are the ledger's. Passes everything where the binding is absent.
 */
export function rateLimit(name: LimitName): MiddlewareHandler<AppEnv> {
  return async function rateLimit(c, next) {
    if (!(await exceedsRateLimit(c, name))) return next();
    return problemResponse(c, {reason: 'tooManyRequests'}, RATE_LIMIT_RETRY);
  };
}

/** Counts one more request; whether it is one too many. The owner's servers have a limit of their own, each by its token. */
export async function exceedsRateLimit(c: Context<AppEnv>, name: LimitName, token = bearerOf(c)): Promise<boolean> {
  const {SERVERS, [name]: visitors}: Partial<Record<LimitName | 'SERVERS', RateLimit>> = c.env;
  const server = SERVERS && token !== undefined ? await serverKey(c, token) : undefined;
  const limiter = server === undefined ? visitors : SERVERS;
  // Cloudflare knows the address anyway: no hash is needed.
  const outcome = await limiter?.limit({key: server ?? networkOf(c.req.raw).prefix});
  return outcome?.success === false;
}
