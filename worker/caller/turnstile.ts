// Cloudflare's check that a visitor is human. A token is valid once: Cloudflare itself refuses a second use.
// Source: https://developers.cloudflare.com/turnstile/get-started/server-side-validation/

import * as z from 'zod';
import type {CheckFailure} from '../failure.ts';
import {err, ok, type Result} from '../result.ts';
import type {Settings} from '../settings/settings.ts';

/** The action the element gives its check, so that a token from another form of the site is not accepted here. */
export const TURNSTILE_ACTION = 'hailuo-generator';

/** Cloudflare's error code for a secret key it does not know. */
export const INVALID_SECRET = 'invalid-input-secret';

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
): Promise<Result<undefined, CheckFailure>> {
  if (token.length > MAX_TOKEN_LENGTH) return failed('token too long');
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
    if (!parsed.success) return unreachable(`HTTP ${response.status}`);
    const {success, action, hostname: host, 'error-codes': codes = []} = parsed.data;
    if (codes.includes('internal-error')) return unreachable('internal-error');
    if (!success) return failed(codes.join(' '));
    if (host !== hostname) return failed('another host');
    return action === TURNSTILE_ACTION ? ok(undefined) : failed('another action');
  } catch (error) {
    return unreachable(error instanceof Error ? error.name : 'unknown');
  }
}

function failed(detail: string) {
  return err({reason: 'checkFailed', detail} as const);
}

function unreachable(detail: string) {
  return err({reason: 'checkUnreachable', detail} as const);
}
