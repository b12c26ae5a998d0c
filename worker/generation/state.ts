// What is remembered of a generation and how it changes: pure, so that every order of events can be walked in a test.

import type {Generation, OutputFormat, Result} from '../contract/index.ts';
import {problemOf, type UpstreamFailure} from '../failure.ts';
import type {Settlement} from '../ledger/protocol.ts';
import type {Poll, Submission} from '../runware/client.ts';

/** Where a generation stands. */
export type Phase =
  /**
   * Not known to be Runware's yet. `attempts` counts submits and failed looks in all, `ofThisUUID` submits of the present UUID.
   * `uncertain`: one of these was made whose fate nobody knows. All is stored before each attempt.
   */
  | {name: 'submitting'; attempts: number; ofThisUUID: number; uncertain: boolean}
  /** Runware has it. `settling` counts polls in a row that told of the end, but not beyond doubt. */
  | {name: 'processing'; polls: number; settling: number}
  /**
   * Nothing more will come. `failure` is set where clips are missing. `unbilled`: Runware surely never took it, so that it
   * cannot have cost anything. `booked`: the ledger knows of the end.
   */
  | {name: 'ended'; at: number; failure?: UpstreamFailure; unbilled?: true; booked?: true};

/** All that is stored of a generation, but for the order itself. Times are milliseconds since 1970. */
export interface State {
  /** As the client minted it. */
  taskUUID: string;
  /** Digest of what the client sent: the same UUID with another body is another request. */
  clientHash: string;
  /** The UUID of the task at Runware. Never the client's, so that no client can claim or block another's task. */
  upstreamUUID: string;
  numberResults: number;
  /** What one clip costs by the contract's table; all of them are reserved in the ledger. */
  clipMicroUSD: number;
  startedAt: number;
  /** What Runware has been heard to say so far; only ever grows. */
  results: readonly Result[];
  failedResults: number;
  outputFormat: OutputFormat;
  /** Where Runware calls and the token it must bring; absent where this Worker cannot be reached. */
  webhook?: {publicURL: string; token: string};
  /** Copies of the clips: how many attempts have failed, or that one succeeded. Absent where clips are not to be kept. */
  copies?: Readonly<Record<string, number | 'copied'>>;
  progress?: number;
  phase: Phase;
}

/** After this long a generation is called late; it is looked after all the same. Runware's own SDK gives up here. */
export const LATE_MS = 20 * 60_000;

/** How long a busy Runware is asked again before the visitor is told. */
const DEFER_MAX_MS = 5 * 60_000;

/**
 * How long a submit of unknown fate is repeated (with its one UUID) before it is only polled for: later Runware may have
 * forgotten a task that it has made, and would make and bill it again.
 */
const RESUBMIT_MAX_MS = 10 * 60_000;

/** Polls in a row that must agree before a failure that one poll leaves in doubt is believed. */
const SETTLED_POLLS = 3;

/** The longest pause between two looks at a late generation. */
const LATE_POLL_MAX_MS = 60 * 60_000;

const RESUBMIT_FIRST_MS = 1_000;
const RESUBMIT_PAUSE_MAX_MS = 30_000;

/** How long Runware is left alone at most, whatever its `Retry-After` says: meanwhile somebody waits. */
const REST_MAX_MS = {submitting: 60_000, processing: 5 * 60_000} as const;

/** The state to store before the first attempt. */
export function begin(
  fields: Omit<State, 'startedAt' | 'results' | 'failedResults' | 'progress' | 'phase'>,
  now: number,
): State {
  return {
    ...fields,
    startedAt: now,
    results: [],
    failedResults: 0,
    phase: {name: 'submitting', attempts: 0, ofThisUUID: 0, uncertain: false},
  };
}

/** The state to store before an attempt: should nothing be heard of it, its fate is unknown. */
export function beforeAttempt(state: State): State {
  if (state.phase.name !== 'submitting') return state;
  const {attempts, ofThisUUID} = state.phase;
  return {...state, phase: {name: 'submitting', attempts: attempts + 1, ofThisUUID: ofThisUUID + 1, uncertain: true}};
}

