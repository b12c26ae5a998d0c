// What is remembered of a generation and how it changes: pure, so that every order of events can be tried in a test.

import type {Generation, OutputFormat, Result} from '../contract/index.ts';
import {problemOf, type UpstreamFailure} from '../failure.ts';
import type {HeardFailure, Poll, Submission} from '../runware/client.ts';
import {type Doubt, isAgreed, nextDoubt} from './doubt.ts';
import {mergeResults} from './results.ts';

/** Where a generation stands. */
export type Phase =
  /**
   * Not known to be Runware's yet. `attempts` counts submits and polls without an answer. `isUncertain`: a submit was made whose
   * fate nobody knows. `isBound`: one was made that its key was not refused for; even one that was turned away may have passed
   * twice on the way, so from then on no other account may follow. All is stored before each attempt.
   */
  | {name: 'submitting'; attempts: number; isUncertain: boolean; isBound: boolean; doubt?: Doubt}
  /** Runware has it. `doubt`: how many polls in a row, since when, have told of an end that one poll alone does not prove. */
  | {name: 'processing'; polls: number; doubt?: Doubt}
  /**
   * Every clip is there, or is not expected any more. `failure` is set where clips are missing: such a generation is still looked
   * at, rarely (`looks` so far). `isUnbilled`: as far as is known Runware never took it, so that it has cost nothing.
   */
  | {name: 'ended'; at: number; failure?: UpstreamFailure; isUnbilled?: true; looks: number};

/** All that is stored of a generation, but for the order itself. Times are milliseconds since 1970. */
export interface State {
  /** As the client minted it. */
  taskUUID: string;
  /** Digest of what the client sent: the same UUID with another body is another request. */
  clientHash: string;
  /** The UUID of the task at Runware: minted here at random, once. Never the client's, so that no client can claim or block another's task. */
  upstreamUUID: string;
  /** Fingerprint of the key that submits are made with: another account would make and bill the task again. */
  keyId: string;
  numberResults: number;
  /** What one clip costs by the contract's table; all of them are reserved in the ledger. */
  clipMicroUSD: number;
  startedAt: number;
  /** What Runware has been heard to say so far; only ever grows. */
  results: readonly Result[];
  failedResults: number;
  outputFormat: OutputFormat;
  /** Where Runware calls and the token it must bring; absent where this Worker cannot be reached. */
  webhook?: Webhook;
  /** Copies of the clips: how many attempts have failed, or that one succeeded. Absent where clips are not to be kept. */
  copies?: Readonly<Record<string, number | 'copied'>>;
  progress?: number;
  phase: Phase;
  /** How often what the ledger is to book has changed, and the last of these that it has booked. */
  revision: number;
  settledRevision: number;
  /** Last looks, at the end of retention, to which the account gave no answer. */
  unansweredLooks?: number;
}

interface Webhook {
  publicURL: string;
  token: string;
  /** Whether Runware's calls arrive here: one came for this generation, or for the last one that the site has seen end. */
  isHeard: boolean;
  /** Whether one came for this generation. */
  hasCalled: boolean;
}

/** How a generation is decided and how fast it is polled, by a deployment's settings. */
export interface PollIntervals {
  firstPollMs: number;
  maxPollMs: number;
}

/** After this long a generation is called late; it is polled all the same. Runware's own SDK gives up here. */
export const LATE_MS = 20 * 60_000;

/** How long a busy Runware is asked again before the visitor is told. */
const DEFER_MAX_MS = 5 * 60_000;

/**
 * How long a submit of unknown fate is repeated (with its one UUID) before it is only polled for: later Runware may have
 * forgotten a task that it has made, and would make and bill it again.
 */
const RESUBMIT_MAX_MS = 10 * 60_000;

/** The state to store before the first attempt. */
export function begin(
  fields: Omit<
    State,
    'startedAt' | 'results' | 'failedResults' | 'progress' | 'phase' | 'revision' | 'settledRevision' | 'webhook'
  > & {webhook?: Pick<Webhook, 'publicURL' | 'token' | 'isHeard'>},
  now: number,
): State {
  const {webhook, ...rest} = fields;
  return {
    ...rest,
    ...(webhook && {webhook: {...webhook, hasCalled: false}}),
    startedAt: now,
    results: [],
    failedResults: 0,
    phase: {name: 'submitting', attempts: 0, isUncertain: false, isBound: false},
    revision: 0,
    settledRevision: 0,
  };
}

