// Where the video will be. Its space is there from the first paint; before anything was sent, this file fills it.

import {html, nothing, type TemplateResult} from 'lit';
import {presetNamed} from '../../worker/contract/index.ts';
import type {Draft} from '../base/draft.ts';
import {facts, kindOf} from '../base/facts.ts';
import {icons} from '../base/icons.ts';
import type {Offer} from '../base/offer.ts';
import type {Language} from '../i18n/language.ts';
import type {Studio} from '../studio/studio.ts';
import type {StudioLoader} from './studio-loader.ts';

/** What form and stage both show. */
export interface View {
  language: Language;
  draft: Draft;
  offer: Offer;
  /** What the form is there without, once it has loaded. */
  studio: Studio | undefined;
  /** Whether the page does not want this shown. */
  hides(name: string): boolean;
}

export interface StageView extends View {
  /** While there is no studio. */
  phase: StudioLoader['phase'];
}

export function stage(view: StageView): TemplateResult {
  const {studio, phase, language} = view;
  return html`<section class="stage" part="stage" tabindex="-1" aria-label=${language.terms.stage}>
    <div class="screen ${studio?.runs.staged ? studio.phase : phase}" part="screen">
      <div class="glow"></div>
      ${studio?.screen(view) ?? before(view)}
    </div>
    ${studio?.caption(view) ?? caption(view)}
    <p class="hidden" role="status">${studio ? studio.status(view) : phase === 'idle' ? nothing : language.terms[phase]}</p>
    ${studio?.cards(view)}
  </section>`;
}

/** What the stage shows while the studio is not loaded, or has nothing to say. */
function before({phase, language: {terms}}: StageView): TemplateResult {
  const {aperture} = icons;
  switch (phase) {
    case 'idle':
      return html`<slot name="empty">${aperture}<p>${terms.emptyStage}</p></slot>`;
    case 'notLoaded':
      return html`<p><b>${terms.notLoaded}</b></p><p>${terms.notLoadedAdvice}</p>`;
    default:
      return html`${aperture}<p>${terms[phase]}</p>`;
  }
}

function caption({draft, offer: {model}, language: {tag}}: StageView): TemplateResult {
  return html`${slots(draft.numberResults)}
    <div class="caption"><span>${facts(...kindOf(tag, model, {...draft, ...presetNamed(model, draft.preset)}))}</span></div>`;
}

/** One empty place per video that is asked for, where there are several. */
function slots(count: number): TemplateResult | typeof nothing {
  if (count === 1) return nothing;
  return html`<div class="strip" aria-hidden="true">${Array.from({length: count}, () => html`<span></span>`)}</div>`;
}
