// Where the video will be. Its space is there from the first paint; before anything was sent, this file fills it.

import {html, nothing, type TemplateResult} from 'lit';
import {type Config, FPS, PRESETS} from '../worker/contract/index.ts';
import type {ClipFault} from './clip-fault.ts';
import type {State} from './controller.ts';
import type {Draft} from './draft.ts';
import {facts} from './facts.ts';
import {seconds} from './format.ts';
import {icons} from './icons.ts';
import type {Language} from './language.ts';

export interface StageView {
  language: Language;
  state: State;
  running: boolean;
  draft: Draft;
  config: Config | undefined;
  module: typeof import('./run.ts') | undefined;
  /** Index of the video on the stage. */
  chosen: number;
  /** Of each clip that could not be played, by its `videoUUID`: why. */
  broken: ReadonlyMap<string, ClipFault | undefined>;
  onChoose(index: number): void;
  /** A clip does not play, or is tried again. */
  onFault(videoUUID: string, fault: ClipFault | undefined): void;
  onRetry(): void;
  onStop(): void;
}

export function stage(view: StageView): TemplateResult {
  const {state, module} = view;
  return html`<section class="stage" part="stage" aria-label=${view.language.terms.stage}>
    <div class="screen ${view.running ? 'waiting' : state.phase}" part="screen">
      <div class="glow"></div>
      ${module?.screen(view) ?? before(view)}
    </div>
    ${module?.caption(view) ?? caption(view)}
    <p class="hidden" role="status">${module?.status(view) ?? nothing}</p>
  </section>`;
}

/** What the stage shows while the module with its other faces is not loaded, or has nothing to say. */
function before({state, language: {terms}}: StageView): TemplateResult {
  const {aperture} = icons;
  switch (state.phase) {
    case 'idle':
      return html`<slot name="empty">${aperture}<p>${terms.idle}</p></slot>`;
    case 'error':
      return html`<p><b>${terms.notLoaded}</b></p><p>${terms.notLoadedAdvice}</p>`;
    default:
      return html`${aperture}<p>${state.phase === 'resuming' ? terms.resuming : terms.sending}</p>`;
  }
}

function caption({draft, language: {tag}}: StageView): TemplateResult {
  const {preset, duration, numberResults, outputFormat} = draft;
  const {width, height} = PRESETS[preset];
  return html`${slots(numberResults)}
    <div class="caption"><span>${facts(`${width} × ${height}`, seconds(tag, duration), `${FPS} fps`, outputFormat)}</span></div>`;
}

/** One empty place per video that is asked for, where there are several. */
function slots(count: number): TemplateResult | typeof nothing {
  if (count === 1) return nothing;
  return html`<div class="strip" aria-hidden="true">${Array.from({length: count}, () => html`<span></span>`)}</div>`;
}
