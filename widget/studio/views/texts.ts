// Texts about a run, for the screen and for assistive technology.

import type {Language} from '../../i18n/language.ts';
import {problemText, type Words, wordsOf} from '../../i18n/words.ts';
import type {Run} from '../runs/run.ts';
import type {ErrorState} from '../runs/state.ts';
import {limitText} from './limits.ts';

/** Characters of a prompt that are announced to identify a video. */
const NAME_LENGTH = 60;

/** The state of a run as it is announced. Changes with the state and every minute, not every second. */
export function runStatusText(language: Language, run: Run): string {
  const words = wordsOf(language.terms);
  const {state} = run;
  switch (state.phase) {
    case 'submitting':
      return words.sending;
    case 'resuming':
      return words.resuming;
    case 'processing': {
      const {late, numberResults, results} = state.generation;
      const minutes = Math.floor((Date.now() - run.since) / 60_000);
      return [
        `${late ? words.late : words.generating(numberResults)}.`,
        results.length && `${words.readySoFar(results.length, numberResults)}.`,
        minutes && words.minutesElapsed(minutes),
      ]
        .filter(Boolean)
        .join(' ');
    }
    case 'unwatched':
      return words.unwatched;
    case 'success':
      return (
        clipProblemText(words, run)?.join('. ') ??
        [words.ready(run.watchable.length), failedCountText(words, state.generation)].join(' ').trim()
      );
    case 'error':
      return failureText(language, state).join('. ');
    default:
      return state satisfies never;
  }
}

/** The beginning of the prompt, as the name of a run. */
export function runTitle({prompt}: Run, words: Words): string {
  const [...letters] = prompt || words.untitled;
  return letters.length > NAME_LENGTH ? `${letters.slice(0, NAME_LENGTH).join('')}…` : letters.join('');
}

/** How many of the requested clips could not be made. */
export function failedCountText(words: Words, counts: {failedResults: number; numberResults: number}): string {
  return counts.failedResults ? words.someFailed(counts.failedResults, counts.numberResults) : '';
}

/** Why the selected clip is not shown, and what to do next. */
export function clipProblemText(words: Words, {clip, playbackErrors}: Run): readonly [string, string] | undefined {
  if (!clip) return [words.withheld, words.withheldAdvice];
  const error = playbackErrors.get(clip.videoUUID);
  return error === 'unplayable' ? [words.notPlayable, words.notPlayableAdvice] : error && problemText(words, error);
}

/** What went wrong, and what to do next. */
export function failureText(language: Language, {code, problem}: ErrorState): readonly [string, string] {
  const {limit} = problem ?? {};
  return (limit && limitText(language, limit)) ?? problemText(wordsOf(language.terms), code);
}

/** `1:05`. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
}
