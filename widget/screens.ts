// What the stage shows once a request was sent: the waiting, the videos, the trouble. Loaded on demand.

import {html, nothing, type TemplateResult, unsafeCSS} from 'lit';
import type {Generation, Result} from '../worker/contract/index.ts';
import {downloadURL} from './clip-fault.ts';
import type {State} from './controller.ts';
import {icons} from './icons.ts';
import sheet from './run.css?inline';
import {runTerms, troubles} from './run-terms.ts';
import type {StageView} from './stage.ts';
import {terms} from './terms.ts';

type Part = TemplateResult | undefined;

export const styles = unsafeCSS(sheet);

/** The 16:9 picture. Undefined where there is nothing to say beyond what the stage says by itself. */
export function screen(view: StageView): Part {
  const {state} = view;
  switch (state.phase) {
    case 'processing':
      return waiting(state);
    case 'success':
      return player(view, state.generation.results[view.chosen]);
    case 'error':
      return trouble(view, state);
    default:
      return undefined;
  }
}

/** The lines under it. */
export function caption(view: StageView): Part {
  const {state} = view;
  if (state.phase === 'processing') {
    return html`${strip(view, state.generation)}
      <div class="caption">
        <span>${runTerms.stopTruth}</span><button type="button" class="quiet" @click=${view.onStop}>${runTerms.stop}</button>
      </div>`;
  }
  if (state.phase === 'success') {
    const {generation} = state;
    return html`${strip(view, generation)}${about(view, generation)}`;
  }
  return undefined;
}

/** What is said aloud. Changes with the state and each minute, not each second. */
export function status(state: State): string {
  switch (state.phase) {
    case 'processing': {
      const minutes = Math.floor((Date.now() - state.run.since) / 60_000);
      const {making, late, minutes: soFar} = runTerms;
      return `${state.generation.late ? late : making(state.generation.numberResults)}. ${minutes ? soFar(minutes) : ''}`;
    }
    case 'success':
      return [runTerms.ready(state.generation.results.length), missing(state.generation)].join(' ');
    case 'error':
      return wordsOf(state.code).join('. ');
    default:
      return '';
  }
}

function waiting({run, generation}: State & {phase: 'processing'}): TemplateResult {
  const {numberResults, results, late, progress} = generation;
  return html`${icons.aperture}
    <p><b>${late ? runTerms.late : runTerms.making(numberResults)}</b></p>
    <p class="elapsed" role="timer" aria-label=${runTerms.elapsed}>${clock(Date.now() - run.since)}</p>
    <p>
      ${results.length ? `${runTerms.readySoFar(results.length, numberResults)}. ` : nothing}${late ? runTerms.lateAdvice : runTerms.usual}
    </p>
    <progress aria-label=${runTerms.progress} max="100" value=${progress as number}></progress>`;
}

function player({state, broken, onBroken, onReload}: StageView, result: Result | undefined): TemplateResult {
  const prompt = (state.phase === 'success' && state.run.request.positivePrompt) || runTerms.unnamed;
  if (!result?.videoURL) {
    return html`${icons.aperture}<p><b>${runTerms.withheld}</b></p><p>${runTerms.withheldAdvice}</p>`;
  }
  const {videoUUID, videoURL} = result;
  const fault = broken.get(videoUUID);
  if (fault) {
    const [what, next] = fault === 'unplayable' ? [runTerms.broken, runTerms.brokenAdvice] : wordsOf(fault);
    return html`<p><b>${what}</b></p>
      <p>${next}</p>
      ${fault === 'clipExpired' ? nothing : html`<button type="button" @click=${() => onReload(videoUUID)}>${runTerms.loadAgain}</button>`}`;
  }
  return html`<video
    part="video"
    src=${videoURL}
    aria-label=${prompt}
    controls
    playsinline
    loop
    .muted=${true}
    ?autoplay=${!matchMedia('(prefers-reduced-motion: reduce)').matches}
    @error=${() => onBroken(videoUUID, videoURL)}
  ></video>`;
}

function trouble({onRetry}: StageView, {code, retry}: State & {phase: 'error'}): TemplateResult {
  const [what, next] = wordsOf(code);
  return html`<p><b>${what}</b></p>
    <p>${next}</p>
    ${retry ? html`<button type="button" @click=${onRetry}>${runTerms.again}</button>` : nothing}`;
}

/** The videos side by side, where there are several: those on their way as empty places. */
function strip(
  {state, chosen, onChoose}: StageView,
  {results, numberResults}: Generation,
): TemplateResult | typeof nothing {
  if (numberResults === 1) return nothing;
  const places = state.phase === 'success' ? results.length : numberResults;
  return html`<fieldset class="strip" ?disabled=${state.phase !== 'success'}>
    <legend class="hidden">${runTerms.variations}</legend>
    ${Array.from({length: places}, (_, index) => {
      const result = results[index];
      if (!result) return html`<span class="pending"></span>`;
      return html`<label
        ><input
          type="radio"
          name="variation"
          aria-label=${runTerms.variation(index + 1)}
          .checked=${state.phase === 'success' && index === chosen}
          @change=${() => onChoose(index)}
        />${
          result.videoURL
            ? html`<video src="${result.videoURL}#t=0.1" preload="metadata" .muted=${true} playsinline aria-hidden="true" tabindex="-1"></video>`
            : nothing
        }<span>${index + 1}</span></label
      >`;
    })}
  </fieldset>`;
}

function about({state, chosen, broken}: StageView, generation: Generation): TemplateResult {
  const {seed, cost, videoURL, videoUUID = ''} = generation.results[chosen] ?? {};
  const prompt = state.phase === 'success' ? state.run.request.positivePrompt : undefined;
  const facts = [seed !== undefined && runTerms.seed(seed), cost !== undefined && terms.money(cost * 1e6)].filter(
    Boolean,
  );
  return html`<div class="caption">
    <span>${generation.failedResults ? html`<b class="missing">${missing(generation)}</b> ` : nothing}<bdi>${facts.join(' · ')}</bdi></span>
    ${
      videoURL && broken.get(videoUUID) !== 'clipExpired'
        ? html`<a class="quiet" href=${downloadURL(videoURL, prompt)} download target="_blank" rel="noopener">${runTerms.download}</a>`
        : nothing
    }
  </div>`;
}

function missing({failedResults, numberResults}: Generation): string {
  return failedResults ? runTerms.missing(failedResults, numberResults) : '';
}

function wordsOf(code: keyof typeof troubles): readonly [string, string] {
  return troubles[code] ?? troubles.internal;
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
}
