// When polls are believed that tell of an end which one alone does not prove: pure.

/** Polls in a row that must agree before a failure is believed that is not terminal by its nature. */
const AGREEING_POLLS = 3;

/**
 * And the time they must span, in longest pauses between polls: two minutes by default. A fault of Runware's own interface
 * names the task as well, and most are over by then.
 */
const AGREEING_PAUSES = 12;

/** How many polls in a row, since when, have told of the end. */
export interface Doubt {
  polls: number;
  since: number;
}

/** The doubt after one more poll that tells of the end. */
export function nextDoubt(doubt: Doubt | undefined, now: number): Doubt {
  return {polls: (doubt?.polls ?? 0) + 1, since: Math.min(doubt?.since ?? now, now)};
}

/** Whether the polls agree: enough of them, over enough time. */
export function isAgreed({polls, since}: Doubt, now: number, maxPollMs: number): boolean {
  return polls >= AGREEING_POLLS && now - since >= AGREEING_PAUSES * maxPollMs;
}
