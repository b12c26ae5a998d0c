import type {Context, MiddlewareHandler} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import type {Caller} from '../../caller/caller.ts';
import {networkOf} from '../../caller/network.ts';
import {callerKey, readSession} from '../../caller/session.ts';
import {equalSecrets} from '../../crypto.ts';
import type {Failure} from '../../failure.ts';
import {problemAnswer} from '../problem.ts';
import {addressCaller} from '../routes/session.ts';

/** Lets pass who may spend the owner's money: pages of allowed origins with a session, or the owner's own servers. */
export function admitted(): MiddlewareHandler<AppEnv> {
  return async function admitted(c, next) {
    const caller = await callerOf(c);
    if ('reason' in caller) return problemAnswer(c, caller);
    c.set('caller', caller);
    return next();
  };
}

async function callerOf(c: Context<AppEnv>): Promise<Caller | Failure> {
  const settings = c.get('settings');
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (bearer !== undefined) {
    // All of them, always: the time must not tell which one came close.
    const matches = await Promise.all(settings.SERVER_TOKENS.map((token) => equalSecrets(token, bearer)));
    const index = matches.indexOf(true);
    if (index >= 0) return {key: await callerKey(settings, 'server', bearer), kind: 'server'};
  }
  // That it is an allowed one has been seen to; a request without any comes from no page.
  const origin = c.req.header('origin');
  if (origin === undefined) return {reason: 'originNotAllowed', origin: ''};
  if (bearer === undefined) {
    return settings.VISITOR_CHECK === 'none' ? addressCaller(c) : {reason: 'sessionRequired', why: 'none given'};
  }
  const caller = await readSession(settings, bearer, {origin, network: networkOf(c.req.raw)});
  return 'why' in caller ? {reason: 'sessionRequired', why: caller.why} : caller;
}
