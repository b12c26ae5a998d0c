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

const fingerprints = new Map<string, Promise<string>>();

/** The keys of a deployment, in the order in which they are tried. */
export async function apiKeys({RUNWARE_API_KEY, RUNWARE_API_KEY_NEXT}: KeySettings): Promise<readonly ApiKey[]> {
  const secrets = [...new Set([RUNWARE_API_KEY, RUNWARE_API_KEY_NEXT])].filter((secret) => secret !== undefined);
  return Promise.all(secrets.map(async (secret) => ({id: await fingerprint(secret), secret})));
}

/** Derived once for each key and isolate. The key itself is the secret of the hash. */
function fingerprint(secret: string): Promise<string> {
  let known = fingerprints.get(secret);
  if (!known) {
    known = deriveKey(secret, 'fingerprint').then(async (key) => (await keyedHash(key, 'key')).slice(0, 16));
    fingerprints.set(secret, known);
  }
  return known;
}
