// What the stage shows once a request was sent: the waiting, the videos, the trouble. Loaded on demand.

import {html, nothing, type TemplateResult, unsafeCSS} from 'lit';
import type {Generation, Result} from '../worker/contract/index.ts';
import {clipFaultOf, downloadURL} from './clip-fault.ts';
import type {FailureCode, State} from './controller.ts';
import {facts} from './facts.ts';
import {money} from './format.ts';
import {icons} from './icons.ts';
import type {Language} from './language.ts';
import {reached} from './limits.ts';
import {type Words, wordsOf} from './locales/en-run.ts';
import sheet from './run.css?inline';
import type {StageView} from './stage.ts';
import {usualWait} from './times.ts';

type Part = TemplateResult | undefined;

const {styleSheet} = unsafeCSS(sheet);

/** Brings the looks of what this file shows. */
export function adopt(root: ShadowRoot): void {
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet)) root.adoptedStyleSheets.push(styleSheet);
}

/** The 16:9 picture. Undefined where there is nothing to say beyond what the stage says by itself. */
export function screen(view: StageView): Part {
  const {state} = view;
  switch (state.phase) {
    case 'processing':
      return waiting(view, state);
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
  const words = wordsOf(view.language.terms);
  if (state.phase === 'processing') {
    return html`${strip(view, state.generation)}
      <div class="caption">
        <span>${words.stopTruth}</span><button type="button" class="quiet" @click=${view.onStop}>${words.stop}</button>
      </div>`;
  }
  if (state.phase === 'success') {
    const {generation} = state;
    return html`${strip(view, generation)}${about(view, generation)}`;
  }
  return undefined;
}

/** What is said aloud. Changes with the state and each minute, not each second. */
export function status({state, language}: StageView): string {
  const words = wordsOf(language.terms);
  switch (state.phase) {
    case 'processing': {
      const minutes = Math.floor((Date.now() - state.run.since) / 60_000);
      const {making, late, minutes: soFar} = words;
      return `${state.generation.late ? late : making(state.generation.numberResults)}. ${minutes ? soFar(minutes) : ''}`;
    }
    case 'success':
      return [words.ready(state.generation.results.length), missing(words, state.generation)].join(' ');
    case 'error':
      return sentencesOf(language, state).join('. ');
    default:
      return '';
  }
}

function waiting({language, config}: StageView, {run, generation}: State & {phase: 'processing'}): TemplateResult {
  const words = wordsOf(language.terms);
  const {numberResults, results, late, progress} = generation;
  const wait = usualWait(language.tag, config, run);
  const usual = wait ? words.usualAbout(wait) : words.usual;
  return html`${icons.aperture}
    <p><b>${late ? words.late : words.making(numberResults)}</b></p>
    <p class="elapsed" role="timer" aria-label=${words.elapsed}>${clock(Date.now() - run.since)}</p>
    <p>
      ${results.length ? `${words.readySoFar(results.length, numberResults)}. ` : nothing}${late ? words.lateAdvice : usual}
    </p>
    <progress aria-label=${words.progress} max="100" value=${progress as number}></progress>`;
}

function player(view: StageView, result: Result | undefined): TemplateResult {
  const {state, language, broken, onFault} = view;
  const words = wordsOf(language.terms);
  const prompt = (state.phase === 'success' && state.run.request.positivePrompt) || words.unnamed;
  if (!result?.videoURL) {
    return html`${icons.aperture}<p><b>${words.withheld}</b></p><p>${words.withheldAdvice}</p>`;
  }
  const {videoUUID, videoURL} = result;
  const fault = broken.get(videoUUID);
  if (fault) {
    const [what, next] = fault === 'unplayable' ? [words.broken, words.brokenAdvice] : troubleOf(words, fault);
    return html`<p><b>${what}</b></p>
      <p>${next}</p>
      ${fault === 'clipExpired' ? nothing : html`<button type="button" @click=${() => onFault(videoUUID, undefined)}>${words.loadAgain}</button>`}`;
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
    @error=${async () => onFault(videoUUID, await clipFaultOf(videoURL))}
  ></video>`;
}

function trouble({language, onRetry}: StageView, state: State & {phase: 'error'}): TemplateResult {
  const [what, next] = sentencesOf(language, state);
  return html`<p><b>${what}</b></p>
    <p>${next}</p>
    ${state.retry ? html`<button type="button" @click=${onRetry}>${wordsOf(language.terms).again}</button>` : nothing}`;
}

/** The videos side by side, where there are several: those on their way as empty places. */
function strip(
  {state, chosen, language, onChoose}: StageView,
  {results, numberResults}: Generation,
): TemplateResult | typeof nothing {
  if (numberResults === 1) return nothing;
  const words = wordsOf(language.terms);
  const places = state.phase === 'success' ? results.length : numberResults;
  return html`<fieldset class="strip" ?disabled=${state.phase !== 'success'}>
    <legend class="hidden">${words.variations}</legend>
    ${Array.from({length: places}, (_, index) => {
      const result = results[index];
      if (!result) return html`<span class="pending"></span>`;
      return html`<label
        ><input
          type="radio"
          name="variation"
          aria-label=${words.variation(index + 1)}
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

function about({state, chosen, broken, language}: StageView, generation: Generation): TemplateResult {
  const words = wordsOf(language.terms);
  const {seed, cost, videoURL, videoUUID = ''} = generation.results[chosen] ?? {};
  const prompt = state.phase === 'success' ? state.run.request.positivePrompt : undefined;
  const told = facts(seed !== undefined && words.seed(seed), cost !== undefined && money(language.tag, cost * 1e6));
  return html`<div class="caption">
    <span>${generation.failedResults ? html`<b class="missing">${missing(words, generation)}</b> ` : nothing}${told}</span>
    ${
      videoURL && broken.get(videoUUID) !== 'clipExpired'
        ? html`<a class="quiet" href=${downloadURL(videoURL, prompt)} download target="_blank" rel="noopener">${words.download}</a>`
        : nothing
    }
  </div>`;
}

function missing(words: Words, {failedResults, numberResults}: Generation): string {
  return failedResults ? words.missing(failedResults, numberResults) : '';
}

function sentencesOf(language: Language, {code, problem}: State & {phase: 'error'}): readonly [string, string] {
  const {limit} = problem ?? {};
  return (limit && reached(language, limit)) ?? troubleOf(wordsOf(language.terms), code);
}

/** A newer endpoint may know more codes. */
function troubleOf({troubles}: Words, code: FailureCode): readonly [string, string] {
  return troubles[code] ?? troubles.internal;
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
}
