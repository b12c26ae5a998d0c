// The owner's own servers, told by their tokens.

import {type CallerKeySettings, callerKey} from '../caller/session.ts';
import {timingSafeEqual} from '../crypto.ts';
import type {Settings} from '../settings/settings.ts';

/** The caller's key of the server that has this token; undefined where no server has it. */
export async function serverKey(
  settings: CallerKeySettings & Pick<Settings, 'SERVER_TOKENS'>,
  token: string,
): Promise<string | undefined> {
  // All of them, always: the time must not tell which one came close.
  const matches = await Promise.all(settings.SERVER_TOKENS.map((known) => timingSafeEqual(known, token)));
  return matches.includes(true) ? callerKey(settings, 'server', token) : undefined;
}
