// Visitors whom the site itself vouches for: a JWT signed with a shared secret, or with a key of the site's key set (JWKS).

import {createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify} from 'jose';
import * as z from 'zod';
import type {CheckFailure} from '../failure.ts';
import {err, ok, type Result} from '../result.ts';
import type {Settings} from '../settings/settings.ts';
import type {LimitOverrides} from './caller.ts';

/** Limits that a site may give one of its visitors, as the claim `limits`. */
export const identityLimits = z.strictObject({
  perHour: z.int().min(0).exactOptional(),
  perDay: z.int().min(0).exactOptional(),
  concurrent: z.int().min(0).exactOptional(),
  usdPerDay: z.number().min(0).exactOptional(),
}) satisfies z.ZodType<LimitOverrides>;

const claims = z.looseObject({sub: z.string().min(1).max(200), limits: identityLimits.optional()});

/** Who a site's token says a visitor is. */
export interface Identity {
  subject: string;
  limits?: LimitOverrides;
}

/** The settings that say whose signature is accepted. */
export type IdentitySettings = Pick<Settings, 'IDENTITY_SECRET' | 'IDENTITY_JWKS_URL' | 'IDENTITY_AUDIENCE'>;

/** With a public key a shared secret must never be accepted, and the other way round; `none` is on neither list. */
const SECRET_ALGORITHMS = ['HS256'];
const PUBLIC_ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'];

/** Key sets are kept between requests, by URL. */
const keySets = new Map<string, JWTVerifyGetKey>();

/** The identity in a site's token; or why there is none: the token is not accepted, or the site's keys could not be fetched. */
export async function readIdentity(settings: IdentitySettings, token: string): Promise<Result<Identity, CheckFailure>> {
  const {IDENTITY_SECRET, IDENTITY_JWKS_URL, IDENTITY_AUDIENCE: audience} = settings;
  const options = {audience, requiredClaims: ['exp', 'sub'], clockTolerance: 5};
  try {
    const {payload} = IDENTITY_SECRET
      ? await jwtVerify(token, new TextEncoder().encode(IDENTITY_SECRET), {...options, algorithms: SECRET_ALGORITHMS})
      : await jwtVerify(token, keySetAt(IDENTITY_JWKS_URL ?? ''), {...options, algorithms: PUBLIC_ALGORITHMS});
    const parsed = claims.safeParse(payload);
    if (!parsed.success) return err({reason: 'checkFailed', detail: 'claims'});
    const {sub, limits} = parsed.data;
    return ok({subject: sub, ...(limits && {limits})});
  } catch (error) {
    const detail = error instanceof Error ? error.name : 'unknown';
    return err({reason: isKeySetError(error) ? 'checkUnreachable' : 'checkFailed', detail});
  }
}

/** Whether an error is about fetching the site's keys: no answer, or one that is not a key set. Errors about a token have other codes. */
function isKeySetError(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return [errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code].includes(error.code);
}

function keySetAt(url: string): JWTVerifyGetKey {
  let keys = keySets.get(url);
  if (!keys) {
    keys = createRemoteJWKSet(new URL(url));
    keySets.set(url, keys);
  }
  return keys;
}
