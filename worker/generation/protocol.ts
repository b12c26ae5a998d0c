// What it takes to start a generation, and what comes of it.

import {type LimitState, MODELS, presetOf, priceOf, type Generation as Resource} from '../contract/index.ts';
import type {Failure} from '../failure.ts';
import type {Reserved} from '../ledger/ledger.ts';
import type {Caller} from '../ledger/limits.ts';
import type {Purchase} from '../ledger/tables.ts';
import type {Order} from '../request/schema.ts';

/** A request for a generation; `publicURL` where Runware can call this Worker. */
export interface StartRequest {
  taskUUID: string;
  /** Whose limits it counts against. */
  caller: Caller;
  order: Order;
  publicURL: string | undefined;
}

/** What `start` answers: the generation and how far the limits have been gone; or why there is none. */
export type Start =
  | {kind: 'started'; generation: Resource; limits: readonly LimitState[]}
  /** The UUID belongs to another order. */
  | {kind: 'taken'}
  | Exclude<Reserved, {kind: 'granted'}>
  /** The ledger could not be asked. */
  | {kind: 'ledgerUnreachable'};

/** What is to be reserved for an order. */
export function purchaseOf({taskUUID, order}: StartRequest): Purchase {
  const {width, height, duration, numberResults: results} = order;
  const model = Object.values(MODELS).find(({id}) => id === order.model);
  const preset = model && presetOf(model, width, height);
  const microUSD = preset && priceOf(preset, duration, results);
  if (!preset || microUSD === undefined) throw new Error('an order without a price');
  return {taskUUID, preset: preset.name, duration, results, microUSD};
}

/** Why a generation was not started, if it was not. */
export function startFailure(start: Start | undefined): Failure | undefined {
  switch (start?.kind) {
    case 'started':
      return undefined;
    case 'limitExceeded':
      return {reason: 'limitExceeded', limit: start.limit};
    case 'paused':
    case 'ledgerUnreachable':
      return {reason: start.kind};
    case 'taken':
      return {reason: 'taskConflict'};
    case undefined:
      return {reason: 'notFound'};
  }
}