/** The state to store before an attempt with this key: should nothing be heard of it, its fate is unknown. */
export function beforeAttempt(state: State, keyId: string): State {
  if (state.phase.name !== 'submitting') return state;
  return {
    ...state,
    keyId,
    phase: {name: 'submitting', attempts: state.phase.attempts + 1, isUncertain: true, isBound: true},
  };
}

/**
 * The state after an attempt. `before` is the one that {@link beforeAttempt} was given; `nextKeyId` the key to go on with where
 * this one is refused.
 */
export function afterSubmission(
  before: State,
  keyId: string,
  submission: Submission,
  now: number,
  nextKeyId?: string,
): State {
  const state = beforeAttempt(before, keyId);
  const {phase} = before;
  if (phase.name !== 'submitting' || state.phase.name !== 'submitting') return before;
  const age = now - state.startedAt;
  const certain = {...state, phase: {...state.phase, isUncertain: phase.isUncertain}};
  switch (submission.kind) {
    case 'accepted':
      return processing(state);
    case 'refused': {
      const {failure} = submission;
      // A key that was refused has done nothing. Which one may follow is the caller's to know.
      if (failure.kind === 'key' && nextKeyId !== undefined)
        return {...certain, keyId: nextKeyId, phase: {...certain.phase, isBound: phase.isBound}};
      const isAboutAccount = failure.kind === 'key' || failure.kind === 'balance';
      // The account's state now says nothing about an earlier attempt that may have passed: that stays with its own key.
      if (phase.isUncertain && isAboutAccount) return resubmitted({...state, keyId: before.keyId}, now);
      // A render that broke is one that was begun.
      const wasTaken = phase.isUncertain || failure.kind === 'broken';
      return ended(state, now, failure, !wasTaken);
    }
    case 'deferred':
      if (phase.isUncertain) return resubmitted(certain, now);
      return age >= DEFER_MAX_MS ? ended(state, now, submission.failure, true) : certain;
    case 'unknown':
      return resubmitted(state, now);
  }
}

/** A state whose attempts are of unknown fate: as long as it is young, another may follow. */
function resubmitted(state: State, now: number): State {
  return now - state.startedAt >= RESUBMIT_MAX_MS ? processing(state) : state;
}

/** The state after a poll. */
export function afterPoll(state: State, poll: Poll, now: number, {maxPollMs}: PollIntervals): State {
  switch (state.phase.name) {
    case 'submitting':
      // An error that only names the task may be the poll's own: it does not prove that the task arrived.
      if (poll.kind === 'read' && poll.isKnown) return afterRead(processing(state), poll, now, maxPollMs);
      if (poll.kind === 'absent') return resubmitted(state, now);
      return afterUnprovenRead(state, state.phase, poll, now, maxPollMs);
    case 'processing': {
      const next = {...state, phase: {...state.phase, polls: state.phase.polls + 1}};
      // No answer, and no word of the task, neither confirm nor dismiss what was heard before.
      return poll.kind === 'read' ? afterRead(next, poll, now, maxPollMs) : next;
    }
    case 'ended':
      return afterLook(state, state.phase, poll, now);
  }
}

/** Nothing that proves a task: no answer, or errors alone. These are believed like all others that are not terminal by nature. */
function afterUnprovenRead(
  state: State,
  phase: Phase & {name: 'submitting'},
  poll: Exclude<Poll, {kind: 'absent'}>,
  now: number,
  maxPollMs: number,
): State {
  const doubt = poll.kind === 'read' ? nextDoubt(phase.doubt, now) : phase.doubt;
  if (poll.kind === 'read' && doubt && isAgreed(doubt, now, maxPollMs))
    return ended(state, now, leading(poll.failures));
  return resubmitted({...state, phase: {...phase, attempts: phase.attempts + 1, ...(doubt && {doubt})}}, now);
}

type Read = Extract<Poll, {kind: 'read'}>;

