// What the ledger is to book of a generation: pure.

import {problemOf} from '../failure.ts';
import type {Settlement} from '../ledger/protocol.ts';
import {BROKEN, type State} from './state.ts';

/** How the ledger is to book the end, or undefined where there is nothing (more) to book. */
export function pendingSettlement(state: State): Settlement | undefined {
  const {phase, results, revision} = state;
  if (phase.name !== 'ended' || state.settledRevision >= revision) return undefined;
  const webhook = state.webhook && {hasWebhookCalled: state.webhook.hasCalled};
  const {code} = problemOf(phase.failure ?? BROKEN);
  if (phase.isUnbilled) return {revision, isBilled: false, microUSD: 0, outcome: code};
  return {
    revision,
    isBilled: true,
    microUSD: costOf(state),
    ...(results.length > 0 ? {outcome: 'success', waitMs: Math.max(0, phase.at - state.startedAt)} : {outcome: code}),
    ...webhook,
  };
}

/** What a task is taken to have cost: what Runware has told of its clips, and the price of the others. */
function costOf({results, numberResults, clipMicroUSD}: State): number {
  // A clip that failed may have been billed (Runware states nothing; tasks are said to be charged at launch), so it counts.
  const missing = Math.max(0, numberResults - results.length) * clipMicroUSD;
  return results.reduce(
    (sum, {cost}) => sum + (cost === undefined ? clipMicroUSD : Math.round(cost * 1_000_000)),
    missing,
  );
}

/** The state once the ledger has booked this revision. */
export function afterSettlement(state: State, {revision}: Settlement): State {
  return {...state, settledRevision: Math.max(state.settledRevision, revision)};
}

/** The settlement of a generation whose end was never heard of: what is not known to have cost less or more counts at its price. */
export function unknownSettlement(state: State): Settlement {
  return {revision: state.revision + 1, isBilled: true, microUSD: costOf(state), outcome: 'unknown'};
}
