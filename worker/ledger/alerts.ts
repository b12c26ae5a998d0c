// Calls to the owner: a cap is nearly reached, Runware refuses the key, the balance runs low.
// Signed as https://www.standardwebhooks.com describes.

import {Webhook} from 'standardwebhooks';
import type {Alert, LimitState} from '../contract/index.ts';
import type {Settings} from '../settings/settings.ts';

/** Shares of a cap at which the owner is called. */
const THRESHOLDS = [50, 80, 100];

/** An alert and what it is about: each subject is told of once. */
export interface Notice {
  /** Tells notices apart: the same subject again is no news. */
  subject: string;
  alert: Alert;
}

/** What there is to tell of the caps of a site in this month and day. */
export function capNotices(caps: readonly LimitState[], {day, month}: {day: string; month: string}): Notice[] {
  return caps
    .filter(({unit, max}) => unit === 'USD' && max > 0)
    .flatMap((limit) => {
      const share = ((limit.max - limit.remaining) / limit.max) * 100;
      // Only the highest: who is told of 80 % need not hear of 50.
      const percent = THRESHOLDS.findLast((threshold) => share + 1e-9 >= threshold);
      if (percent === undefined) return [];
      const period = limit.name === 'siteUSDPerMonth' ? month : day;
      return [{subject: `${limit.name} ${period} ${percent}`, alert: {type: 'cap', percent, limit} as const}];
    });
}

/** Calls the owner. False where the call should be made again later. */
export async function send(
  {ALERT_URL, ALERT_SECRET}: Pick<Settings, 'ALERT_URL' | 'ALERT_SECRET'>,
  id: string,
  alert: Alert,
): Promise<boolean> {
  if (ALERT_URL === undefined || ALERT_SECRET === undefined) return true;
  const at = new Date();
  const body = JSON.stringify({type: `hailuo.${alert.type}`, timestamp: at.toISOString(), data: alert});
  try {
    const response = await fetch(ALERT_URL, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(ALERT_SECRET).sign(id, at, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