function afterRead(state: State, poll: Read, now: number, maxPollMs: number): State {
  const {phase} = state;
  if (phase.name !== 'processing') return state;
  const results = mergeResults(state.results, poll.results);
  const failed = Math.max(0, Math.min(poll.failures.length, state.numberResults - results.length));
  const progress = Math.max(state.progress ?? 0, poll.progress ?? 0);
  const next: State = {...state, results, failedResults: failed, ...(progress > 0 && {progress})};
  if (results.length >= state.numberResults) return ended(next, now);
  const failure = leading(poll.failures);
  const isAccounted = results.length + failed >= state.numberResults;
  // Rows are cumulative, so an error and no row at all is about the whole task; next to rows it may be about one clip.
  // Late, clips of which nothing is said hold up those that are there: only after the end these are copied.
  const isOverdue = results.length > 0 && now - state.startedAt >= LATE_MS;
  const isSilent = poll.processing === 0 && (failure !== undefined || isOverdue);
  const {polls} = phase;
  if (!isAccounted && !isSilent) return {...next, phase: {name: 'processing', polls}};
  // A row that is still being made contradicts an error that would leave no place for it.
  const isClear = poll.processing === 0 && (isAccounted || results.length === 0);
  const isProven = isClear && poll.failures.every(({isCertain}) => isCertain);
  const doubt = nextDoubt(phase.doubt, now);
  if (isProven || isAgreed(doubt, now, maxPollMs)) return ended(next, now, failure);
  return {...next, phase: {name: 'processing', polls, doubt}};
}

/** The failure to tell of, as it is stored: one that is certain, where there is one. */
function leading(failures: readonly HeardFailure[]): UpstreamFailure | undefined {
  const first = failures.find(({isCertain}) => isCertain) ?? failures[0];
  if (!first) return undefined;
  const {reason, kind, code, message} = first;
  return {reason, kind, code, message};
}

/** After the end: a clip that comes late is a clip, and a task that was thought refused has been taken if it shows. */
function afterLook(state: State, phase: Phase & {name: 'ended'}, poll: Poll, now: number): State {
  const looks = phase.looks + 1;
  if (poll.kind !== 'read' || !poll.isKnown) return {...state, phase: {...phase, looks}};
  const results = mergeResults(state.results, poll.results);
  const isNews = results.length > state.results.length || phase.isUnbilled === true;
  const {isUnbilled: _, failure, ...rest} = phase;
  const isComplete = results.length >= state.numberResults;
  return {
    ...state,
    results,
    failedResults: Math.max(0, state.numberResults - results.length),
    revision: state.revision + (isNews ? 1 : 0),
    phase: {
      ...rest,
      ...(failure && !isComplete && {failure}),
      at: results.length > state.results.length ? now : phase.at,
      // What is being made is looked at again soon.
      looks: poll.processing > 0 ? 0 : looks,
    },
  };
}

function processing(state: State): State {
  return {...state, phase: {name: 'processing', polls: 0}};
}

/** Clips that were asked for and never came count as failed. */
function ended(state: State, now: number, failure?: UpstreamFailure, isUnbilled = false): State {
  const failedResults = Math.max(0, state.numberResults - state.results.length);
  return {
    ...state,
    failedResults,
    revision: state.revision + 1,
    phase: {name: 'ended', at: now, looks: 0, ...(failure && {failure}), ...(isUnbilled && {isUnbilled})},
  };
}

/** The state once Runware has called: calls arrive. */
export function afterWebhook(state: State): State {
  return state.webhook ? {...state, webhook: {...state.webhook, isHeard: true, hasCalled: true}} : state;
}

/** Whether clips that were asked for have not come. */
export function isIncomplete({results, numberResults}: State): boolean {
  return results.length < numberResults;
}

/** Stands in where the end had no words of its own. */
export const BROKEN: UpstreamFailure = {reason: 'upstream', kind: 'broken', code: '', message: ''};

/** The generation as its clients see it. */
export function resourceOf(state: State, now: number): Generation {
  const {taskUUID, numberResults, results, failedResults, phase} = state;
  const common = {taskUUID, numberResults, results, failedResults, startedAt: new Date(state.startedAt).toISOString()};
  if (phase.name !== 'ended') {
    return {
      ...common,
      status: 'processing',
      ...(state.progress !== undefined && {progress: state.progress}),
      ...(now - state.startedAt >= LATE_MS && {late: true}),
    };
  }
  const finishedAt = new Date(phase.at).toISOString();
  if (results.length > 0) return {...common, status: 'success', finishedAt};
  return {...common, status: 'error', error: problemOf(phase.failure ?? BROKEN), finishedAt};
}
