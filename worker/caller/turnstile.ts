// Cloudflare's check that a visitor is human. Its tokens serve once: Cloudflare itself refuses a second use.
// Source: https://developers.cloudflare.com/turnstile/get-started/server-side-validation/

import * as z from 'zod';
import type {Settings} from '../settings/settings.ts';

/** What the element names its check, so that a token from another form of the site is no use here. */
export const TURNSTILE_ACTION = 'hailuo-generator';

/** What a check came to. */
export type Verdict = {kind: 'passed'} | {kind: 'failed'; why: string} | {kind: 'unreachable'; why: string};

/** Cloudflare's word for a secret key that is none. */
export const WRONG_SECRET = 'invalid-input-secret';

const answer = z.object({
  success: z.boolean(),
  hostname: z.string().optional(),
  action: z.string().optional(),
  'error-codes': z.array(z.string()).optional(),
});

const TIMEOUT_MS = 10_000;
const MAX_TOKEN_LENGTH = 2048;

/** Asks Cloudflare whether this token was given to a human on this host, for this purpose. Never throws. */
export async function verifyTurnstile(
  settings: Pick<Settings, 'TURNSTILE_SECRET_KEY' | 'TURNSTILE_VERIFY_URL'>,
  token: string,
  {hostname, address}: {hostname: string; address: string | null},
): Promise<Verdict> {
  if (token.length > MAX_TOKEN_LENGTH) return {kind: 'failed', why: 'too long'};
  try {
    const response = await fetch(settings.TURNSTILE_VERIFY_URL, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({
        secret: settings.TURNSTILE_SECRET_KEY,
        response: token,
        ...(address !== null && {remoteip: address}),
      }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const parsed = answer.safeParse(await response.json());
    if (!parsed.success) return {kind: 'unreachable', why: `HTTP ${response.status}`};
    const {success, action, hostname: host, 'error-codes': codes = []} = parsed.data;
    if (codes.includes('internal-error')) return {kind: 'unreachable', why: 'internal-error'};
    if (!success) return {kind: 'failed', why: codes.join(' ')};
    if (host !== hostname) return {kind: 'failed', why: 'another host'};
    return action === TURNSTILE_ACTION ? {kind: 'passed'} : {kind: 'failed', why: 'another action'};
  } catch (error) {
    return {kind: 'unreachable', why: error instanceof Error ? error.name : 'unknown'};
  }
}
