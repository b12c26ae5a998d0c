// What the ledger is to book of a generation: pure.

import {problemOf} from '../failure.ts';
import type {Settlement} from '../ledger/protocol.ts';
import {BROKEN, type State} from './state.ts';

/** How the ledger is to book the end, or undefined where there is nothing (more) to book. */
export function pendingSettlement(state: State): Settlement | undefined {
  const {phase, results, numberResults, clipMicroUSD, revision} = state;
  if (phase.name !== 'ended' || state.settledRevision >= revision) return undefined;
  const webhook = state.webhook && {hasWebhookCalled: state.webhook.hasCalled};
  const {code} = problemOf(phase.failure ?? BROKEN);
  if (phase.isUnbilled) return {revision, isBilled: false, microUSD: 0, outcome: code};
  // A clip that failed may have been billed (Runware states nothing; tasks are said to be charged at launch), so it counts.
  const missing = Math.max(0, numberResults - results.length) * clipMicroUSD;
  const made = results.reduce(
    (sum, {cost}) => sum + (cost === undefined ? clipMicroUSD : Math.round(cost * 1_000_000)),
    0,
  );
  return {
    revision,
    isBilled: true,
    microUSD: made + missing,
    ...(results.length > 0 ? {outcome: 'success', waitMs: Math.max(0, phase.at - state.startedAt)} : {outcome: code}),
    ...webhook,
  };
}

/** The state once the ledger has booked this revision. */
export function afterSettlement(state: State, {revision}: Settlement): State {
  return {...state, settledRevision: Math.max(state.settledRevision, revision)};
}

/** The settlement of a generation whose end was never heard of: what was reserved counts as spent. */
export function unknownSettlement({numberResults, clipMicroUSD, revision}: State): Settlement {
  return {revision: revision + 1, isBilled: true, microUSD: numberResults * clipMicroUSD, outcome: 'unknown'};
}
