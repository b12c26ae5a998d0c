// The states of a run, and what an error means for it. Pure.

import {
  type GenerationRequest,
  PROBLEMS,
  type Problem,
  type ProcessingGeneration,
  type SucceededGeneration,
} from '../../../worker/contract/index.ts';
import type {FailureCode} from '../../failure-code.ts';
import {ApiError} from '../api/http.ts';

/** `same`: send the same request again, which never starts two generations. `new`: start another generation. */
export type Retry = 'same' | 'new';

/** How a run stands. */
export type State =
  /** `unwatched`: the visitor has stopped waiting. The generation continues, and can be resumed. */
  | {phase: 'submitting' | 'resuming' | 'unwatched'}
  | {phase: 'processing'; generation: ProcessingGeneration}
  | {phase: 'success'; generation: SucceededGeneration}
  | ErrorState;

/** There is no video, or none is known of. */
export interface ErrorState {
  phase: 'error';
  code: FailureCode;
  retry?: Retry | undefined;
  /** Whether the Worker has the generation is not known. */
  unsettled?: boolean;
  problem?: Problem | undefined;
  /** What a wrong endpoint responded. */
  received?: string | undefined;
}

/** A run as it is stored on the device. */
export interface SavedRun {
  request: GenerationRequest;
  /** What the visitor requested, if the page has changed it. */
  originalRequest?: GenerationRequest | undefined;
  /** When it was requested, by this device's clock. */
  since: number;
  /** Whether the Worker has confirmed it. */
  accepted: boolean;
  state: State;
  /** A picture of the first clip, as a data URI. */
  poster?: string | undefined;
}

/** Errors after which it is not known whether the Worker has the request. */
const UNSETTLED = new Set<FailureCode>(['unreachable', 'badEndpoint', 'internal']);

/** Errors that the Worker reports before it looks up the generation: they say nothing about one that may exist. */
const REFUSED_EARLY = new Set<FailureCode>([
  'tooManyRequests',
  'sessionRequired',
  'checkFailed',
  'checkUnreachable',
  'checkBlocked',
  'originNotAllowed',
  'misconfigured',
]);

/**
 * The state after an error while following, which does not mean that the generation has failed. `accepted`: the Worker is
 * known to have it. `resumed`: it was looked up, not submitted.
 */
export function stateAfterError(error: unknown, accepted: boolean, resumed: boolean): ErrorState {
  const {code, problem, received, answerLost} =
    error instanceof ApiError ? error : new ApiError('internal', {cause: error});
  if (code === 'notFound')
    return accepted ? {phase: 'error', code} : {phase: 'error', code: 'notArrived', retry: 'same', unsettled: true};
  const refusedEarly = REFUSED_EARLY.has(code);
  const unsettled = UNSETTLED.has(code) || ((answerLost || resumed) && refusedEarly);
  // The browser may have repeated the request by itself.
  const retry = unsettled || (refusedEarly && isRetryable(code)) ? 'same' : isRetryable(code) ? 'new' : undefined;
  return {phase: 'error', code, retry, unsettled, problem, received};
}

/** Whether the same request may succeed as a new generation. */
export function isRetryable(code: FailureCode): boolean {
  // A cast, as only the Worker's codes are in that table.
  return code === 'checkBlocked' || Boolean((PROBLEMS as Partial<Record<FailureCode, {retry: boolean}>>)[code]?.retry);
}
