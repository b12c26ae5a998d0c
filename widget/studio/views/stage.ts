// What the stage shows once a request was sent: the waiting, the trouble; the videos are the player's.

import {html, nothing, type TemplateResult} from 'lit';
import {icons} from '../../base/icons.ts';
import type {Language} from '../../i18n/language.ts';
import {type Words, wordsOf} from '../../i18n/locales/en-run.ts';
import type {StageView} from '../../shell/stage.ts';
import {reached} from '../api/rate-limit.ts';
import type {FailureCode, Run, State} from '../runs/run.ts';
import {setup} from './owner-hint.ts';
import {about, clipScreen, clipTroubleOf, strip} from './player.ts';
import {usualWait} from './times.ts';

type Part = TemplateResult | undefined;

/** As much of a prompt as one listens to, to know which video is meant. */
const NAME_LENGTH = 60;

/** The 16:9 picture. Undefined where there is nothing to say beyond what the stage says by itself. */
export function screen(view: StageView): Part {
  const run = view.studio?.runs.staged;
  switch (run?.state.phase) {
    case 'submitting':
    case 'resuming': {
      const {sending, resuming} = view.language.terms;
      return html`${icons.aperture}<p>${run.state.phase === 'submitting' ? sending : resuming}</p>`;
    }
    case 'processing':
      return waiting(view, run, run.state);
    case 'success':
      return clipScreen(view, run);
    case 'error':
      return trouble(view, run, run.state);
    default:
      return undefined;
  }
}

/** The lines under it. */
export function caption(view: StageView): Part {
  const {studio, language} = view;
  const run = studio?.runs.staged;
  if (!run) return undefined;
  const words = wordsOf(language.terms);
  if (run.state.phase === 'processing') {
    return html`${strip(view, run, run.state.generation)}
      <div class="caption">
        <span>${words.stopHint}</span>
        <div class="acts">${studio.notice.offer(view)}<button type="button" class="quiet" @click=${() => studio.runs.leave(run)}>${words.stopWaiting}</button></div>
      </div>`;
  }
  if (run.state.phase === 'success')
    return html`${strip(view, run, run.state.generation)}${about(view, run, run.state)}`;
  const {state} = run;
  // Of one whose fate is unknown the device keeps all there is to find it again, until the visitor has had enough of it.
  const forget = state.phase === 'error' && state.unsettled;
  return html`<div class="caption"><span></span>${
    forget
      ? html`<div class="acts">${studio.sure.button('quiet', words.deleteVideo, words.confirmDelete, run, () => studio.runs.remove(run))}</div>`
      : nothing
  }</div>
    ${state.phase === 'error' ? setup(state.code, studio.deployment.endpoint, state.seen) : nothing}`;
}

/** What is said aloud. Where there are several, of which one. */
export function status({studio, language}: StageView): string {
  const {all = [], staged} = studio?.runs ?? {};
  if (!staged) return '';
  const spoken = said(language, staged);
  return all.length > 1 ? `${named(staged, wordsOf(language.terms))}: ${spoken}` : spoken;
}

/** How a run stands, aloud. Changes with the state and each minute, not each second. */
export function said(language: Language, run: Run): string {
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
    case 'left':
      return words.unwatched;
    case 'success':
      return (
        clipTroubleOf(words, run)?.join('. ') ??
        [words.ready(state.generation.results.length), missing(words, state.generation)].join(' ').trim()
      );
    case 'error':
      return sentencesOf(language, state).join('. ');
    default:
      return state satisfies never;
  }
}

/** A run by the beginning of its prompt. */
export function named({prompt}: Run, words: Words): string {
  const [...letters] = prompt || words.untitled;
  return letters.length > NAME_LENGTH ? `${letters.slice(0, NAME_LENGTH).join('')}…` : letters.join('');
}

/** How many of the clips asked for could not be made. */
export function missing(words: Words, counts: {failedResults: number; numberResults: number}): string {
  return counts.failedResults ? words.someFailed(counts.failedResults, counts.numberResults) : '';
}

/** A newer endpoint may know more codes. */
export function troubleOf({problems}: Words, code: FailureCode): readonly [string, string] {
  return problems[code] ?? problems.internal;
}

export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
}

function waiting({language, studio}: StageView, run: Run, {generation}: State & {phase: 'processing'}): TemplateResult {
  const words = wordsOf(language.terms);
  const {numberResults, results, late, progress} = generation;
  const wait = usualWait(language.tag, studio?.deployment.config, run.request);
  const usual = wait ? words.usualTimeAbout(wait) : words.usualTime;
  return html`${icons.aperture}
    <p><b>${late ? words.late : words.generating(numberResults)}</b></p>
    <p class="elapsed" role="timer" aria-label=${words.elapsedTime}>${clock(Date.now() - run.since)}</p>
    <p>
      ${results.length ? `${words.readySoFar(results.length, numberResults)}. ` : nothing}${late ? words.lateAdvice : usual}
    </p>
    <progress aria-label=${words.progress} max="100" value=${progress ?? nothing}></progress>`;
}

function trouble({language, studio}: StageView, run: Run, state: State & {phase: 'error'}): TemplateResult {
  const [what, next] = sentencesOf(language, state);
  return html`<p><b>${what}</b></p>
    <p>${next}</p>
    ${
      state.retry
        ? html`<button type="button" @click=${() => studio?.retry(run)}>${wordsOf(language.terms).retry}</button>`
        : nothing
    }`;
}

function sentencesOf(language: Language, {code, problem}: State & {phase: 'error'}): readonly [string, string] {
  const {limit} = problem ?? {};
  return (limit && reached(language, limit)) ?? troubleOf(wordsOf(language.terms), code);
}
