// What it takes to start a generation, and what comes of it.

import type {Caller} from '../caller/caller.ts';
import {type LimitState, modelOf, presetOf, priceOf, type Generation as Resource} from '../contract/index.ts';
import type {Failure} from '../failure.ts';
import type {LedgerUnreachable, Purchase, ReservationRefusal} from '../ledger/protocol.ts';
import type {Order} from '../request/order.ts';
import type {Result} from '../result.ts';
import type {Clip} from './clip.ts';

/** A request for a generation; `publicURL` where Runware can call this Worker. */
export interface StartRequest {
  taskUUID: string;
  /** Whose limits it counts against. */
  caller: Caller;
  /** Digest of what the client sent, before any default or policy of this deployment: the same click after a deploy is the same request. */
  clientHash: string;
  order: Order;
  publicURL: string | undefined;
}

/** A generation, and how much of each limit is used. `limits` is empty where nothing was reserved by this request. */
export interface Started {
  generation: Resource;
  limits: readonly LimitState[];
}

/** Why a generation was not started. */
export type StartFailure = ReservationRefusal | LedgerUnreachable | Extract<Failure, {reason: 'taskConflict'}>;

/** What `start` answers. */
export type StartResult = Result<Started, StartFailure>;

/** What `watch` answers: a stream, or that there are too many already. */
export type Watch = Result<ReadableStream<Uint8Array>, 'tooManyViewers'>;

/** The calls that a generation answers. */
export interface GenerationApi {
  /** Starts the generation, or answers the one that the same request started before. */
  start(request: StartRequest): Promise<StartResult>;
  /**
   * The generation that a request with this hash started before; undefined where none was started. For requests that this
   * deployment would refuse today: what was started before goes on, whatever the policy is now.
   */
  resume(clientHash: string): Promise<StartResult | undefined>;
  read(): Promise<Resource | undefined>;
  watch(home: string): Promise<Watch | undefined>;
  clip(videoUUID: string): Promise<Clip | undefined>;
  /** Runware says that there is news: with the right token, poll now. */
  pollNow(token: string): Promise<void>;
  isKnown(): Promise<boolean>;
}

/** What is to be reserved for an order. */
export function purchaseOf({taskUUID, order}: StartRequest): Purchase {
  const {width, height, duration, numberResults: results} = order;
  const preset = presetOf(modelOf(order.model), width, height);
  const microUSD = preset && priceOf(preset, duration, results);
  if (!preset || microUSD === undefined) throw new Error('an order without a price');
  return {taskUUID, preset: preset.name, duration, results, microUSD};
}
