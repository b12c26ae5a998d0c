// Calls to the owner: a cap is nearly or wholly used, Runware refuses a key, the balance runs low.
// Signed as https://www.standardwebhooks.com describes.

import {Webhook} from 'standardwebhooks';
import type {Alert, LimitState} from '../contract/index.ts';
import {err, ok, type Result} from '../result.ts';
import type {Settings} from '../settings/settings.ts';

/** Shares of a cap at which the owner is called. */
const THRESHOLDS = [50, 80, 100];

/** An alert and what it is about: each subject is sent once. */
export interface SubjectAlert {
  /** Tells alerts apart: the same subject again is no news. */
  subject: string;
  alert: Alert;
}

/** The days and months that caps are counted by. */
interface Periods {
  day: string;
  month: string;
}

/** The alerts that the caps of a site are due, in this month and day. */
export function capAlerts(caps: readonly LimitState[], periods: Periods): SubjectAlert[] {
  return caps
    .filter(({unit, max}) => unit === 'USD' && max > 0)
    .flatMap((limit) => {
      const share = ((limit.max - limit.remaining) / limit.max) * 100;
      // Only the highest: who is told of 80 % need not hear of 50.
      const percent = THRESHOLDS.findLast((threshold) => share + 1e-9 >= threshold);
      return percent === undefined ? [] : [capAlert(limit, percent, periods)];
    });
}

/** The alert that a request was refused for this cap: no more fits, whether or not the sum meets the cap exactly. */
export function capReachedAlerts(limit: LimitState, periods: Periods): SubjectAlert[] {
  return limit.unit === 'USD' && limit.name.startsWith('site') ? [capAlert(limit, 100, periods)] : [];
}

function capAlert(limit: LimitState, percent: number, {day, month}: Periods): SubjectAlert {
  const period = limit.name === 'siteUSDPerMonth' ? month : day;
  // Another cap in the same period is another subject: its owner is told again.
  return {subject: `${limit.name} ${limit.max} ${period} ${percent}`, alert: {type: 'cap', percent, limit}};
}

/** The pause after so many failed attempts to send an alert: doubles to an hour. */
export function retryDelayMs(attempts: number, firstMs: number): number {
  return Math.min(60 * 60_000, firstMs * 2 ** Math.max(0, attempts - 1));
}

/** Sends an alert to the owner. An error, in a word, where it should be sent again later. */
export async function send(
  {ALERT_URL, ALERT_SECRET}: Pick<Settings, 'ALERT_URL' | 'ALERT_SECRET'>,
  id: string,
  alert: Alert,
): Promise<Result<void, string>> {
  if (ALERT_URL === undefined || ALERT_SECRET === undefined) return ok(undefined);
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
    return response.ok ? ok(undefined) : err(`HTTP ${response.status}`);
  } catch (error) {
    return err(error instanceof Error ? error.name : 'unknown');
  }
}