/** The state after an attempt. `before` is the one that {@link beforeAttempt} was given; `freshUUID` serves if the UUID was taken. */
export function afterSubmission(before: State, submission: Submission, now: number, freshUUID: string): State {
  const state = beforeAttempt(before);
  const {phase} = before;
  if (phase.name !== 'submitting') return before;
  const waited = now - state.startedAt;
  switch (submission.kind) {
    case 'accepted':
      return processing(state);
    case 'conflict':
      // After an attempt of ours the task that is in the way is ours. On a first attempt it is somebody else's.
      if (phase.ofThisUUID > 0) return processing(state);
      if (waited >= DEFER_MAX_MS) return refused(state, now);
      return {
        ...state,
        upstreamUUID: freshUUID,
        phase: {name: 'submitting', attempts: phase.attempts + 1, ofThisUUID: 0, uncertain: false},
      };
    case 'refused': {
      const aboutAccount = submission.failure.kind === 'key' || submission.failure.kind === 'balance';
      // The account's state now says nothing about an earlier attempt that may have passed.
      if (phase.uncertain) return aboutAccount ? resubmitted(state, now) : ended(state, now, submission.failure);
      // A render that broke is one that was begun.
      return submission.failure.kind === 'broken'
        ? ended(state, now, submission.failure)
        : refused(state, now, submission.failure);
    }
    case 'deferred': {
      const next = {...state, phase: {...phase, attempts: phase.attempts + 1, ofThisUUID: phase.ofThisUUID + 1}};
      if (phase.uncertain) return resubmitted(next, now);
      return waited >= DEFER_MAX_MS ? refused(state, now, submission.failure) : next;
    }
    case 'unknown':
      return resubmitted(state, now);
  }
}

/** A state whose attempts are of unknown fate: as long as it is young, another may follow. */
function resubmitted(state: State, now: number): State {
  return now - state.startedAt >= RESUBMIT_MAX_MS ? processing(state) : state;
}

/** The state after a poll. */
export function afterPoll(state: State, poll: Poll, now: number): State {
  if (state.phase.name === 'ended') return state;
  const polls = state.phase.name === 'processing' ? state.phase.polls + 1 : 0;
  const settling = state.phase.name === 'processing' ? state.phase.settling : 0;
  if (poll.kind === 'failed') {
    if (state.phase.name === 'processing') return {...state, phase: {...state.phase, polls}};
    return resubmitted({...state, phase: {...state.phase, attempts: state.phase.attempts + 1}}, now);
  }
  const results = merge(state.results, poll.results);
  const heard = poll.results.length + poll.processing + poll.failures.length > 0;
  // Nothing heard of a task that may never have arrived proves nothing; anything heard proves that it did.
  if (!heard && state.phase.name === 'submitting') return resubmitted(state, now);
  const failed = Math.min(poll.failures.length, state.numberResults - results.length);
  const progress = Math.max(state.progress ?? 0, poll.progress ?? 0);
  const next: State = {...state, results, failedResults: failed, ...(progress > 0 && {progress})};
  if (results.length >= state.numberResults) return ended(next, now);
  const failure = poll.failures[0];
  const accounted = results.length + failed >= state.numberResults;
  // Rows are cumulative, so an error and no row at all is about the whole task; next to rows it may be about one clip.
  const silent = failure !== undefined && poll.processing === 0;
  const certain = !poll.doubtful && (accounted || (silent && results.length === 0));
  const settled = accounted || silent ? settling + 1 : 0;
  if (certain || settled >= SETTLED_POLLS) return ended(next, now, failure);
  return {...next, phase: {name: 'processing', polls, settling: settled}};
}

function processing(state: State): State {
  return {...state, phase: {name: 'processing', polls: 0, settling: 0}};
}

/** Clips that were asked for and never came count as failed. */
function ended(state: State, now: number, failure?: UpstreamFailure): State {
  const failedResults = Math.max(0, state.numberResults - state.results.length);
  return {...state, failedResults, phase: {name: 'ended', at: now, ...(failure && {failure})}};
}

/** The end of a task that Runware surely never took. */
function refused(state: State, now: number, failure?: UpstreamFailure): State {
  const {phase, ...rest} = ended(state, now, failure);
  return {...rest, phase: {...(phase as Phase & {name: 'ended'}), unbilled: true}};
}

/** How the ledger is to book the end, or undefined where there is nothing (more) to book. */
export function bookingOf(state: State): Settlement | undefined {
  const {phase, results, numberResults, clipMicroUSD} = state;
  if (phase.name !== 'ended' || phase.booked) return undefined;
  if (phase.unbilled) return {microUSD: 0, outcome: problemOf(phase.failure ?? BROKEN).code};
  // A clip that failed may have been billed (Runware states nothing; tasks are said to be charged at launch), so it counts.
  const missing = Math.max(0, numberResults - results.length) * clipMicroUSD;
  const made = results.reduce(
    (sum, {cost}) => sum + (cost === undefined ? clipMicroUSD : Math.round(cost * 1_000_000)),
    0,
  );
  return {
    microUSD: made + missing,
    ...(results.length > 0
      ? {outcome: 'success', waitMs: phase.at - state.startedAt}
      : {outcome: problemOf(phase.failure ?? BROKEN).code}),
  };
}

