// What a generation stands on: its storage, the ledger, Runware, the bucket, the clock. Interfaces only.

import type {Caller} from '../caller/caller.ts';
import type {UpstreamFailure} from '../failure.ts';
import type {Granted, Purchase, Settlement} from '../ledger/protocol.ts';
import type {Order} from '../request/order.ts';
import type {Result} from '../result.ts';
import type {Poll, Submission} from '../runware/client.ts';
import type {StartFailure} from './protocol.ts';
import type {PollIntervals, State} from './state.ts';

/** What a generation stands on. */
export interface Surroundings {
  readonly store: Store;
  readonly ledger: {
    /** Reserves the price. */
    reserve(purchase: Purchase, caller: Caller): Promise<Result<Granted, StartFailure>>;
    /** Tells of the end. False where it has to be told again; told twice, it changes nothing. */
    settle(taskUUID: string, settlement: Settlement): Promise<boolean>;
    /** Whether two keys, by their fingerprints, are known to belong to one account. */
    isSameAccount(keyId: string, otherKeyId: string): Promise<boolean>;
    /** Reports what only the owner can repair. */
    report(failure: Pick<UpstreamFailure, 'kind'>): void;
  };
  readonly upstream: {
    /** Fingerprints of the deployment's keys, in the order in which they are tried. */
    keyIds(): Promise<readonly string[]>;
    submit(keyId: string, state: State, order: Order): Promise<Submission>;
    poll(keyId: string, taskUUID: string): Promise<Poll>;
  };
  readonly copies: {
    /** Whether there is a place for them. */
    canMake(): boolean;
    /** Whether a clip was copied. */
    make(state: State, videoUUID: string): Promise<boolean>;
    /** Deletes copies; rejects where it cannot. */
    delete(keys: readonly string[]): Promise<void>;
  };
  setAlarm(at: number): Promise<void>;
  /** The state is another one than before. */
  changed(state: State): void;
  timing(): Timing;
  /** The token that Runware's calls about this generation must bring. */
  webhookToken(taskUUID: string): Promise<string>;
  now(): number;
  /** From 0 to 1. */
  random(): number;
  log(event: string, fields: object): void;
}

/** What is stored. Each call is durable before anything that follows it leaves the object. */
export interface Store {
  load(): State | undefined;
  save(state: State): void;
  saveOrder(order: Order): void;
  loadOrder(): Order;
  deleteOrder(): void;
  /** Resolves once all of it is on disk. */
  sync(): Promise<void>;
  /** Names of copies that are still to be deleted, of a generation that is forgotten otherwise. */
  loadUndeleted(): readonly string[];
  /** Forgets the generation but for the copies of these names. */
  forget(undeleted: readonly string[]): void;
  /** These copies are gone. */
  forgetUndeleted(): void;
  /** Forgets everything. */
  clear(): Promise<void>;
}

/** The settings that say how fast and how long. */
export interface Timing extends PollIntervals {
  callTimeoutMs: number;
  retentionMs: number;
}
