// What stands under the button once the deployment is known: its human check, where it has one, and what it has to say.

import {html, nothing, type TemplateResult} from 'lit';
import type {Config} from '../worker/contract/index.ts';
import type {Language} from './language.ts';
import {wordsOf} from './locales/en-run.ts';

export interface GuardView {
  language: Language;
  config: Config | undefined;
}

export function guard({language, config}: GuardView): TemplateResult {
  const {troubles} = wordsOf(language.terms);
  return html`<slot name="check"></slot>${
    config?.paused ? html`<p class="hint" role="status">${troubles.paused.join('. ')}</p>` : nothing
  }`;
}
