// When a generation is looked at next: pure.

import {nextCopy} from './copies.ts';
import {isIncomplete, LATE_MS, type PollIntervals, type State} from './state.ts';

/** Where Runware calls, polls only make up for calls that were lost: so many times as rare. */
const WEBHOOK_POLL_FACTOR = 12;

/** The longest pause between two polls of a late generation. */
const LATE_POLL_MAX_MS = 60 * 60_000;

const RESUBMIT_FIRST_MS = 1_000;
const RESUBMIT_PAUSE_MAX_MS = 30_000;

/** How long Runware is left alone at most, whatever its `Retry-After` says: meanwhile somebody waits. */
const RETRY_AFTER_MAX_MS = {submitting: 60_000, processing: 5 * 60_000} as const;

/** Between two attempts to tell the ledger of the end. */
const SETTLE_PAUSE_MS = 5_000;

/** Between two attempts to copy a clip: grows fourfold from ten seconds to six hours. */
const COPY_FIRST_MS = 10_000;
const COPY_MAX_MS = 6 * 60 * 60_000;

/** Between two looks at a generation that ended without all its clips: doubles from a minute to six hours, until retention ends. */
const LOOK_FIRST_MS = 60_000;
const LOOK_MAX_MS = 6 * 60 * 60_000;

/** Milliseconds until the next step, or undefined when there is none. `random` (0–1) keeps generations from moving in step. */
export function nextDelayMs(
  state: State,
  intervals: PollIntervals,
  now: number,
  random: number,
  retryAfterMs = 0,
): number | undefined {
  const jitter = 1 + random / 10;
  const {phase} = state;
  switch (phase.name) {
    case 'submitting': {
      const {attempts, doubt} = phase;
      // A failure in doubt is to be confirmed or dismissed in the pace of the others.
      const longest = doubt ? intervals.maxPollMs : RESUBMIT_PAUSE_MAX_MS;
      const grown = attempts === 0 ? 0 : Math.min(longest, RESUBMIT_FIRST_MS * 2 ** (attempts - 1));
      return Math.max(grown * jitter, Math.min(retryAfterMs, RETRY_AFTER_MAX_MS.submitting));
    }
    case 'processing': {
      const age = now - state.startedAt;
      const late = age < LATE_MS ? 0 : Math.min(LATE_POLL_MAX_MS, age / 20);
      const pause = pollPauseMs(state, phase, intervals) * jitter;
      return Math.max(pause, late, Math.min(retryAfterMs, RETRY_AFTER_MAX_MS.processing));
    }
    case 'ended': {
      if (state.settledRevision < state.revision) return SETTLE_PAUSE_MS * jitter;
      const copy = nextCopy(state);
      if (copy?.attempts === 0) return 0;
      const pauses = [
        ...(copy ? [Math.min(COPY_MAX_MS, COPY_FIRST_MS * 4 ** (copy.attempts - 1))] : []),
        ...(isIncomplete(state) ? [Math.min(LOOK_MAX_MS, LOOK_FIRST_MS * 2 ** phase.looks)] : []),
      ];
      return pauses.length > 0 ? Math.min(...pauses) * jitter : undefined;
    }
  }
}

function pollPauseMs(
  {webhook}: State,
  {polls, doubt}: State['phase'] & {name: 'processing'},
  {firstPollMs, maxPollMs}: PollIntervals,
): number {
  if (polls === 0) return firstPollMs;
  // A failure is to be confirmed or dismissed soon, and no call comes to say that it was none.
  if (doubt) return maxPollMs;
  if (webhook?.isHeard) return maxPollMs * WEBHOOK_POLL_FACTOR;
  return Math.min(maxPollMs, (firstPollMs / 2) * 1.5 ** (polls - 1));
}
