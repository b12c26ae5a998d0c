// The owner's own servers, told by their tokens.

import type {Context} from 'hono';
import type {AppEnv} from '../bindings.ts';
import {callerKey} from '../caller/session.ts';
import {timingSafeEqual} from '../crypto.ts';

/** What each request's token has come to: the rate limit and the caller's check both ask. */
const known = new WeakMap<Context, {token: string; key: Promise<string | undefined>}>();

/** The caller's key of the server that has this token; undefined where no server has it. */
export function serverKey(c: Context<AppEnv>, token: string): Promise<string | undefined> {
  const last = known.get(c);
  if (last?.token === token) return last.key;
  const key = findServer(c, token);
  known.set(c, {token, key});
  return key;
}

async function findServer(c: Context<AppEnv>, token: string): Promise<string | undefined> {
  const settings = c.get('settings');
  // All of them, always: the time must not tell which one came close.
  const matches = await Promise.all(settings.SERVER_TOKENS.map((server) => timingSafeEqual(server, token)));
  return matches.includes(true) ? callerKey(settings, 'server', token) : undefined;
}
