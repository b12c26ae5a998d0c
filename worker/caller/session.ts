// A visitor's session: a short-lived token of our own that stands for a check that was passed. Nothing of it is stored.

import {type JWTPayload, jwtVerify, SignJWT} from 'jose';
import * as z from 'zod';
import {deriveKey, keyedHash} from '../crypto.ts';
import {err, ok, type Result} from '../result.ts';
import type {Settings} from '../settings/settings.ts';
import type {Caller} from './caller.ts';
import {identityLimits} from './identity.ts';
import {isIPv6, type Network} from './network.ts';

/** Our tokens are accepted nowhere else, and tokens of others are not accepted here. */
const TYPE = 'hailuo-session+jwt';
const ALGORITHM = 'HS256';

/** Who holds a session: where one of these differs, it is void. */
export interface SessionHolder {
  /** The page's origin. */
  origin: string;
  network: Network;
}

/** The settings that callers' keys need. */
export type CallerKeySettings = Pick<Settings, 'RUNWARE_API_KEY' | 'CALLER_HASH_KEY'>;

/** The settings that say which visitor check a session stands for. */
type CheckSettings = Pick<
  Settings,
  | 'VISITOR_CHECK'
  | 'TURNSTILE_SITE_KEY'
  | 'TURNSTILE_SECRET_KEY'
  | 'IDENTITY_SECRET'
  | 'IDENTITY_JWKS_URL'
  | 'IDENTITY_AUDIENCE'
>;

/** The settings that sessions need. */
export type SessionSettings = CallerKeySettings & CheckSettings & Pick<Settings, 'SESSION_KEY' | 'SESSION_MINUTES'>;

const claims = z.object({
  sub: z.string(),
  origin: z.string(),
  network: z.string(),
  isIPv6: z.boolean(),
  provider: z.string(),
  check: z.string(),
  kind: z.enum(['address', 'identity']),
  limits: identityLimits.optional(),
});

type Claims = z.infer<typeof claims>;

/** A new session of this caller. */
export async function openSession(
  settings: SessionSettings,
  caller: Caller,
  holder: SessionHolder,
): Promise<{token: string; expiresAt: Date}> {
  const expiresAt = new Date(Math.floor(Date.now() / 1000 + settings.SESSION_MINUTES * 60) * 1000);
  const {key, kind, limits} = caller;
  const token = await new SignJWT({kind, limits, ...(await bindingOf(settings, holder))})
    .setProtectedHeader({alg: ALGORITHM, typ: TYPE})
    .setSubject(key)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(await sessionKey(settings));
  return {token, expiresAt};
}

/** The caller of a session; or why the token is none: for the log. */
export async function readSession(
  settings: SessionSettings,
  token: string,
  holder: SessionHolder,
): Promise<Result<Caller, string>> {
  let payload: JWTPayload;
  try {
    const key = await sessionKey(settings);
    ({payload} = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      requiredClaims: ['exp', 'sub'],
      // A shorter setting holds for sessions from before it too.
      maxTokenAge: Math.ceil(settings.SESSION_MINUTES * 60),
    }));
  } catch (error) {
    return err(error instanceof Error ? error.name : 'unknown');
  }
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return err('claims');
  const {sub, kind, limits} = parsed.data;
  const mismatch = bindingMismatch(parsed.data, await bindingOf(settings, holder));
  return mismatch === undefined ? ok({key: sub, kind, ...(limits && {limits})}) : err(mismatch);
}

type Binding = Pick<Claims, 'origin' | 'network' | 'isIPv6' | 'provider' | 'check'>;

async function bindingOf(settings: SessionSettings, {origin, network}: SessionHolder): Promise<Binding> {
  const [hash, provider, check] = await Promise.all([
    callerKey(settings, 'network', network.prefix),
    callerKey(settings, 'provider', String(network.asn)),
    callerKey(settings, 'check', describeCheck(settings)),
  ]);
  return {origin, network: hash, isIPv6: isIPv6(network.prefix), provider, check};
}

/** What differs between the holder a session was made for and the one who shows it. */
function bindingMismatch(made: Binding, shown: Binding): string | undefined {
  if (made.check !== shown.check) return 'another visitor check';
  if (made.origin !== shown.origin) return 'another origin';
  // A visitor with both kinds of address alternates between them: no address survives that, the provider does.
  const survives = made.isIPv6 === shown.isIPv6 ? made.network === shown.network : made.provider === shown.provider;
  return survives ? undefined : 'another network';
}

/** Changes with every setting that decides who passes the check: sessions from before such a change are void at once. */
function describeCheck(settings: CheckSettings): string {
  const {VISITOR_CHECK} = settings;
  switch (VISITOR_CHECK) {
    case 'turnstile':
      return JSON.stringify([VISITOR_CHECK, settings.TURNSTILE_SITE_KEY, settings.TURNSTILE_SECRET_KEY]);
    case 'identity':
      return JSON.stringify([
        VISITOR_CHECK,
        settings.IDENTITY_SECRET,
        settings.IDENTITY_JWKS_URL,
        settings.IDENTITY_AUDIENCE,
      ]);
    case 'none':
      return VISITOR_CHECK;
  }
}

function sessionKey({SESSION_KEY, RUNWARE_API_KEY}: SessionSettings): Promise<CryptoKey> {
  return deriveKey(SESSION_KEY ?? RUNWARE_API_KEY, 'session');
}

/** The opaque key of a caller: who does not have the deployment's secret cannot test addresses against it. */
export async function callerKey(settings: CallerKeySettings, kind: string, name: string): Promise<string> {
  const key = await deriveKey(settings.CALLER_HASH_KEY ?? settings.RUNWARE_API_KEY, 'caller');
  return (await keyedHash(key, `${kind}:${name}`)).slice(0, 32);
}
