// What can be asked of a ledger, and what it answers.

import type {Caller} from '../caller/caller.ts';
import type {LimitState, Usage} from '../contract/index.ts';
import type {Failure} from '../failure.ts';
import type {Result} from '../result.ts';

/** What a generation is reserved for. */
export interface Purchase {
  taskUUID: string;
  preset: string;
  duration: number;
  results: number;
  /** The price of all its clips by the contract's table. */
  microUSD: number;
}

/** How a generation ended, as the books keep it. */
export interface Settlement {
  /** What it is taken to have cost. */
  microUSD: number;
  /** The problem's code, `success`, or `unknown` where it was given up without ever hearing of its end. */
  outcome: string;
  /** From start to end, where it succeeded. */
  waitMs?: number;
}

/** Why a ledger grants no reservation. */
export type ReservationRefusal = Extract<Failure, {reason: 'limitExceeded' | 'paused'}>;

/** The ledger could not be asked. */
export type LedgerUnreachable = Extract<Failure, {reason: 'ledgerUnreachable'}>;

/** What `reserve` answers: how much of each limit is used now, or which one is in the way. */
export type Reservation = Result<readonly LimitState[], ReservationRefusal>;

/** What everybody may know of a site. */
export interface Outlook {
  /** Whether its owner has stopped it. */
  paused: boolean;
  /** The median of the last waiting times, by preset and duration. */
  waits: readonly {preset: string; duration: number; waitMs: number}[];
}

/** The calls that a ledger answers. */
export interface LedgerApi {
  reserve(purchase: Purchase, caller: Caller): Promise<Reservation>;
  settle(taskUUID: string, settlement: Settlement): Promise<void>;
  release(taskUUID: string, outcome: string): Promise<void>;
  report(type: 'keyRefused' | 'balanceLow'): Promise<void>;
  setPaused(paused: boolean): Promise<void>;
  usage(): Promise<Omit<Usage, 'balanceUSD'>>;
  outlook(): Promise<Outlook>;
}