/** Whether Runware surely never took the task, so that its reservation can be given back. */
export function isUnbilled({phase}: State): boolean {
  return phase.name === 'ended' && phase.unbilled === true;
}

/** The state once the ledger has booked the end. */
export function afterBooking(state: State): State {
  return state.phase.name === 'ended' ? {...state, phase: {...state.phase, booked: true}} : state;
}

/** The booking of a generation whose end was never heard of: what was reserved counts as spent. */
export function givenUp({numberResults, clipMicroUSD}: State): Settlement {
  return {microUSD: numberResults * clipMicroUSD, outcome: 'unknown'};
}

/** Clips are told apart by UUID; what was once heard of one is kept, what is new is added. */
function merge(known: readonly Result[], heard: readonly Result[]): Result[] {
  const merged = new Map(known.map((result) => [result.videoUUID, result]));
  for (const result of heard) merged.set(result.videoUUID, {...merged.get(result.videoUUID), ...result});
  return [...merged.values()];
}

/** The pace of looking. */
export interface Pace {
  firstPollMs: number;
  maxPollMs: number;
}

/** Where Runware calls, polls only make up for calls that were lost. */
const WEBHOOK_POLL_FACTOR = 12;

/** Attempts to copy a clip; the pauses between them grow fourfold from ten seconds to hours. */
const COPY_ATTEMPTS = 6;
const COPY_PAUSE_MS = 10_000;

/** Between two attempts to tell the ledger of the end. */
const BOOKING_PAUSE_MS = 5_000;

/** A clip that is still to be copied, the one that has failed least. */
export function nextCopy({copies, results, phase}: State): {videoUUID: string; attempts: number} | undefined {
  if (!copies || phase.name !== 'ended') return undefined;
  const open = results.flatMap(({videoUUID, videoURL}) => {
    const attempts = copies[videoUUID] ?? 0;
    return videoURL !== undefined && attempts !== 'copied' && attempts < COPY_ATTEMPTS ? [{videoUUID, attempts}] : [];
  });
  return open.sort((a, b) => a.attempts - b.attempts)[0];
}

/** The state after an attempt to copy a clip. One that seems to be gone may only not have come to all servers yet. */
export function afterCopy(state: State, videoUUID: string, outcome: 'copied' | 'failed'): State {
  const before = state.copies?.[videoUUID] ?? 0;
  const failed = before === 'copied' ? before : before + 1;
  return {...state, copies: {...state.copies, [videoUUID]: outcome === 'copied' ? outcome : failed}};
}

/** Milliseconds until the next step, or undefined when there is none. `random` (0–1) keeps generations from moving in step. */
export function pause(state: State, pace: Pace, now: number, random: number, retryAfterMs = 0): number | undefined {
  const jitter = 1 + random / 10;
  switch (state.phase.name) {
    case 'submitting': {
      const {attempts} = state.phase;
      const grown = attempts === 0 ? 0 : Math.min(RESUBMIT_PAUSE_MAX_MS, RESUBMIT_FIRST_MS * 2 ** (attempts - 1));
      return Math.max(grown * jitter, Math.min(retryAfterMs, REST_MAX_MS.submitting));
    }
    case 'processing': {
      const {polls} = state.phase;
      const {firstPollMs, maxPollMs} = pace;
      const alone = polls === 0 ? firstPollMs : Math.min(maxPollMs, (firstPollMs / 2) * 1.5 ** (polls - 1));
      const grown = state.webhook ? maxPollMs * WEBHOOK_POLL_FACTOR : alone;
      const age = now - state.startedAt;
      const late = age < LATE_MS ? 0 : Math.min(LATE_POLL_MAX_MS, age / 20);
      return Math.max(grown * jitter, late, Math.min(retryAfterMs, REST_MAX_MS.processing));
    }
    case 'ended': {
      if (!state.phase.booked) return BOOKING_PAUSE_MS * jitter;
      const copy = nextCopy(state);
      if (!copy) return undefined;
      return copy.attempts === 0 ? 0 : COPY_PAUSE_MS * 4 ** (copy.attempts - 1) * jitter;
    }
  }
}

/** Stands in where the end had no words of its own. */
const BROKEN: UpstreamFailure = {reason: 'upstream', kind: 'broken', code: '', message: ''};

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
