// What the form is there without: the run, the first frame's workshop, the camera moves. Loaded when somebody turns to
// the form, as one piece: two that share Lit would tear it out of the entry, which is one request now.

import {PROBLEMS} from '../worker/contract/index.ts';
import type {Faults, FieldName} from './composer.ts';
import type {FailureCode, Retry, Run, State} from './controller.ts';
import type {Terms} from './locales/en.ts';
import {wordsOf} from './locales/en-run.ts';

export {follow, networkClient, resume} from './client.ts';
export {cropper} from './cropper.ts';
export {Deployment} from './deployment.ts';
export {encodeFrame, moved, readPicture, WHOLE} from './first-frame.ts';
export {guard} from './guard.ts';
export {wordsOf} from './locales/en-run.ts';
export {more} from './more.ts';
export {moves} from './moves.ts';
export {offerOf} from './narrow.ts';
export {adopt, caption, screen, status} from './screens.ts';

/** Failures after which nobody knows whether the endpoint has the request. */
const UNSETTLED = new Set<FailureCode>(['unreachable', 'badEndpoint', 'internal', 'notLoaded']);

/** Whether the same wish can succeed as a new generation. */
export function mayRetry(code: FailureCode): boolean {
  return code === 'checkBlocked' || Boolean((PROBLEMS as Partial<Record<FailureCode, {retry: boolean}>>)[code]?.retry);
}

/** What a retry means after a run that could not be started or followed. */
export function retryOf(code: FailureCode, run: Run): Retry | undefined {
  if (UNSETTLED.has(code)) return run.whole || run.accepted ? 'same' : undefined;
  return run.whole && mayRetry(code) ? 'new' : undefined;
}

/** The controls behind the fields a problem names. */
const CONTROLS: Record<string, FieldName> = {
  width: 'preset',
  height: 'preset',
  inputs: 'frameImages',
  providerSettings: 'promptOptimizer',
};

/** What the endpoint found wrong with the form, by control. */
export function faultsOf(state: State, terms: Terms): Faults {
  const faults: Faults = {};
  for (const {field} of (state.phase === 'error' && state.problem?.errors) || []) {
    const [name = ''] = field.split('.');
    faults[CONTROLS[name] ?? (name as FieldName)] = wordsOf(terms).notAccepted;
  }
  return faults;
}
