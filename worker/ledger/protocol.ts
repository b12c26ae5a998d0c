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
  /** Grows with each change of what is known: a later one replaces an earlier one, never the other way round. From 1. */
  revision: number;
  /** Whether it may have cost anything. Where not, the reservation is released and counts towards no limit. */
  isBilled: boolean;
  /** What it is taken to have cost. */
  microUSD: number;
  /** The problem's code, `success`, or `unknown` where retention ended before anything was heard of its end. */
  outcome: string;
  /** From start to end, where it succeeded. */
  waitMs?: number;
  /** Whether Runware has called about it, where it was asked to. */
  hasWebhookCalled?: boolean;
}

/** Why a ledger grants no reservation. */
export type ReservationRefusal = Extract<Failure, {reason: 'limitExceeded' | 'paused'}>;

/** The ledger could not be asked. */
export type LedgerUnreachable = Extract<Failure, {reason: 'ledgerUnreachable'}>;

/** A reservation that was granted. */
export interface Granted {
  /** How much of each limit is used now. */
  limits: readonly LimitState[];
  /** Whether Runware's calls arrive: one did for the last generation that ended and asked for them. */
  doWebhooksArrive: boolean;
}

/** What `reserve` answers: granted, or which limit is in the way. */
export type Reservation = Result<Granted, ReservationRefusal>;

/** What everybody may know of a site. */
export interface PublicStatus {
  /** Whether its owner has stopped it. */
  paused: boolean;
  /** The median of the last waiting times, by preset and duration. */
  waits: readonly {preset: string; duration: number; waitMs: number}[];
}

/** The calls that a ledger answers. */
export interface LedgerApi {
  reserve(purchase: Purchase, caller: Caller): Promise<Reservation>;
  settle(taskUUID: string, settlement: Settlement): Promise<void>;
  isSameAccount(keyId: string, otherKeyId: string): Promise<boolean>;
  report(type: 'keyRefused' | 'balanceLow'): Promise<void>;
  setPaused(paused: boolean): Promise<void>;
  usage(): Promise<Omit<Usage, 'balanceUSD'>>;
  publicStatus(): Promise<PublicStatus>;
}
