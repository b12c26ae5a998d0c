// What the stage shows after a request was sent: progress and failures. The player shows the videos.

import {html, nothing, type TemplateResult} from 'lit';
import {icons} from '../../base/icons.ts';
import type {View} from '../../base/view.ts';
import {wordsOf} from '../../i18n/words.ts';
import type {Run} from '../runs/run.ts';
import type {ErrorState, State} from '../runs/state.ts';
import type {Studio} from '../studio.ts';
import {ownerHint} from './owner-hint.ts';
import {clipDetails, clipScreen, variationPicker} from './player.ts';
import {failureText, formatElapsed, runStatusText, runTitle} from './texts.ts';
import {usualWaitText} from './times.ts';

type Part = TemplateResult | undefined;

/** The content of the 16:9 screen. Undefined where the stage shows its default. */
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
      return failure(view, studio, run, run.state);
    default:
      return undefined;
  }
}

/** The lines under the screen. */
export function caption(view: View, studio: Studio): Part {
  const {language} = view;
  const run = studio.runs.staged;
  if (!run) return undefined;
  const words = wordsOf(language.terms);
  if (run.state.phase === 'processing') {
    return html`${variationPicker(view, studio, run, run.state.generation)}
      <div class="caption">
        <span>${words.stopHint}</span>
        <div class="actions">${studio.notifier.optIn(view)}<button type="button" class="quiet" @click=${() => studio.runs.stopWaiting(run)}>${words.stopWaiting}</button></div>
      </div>`;
  }
  if (run.state.phase === 'success')
    return html`${variationPicker(view, studio, run, run.state.generation)}${clipDetails(view, studio, run, run.state)}`;
  const {state} = run;
  // A generation with an unknown result stays on the device, so that it can be found again, until the visitor deletes it.
  const forget = state.phase === 'error' && state.unsettled;
  return html`<div class="caption"><span></span>${
    forget
      ? html`<div class="actions">${studio.confirmButton.render({className: 'quiet', label: words.deleteVideo, question: words.confirmDelete, subject: run, action: () => studio.runs.remove(run)})}</div>`
      : nothing
  }</div>
    ${state.phase === 'error' ? ownerHint(state.code, studio.deployment.endpoint, state.received) : nothing}`;
}

/** The text of the live region. With several videos, it starts with the title of the one it is about. */
export function status({language}: View, {runs}: Studio): string {
  const {all, staged} = runs;
  if (!staged) return '';
  const spoken = runStatusText(language, staged);
  return all.length > 1 ? `${runTitle(staged, wordsOf(language.terms))}: ${spoken}` : spoken;
}

function waiting(
  {language}: View,
  studio: Studio,
  run: Run,
  {generation}: State & {phase: 'processing'},
): TemplateResult {
  const words = wordsOf(language.terms);
  const {numberResults, results, late, progress} = generation;
  const wait = usualWaitText(language.tag, studio.deployment.config, run.request);
  const usual = wait ? words.usualTimeAbout(wait) : words.usualTime;
  return html`${icons.aperture}
    <p><b>${late ? words.late : words.generating(numberResults)}</b></p>
    <p class="elapsed" role="timer" aria-label=${words.elapsedTime}>${formatElapsed(Date.now() - run.since)}</p>
    <p>
      ${results.length ? `${words.readySoFar(results.length, numberResults)}. ` : nothing}${late ? words.lateAdvice : usual}
    </p>
    <progress aria-label=${words.progress} max="100" value=${progress ?? nothing}></progress>`;
}

function failure({language}: View, studio: Studio, run: Run, state: ErrorState): TemplateResult {
  const [what, next] = failureText(language, state);
  return html`<p><b>${what}</b></p>
    <p>${next}</p>
    ${
      state.retry
        ? html`<button type="button" @click=${() => studio.retry(run)}>${wordsOf(language.terms).retry}</button>`
        : nothing
    }`;
}
