// What the stage shows once a request was sent: the waiting, the trouble; the videos are the player's.

import {html, nothing, type TemplateResult} from 'lit';
import {icons} from '../../base/icons.ts';
import type {View} from '../../base/view.ts';
import {wordsOf} from '../../i18n/words.ts';
import type {Run, State} from '../runs/run.ts';
import type {Studio} from '../studio.ts';
import {setup} from './owner-hint.ts';
import {about, clipScreen, strip} from './player.ts';
import {clock, named, said, sentencesOf} from './texts.ts';
import {usualWait} from './times.ts';

type Part = TemplateResult | undefined;

/** The 16:9 picture. Undefined where there is nothing to say beyond what the stage says by itself. */
export function screen(view: View, studio: Studio): Part {
  const run = studio.runs.staged;
  switch (run?.state.phase) {
    case 'submitting':
    case 'resuming': {
      const {sending, resuming} = view.language.terms;
      return html`${icons.aperture}<p>${run.state.phase === 'submitting' ? sending : resuming}</p>`;
    }
    case 'processing':
      return waiting(view, studio, run, run.state);
    case 'success':
      return clipScreen(view, run);
    case 'error':
      return trouble(view, studio, run, run.state);
    default:
      return undefined;
  }
}

/** The lines under it. */
export function caption(view: View, studio: Studio): Part {
  const {language} = view;
  const run = studio.runs.staged;
  if (!run) return undefined;
  const words = wordsOf(language.terms);
  if (run.state.phase === 'processing') {
    return html`${strip(view, studio, run, run.state.generation)}
      <div class="caption">
        <span>${words.stopHint}</span>
        <div class="acts">${studio.notice.offer(view)}<button type="button" class="quiet" @click=${() => studio.runs.leave(run)}>${words.stopWaiting}</button></div>
      </div>`;
  }
  if (run.state.phase === 'success')
    return html`${strip(view, studio, run, run.state.generation)}${about(view, studio, run, run.state)}`;
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
export function status({language}: View, {runs}: Studio): string {
  const {all, staged} = runs;
  if (!staged) return '';
  const spoken = said(language, staged);
  return all.length > 1 ? `${named(staged, wordsOf(language.terms))}: ${spoken}` : spoken;
}

function waiting(
  {language}: View,
  studio: Studio,
  run: Run,
  {generation}: State & {phase: 'processing'},
): TemplateResult {
  const words = wordsOf(language.terms);
  const {numberResults, results, late, progress} = generation;
  const wait = usualWait(language.tag, studio.deployment.config, run.request);
  const usual = wait ? words.usualTimeAbout(wait) : words.usualTime;
  return html`${icons.aperture}
    <p><b>${late ? words.late : words.generating(numberResults)}</b></p>
    <p class="elapsed" role="timer" aria-label=${words.elapsedTime}>${clock(Date.now() - run.since)}</p>
    <p>
      ${results.length ? `${words.readySoFar(results.length, numberResults)}. ` : nothing}${late ? words.lateAdvice : usual}
    </p>
    <progress aria-label=${words.progress} max="100" value=${progress ?? nothing}></progress>`;
}

function trouble({language}: View, studio: Studio, run: Run, state: State & {phase: 'error'}): TemplateResult {
  const [what, next] = sentencesOf(language, state);
  return html`<p><b>${what}</b></p>
    <p>${next}</p>
    ${
      state.retry
        ? html`<button type="button" @click=${() => studio.retry(run)}>${wordsOf(language.terms).retry}</button>`
        : nothing
    }`;
}
