// The keys of a deployment. A generation remembers with which of them it was submitted, by a fingerprint.

import {deriveKey, keyedHash} from '../crypto.ts';
import type {Settings} from '../settings/settings.ts';

/** The settings that hold keys. */
export type KeySettings = Pick<Settings, 'RUNWARE_API_KEY' | 'RUNWARE_API_KEY_NEXT'>;

/** A key for Runware's API. */
export interface ApiKey {
  /** Fingerprint: tells keys apart without giving anything away of them. What is stored and logged. */
  id: string;
  secret: string;
}

/** Computed once for each key and isolate. */
const fingerprints = new Map<string, string>();

/** The keys of a deployment, in the order in which they are tried. */
export async function apiKeys({RUNWARE_API_KEY, RUNWARE_API_KEY_NEXT}: KeySettings): Promise<readonly ApiKey[]> {
  const secrets = [...new Set([RUNWARE_API_KEY, RUNWARE_API_KEY_NEXT])].filter((secret) => secret !== undefined);
  return Promise.all(secrets.map(async (secret) => ({id: await fingerprint(secret), secret})));
}

/** The key itself is the secret of the hash. */
async function fingerprint(secret: string): Promise<string> {
  const known = fingerprints.get(secret);
  if (known !== undefined) return known;
  const hash = await keyedHash(await deriveKey(secret, 'fingerprint'), 'key');
  fingerprints.set(secret, hash.slice(0, 16));
  return hash.slice(0, 16);
}
