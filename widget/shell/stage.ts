// The stage, where the video appears. Its space is reserved from the first paint; this file fills it until a request is
// sent.

import {html, nothing, type TemplateResult} from 'lit';
import {presetNamed} from '../../worker/contract/index.ts';
import {joinFacts, videoFacts} from '../base/facts.ts';
import {icons} from '../base/icons.ts';
import type {View} from '../base/view.ts';
import type {LoadedStudio, LoadingPhase} from './studio-loader.ts';

/** The stage. `phase` is what it shows while the studio is not loaded. */
export function stage(view: View, loaded: LoadedStudio | undefined, phase: LoadingPhase): TemplateResult {
  const {language} = view;
  const {studio} = loaded ?? {};
  return html`<section class="stage" part="stage" tabindex="-1" aria-label=${language.terms.stage}>
    <div class="screen ${studio?.runs.staged ? studio.phase : phase}" part="screen">
      <div class="glow"></div>
      ${loaded?.screen(view, loaded.studio) ?? before(view, phase)}
    </div>
    ${loaded?.caption(view, loaded.studio) ?? caption(view)}
    <p class="hidden" role="status">${loaded ? loaded.status(view, loaded.studio) : phase === 'idle' ? nothing : language.terms[phase]}</p>
    ${loaded?.history(view, loaded.studio)}
  </section>`;
}

/** What the stage shows while the studio is not loaded, or has nothing to show. */
function before({language: {terms}}: View, phase: LoadingPhase): TemplateResult {
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

function caption({draft, offer: {model}, language: {tag}}: View): TemplateResult {
  return html`${slots(draft.numberResults)}
    <div class="caption"><span>${joinFacts(...videoFacts(tag, model, {...draft, ...presetNamed(model, draft.preset)}))}</span></div>`;
}

/** One placeholder for each requested video, where there are several. */
function slots(count: number): TemplateResult | typeof nothing {
  if (count === 1) return nothing;
  return html`<div class="variations" aria-hidden="true">${Array.from({length: count}, () => html`<span></span>`)}</div>`;
}
