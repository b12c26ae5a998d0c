// A visitor's session: a short-lived token of our own that stands for a check that was passed. Nothing of it is stored.

import {type JWTPayload, jwtVerify, SignJWT} from 'jose';
import * as z from 'zod';
import {deriveKey, keyedHash} from '../crypto.ts';
import type {Settings} from '../settings/settings.ts';
import type {Caller} from './caller.ts';
import {identityLimits} from './identity.ts';

/** Tokens of ours are no use anywhere else, and others' are none here. */
const TYPE = 'hailuo-session+jwt';
const ALGORITHM = 'HS256';

/** What a session is bound to: where one of these differs, it is void. */
export interface Binding {
  /** The page's origin. */
  origin: string;
  /** As `networkOf` tells it. */
  network: string;
}

/** The settings that sessions and callers need. */
export type SessionSettings = Pick<Settings, 'RUNWARE_API_KEY' | 'SESSION_KEY' | 'CALLER_HASH_KEY' | 'SESSION_MINUTES'>;

const claims = z.object({
  sub: z.string(),
  origin: z.string(),
  network: z.string(),
  kind: z.enum(['address', 'identity']),
  limits: identityLimits.optional(),
});

/** A new session of this caller. */
export async function openSession(
  settings: SessionSettings,
  caller: Caller,
  {origin, network}: Binding,
): Promise<{token: string; expiresAt: Date}> {
  const expiresAt = new Date(Math.floor(Date.now() / 1000 + settings.SESSION_MINUTES * 60) * 1000);
  const {key, kind, limits} = caller;
  const token = await new SignJWT({kind, limits, origin, network: await callerKey(settings, 'network', network)})
    .setProtectedHeader({alg: ALGORITHM, typ: TYPE})
    .setSubject(key)
    .setExpirationTime(expiresAt)
    .sign(await deriveKey(settings.SESSION_KEY ?? settings.RUNWARE_API_KEY, 'session'));
  return {token, expiresAt};
}

/** The caller of a session, or why it is none. */
export async function readSession(
  settings: SessionSettings,
  token: string,
  {origin, network}: Binding,
): Promise<Caller | {why: string}> {
  let payload: JWTPayload;
  try {
    const key = await deriveKey(settings.SESSION_KEY ?? settings.RUNWARE_API_KEY, 'session');
    ({payload} = await jwtVerify(token, key, {algorithms: [ALGORITHM], typ: TYPE, requiredClaims: ['exp', 'sub']}));
  } catch (error) {
    return {why: error instanceof Error ? error.name : 'unknown'};
  }
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return {why: 'claims'};
  if (parsed.data.origin !== origin) return {why: 'another origin'};
  if (parsed.data.network !== (await callerKey(settings, 'network', network))) return {why: 'another network'};
  const {sub, kind, limits} = parsed.data;
  return {key: sub, kind, ...(limits && {limits})};
}

/** The opaque key of a caller: who does not have the deployment's secret cannot test addresses against it. */
export async function callerKey(settings: SessionSettings, kind: string, name: string): Promise<string> {
  const key = await deriveKey(settings.CALLER_HASH_KEY ?? settings.RUNWARE_API_KEY, 'caller');
  return (await keyedHash(key, `${kind}:${name}`)).slice(0, 32);
}
