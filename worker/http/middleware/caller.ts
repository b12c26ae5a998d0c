import type {Context, MiddlewareHandler} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import type {Caller} from '../../caller/caller.ts';
import {networkOf} from '../../caller/network.ts';
import {callerKey, readSession} from '../../caller/session.ts';
import type {Failure} from '../../failure.ts';
import {err, ok, type Result} from '../../result.ts';
import {bearerOf} from '../bearer.ts';
import {problemResponse} from '../problem.ts';
import {serverKey} from '../server-token.ts';

/** Lets callers pass who may spend the owner's money: pages of allowed origins with a session, and the owner's own servers. */
export function requireCaller(): MiddlewareHandler<AppEnv> {
  return async function requireCaller(c, next) {
    const caller = await identifyCaller(c, bearerOf(c));
    if (!caller.ok) return problemResponse(c, caller.error);
    c.set('caller', caller.value);
    return next();
  };
}

/** Who sends a request with this token, if there is one. That the origin is an allowed one is checked before. */
export async function identifyCaller(c: Context<AppEnv>, bearer: string | undefined): Promise<Result<Caller, Failure>> {
  const settings = c.get('settings');
  const key = bearer === undefined ? undefined : await serverKey(c, bearer);
  if (key !== undefined) return ok({key, kind: 'server'});
  const origin = c.req.header('origin');
  if (bearer === undefined) {
    if (origin === undefined) return err({reason: 'originNotAllowed', origin: ''});
    return settings.VISITOR_CHECK === 'none'
      ? ok(await addressCaller(c))
      : err({reason: 'sessionRequired', detail: 'no token'});
  }
  // Only a page can have a session; a request without an origin comes from no page.
  if (origin === undefined) return err({reason: 'sessionRequired', detail: 'not the token of a server'});
  const caller = await readSession(settings, bearer, {origin, network: networkOf(c.req.raw)});
  return caller.ok ? caller : err({reason: 'sessionRequired', detail: caller.error});
}

/** The caller that a request is by its address alone. */
export async function addressCaller(c: Context<AppEnv>): Promise<Caller> {
  return {key: await callerKey(c.get('settings'), 'address', networkOf(c.req.raw).prefix), kind: 'address'};
}
