// What a site's owner is told.

import type {LimitState} from './limit.ts';

/** Body of the answer of `GET /v1/usage`. Sent by the Worker, to the owner only. Money in whole micro-dollars. */
export interface Usage {
  /** Whether the owner has stopped the site. */
  paused: boolean;
  /** How far the caps of the site have been gone, reservations included. */
  caps: readonly LimitState[];
  /** All that is booked, of the last hundred days. */
  spentMicroUSD: number;
  /** Reservations whose generations have not ended; `oldestAt` in ISO 8601, UTC. */
  open: {generations: number; microUSD: number; oldestAt?: string};
  /** What was spent, newest day first. `outcome`: `success`, `open`, `unknown`, or the code of a problem. */
  spend: readonly {
    day: string;
    preset: string;
    duration: number;
    outcome: string;
    generations: number;
    microUSD: number;
  }[];
  /** How often what was refused by which limit. */
  refusals: readonly {day: string; reason: string; count: number}[];
  /** The callers with most generations in the last 24 hours, as opaque keys. */
  callers: readonly {caller: string; generations: number; microUSD: number}[];
  /** Calls to the owner that were not taken yet. `lastError`: why the last attempt failed; `nextAttemptAt` in ISO 8601, UTC. */
  alerts: {pending: number; lastError?: string; nextAttemptAt?: string};
  /** What is left at Runware. Absent where it could not be asked. */
  balanceUSD?: number;
}

/** `data` of the calls to the owner (`ALERT_URL`). Their `type` is `hailuo.` and the one here. */
export type Alert =
  /** So many per cent of a cap are spent or reserved. */
  | {type: 'cap'; percent: number; limit: LimitState}
  /** Runware refuses the API key. Told once a day. */
  | {type: 'keyRefused'}
  /** The balance at Runware is low, or does not suffice. Told once a day. */
  | {type: 'balanceLow'};
