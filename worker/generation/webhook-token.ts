// The token in the URL that Runware calls: proof that this Worker made the URL, without looking anything up.

import {deriveKey, keyedHash, verifyKeyedHash} from '../crypto.ts';
import type {Settings} from '../settings/settings.ts';

/** The settings behind the proof. After a change of them, calls for tasks from before it are not recognized: those are polled. */
type TokenSettings = Pick<Settings, 'SESSION_KEY' | 'RUNWARE_API_KEY'>;

/** The token for calls about this task. */
export async function webhookToken(settings: TokenSettings, taskUUID: string): Promise<string> {
  return keyedHash(await webhookKey(settings), taskUUID.toLowerCase());
}

/** Whether this is {@link webhookToken} of this task. */
export async function isWebhookToken(settings: TokenSettings, taskUUID: string, token: string): Promise<boolean> {
  return verifyKeyedHash(await webhookKey(settings), taskUUID.toLowerCase(), token);
}

function webhookKey({SESSION_KEY, RUNWARE_API_KEY}: TokenSettings): Promise<CryptoKey> {
  return deriveKey(SESSION_KEY ?? RUNWARE_API_KEY, 'webhook');
}
