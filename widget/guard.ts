// What stands under the button once the deployment is known: its human check, where it has one, and what it has to say.

import {html, nothing, type TemplateResult} from 'lit';
import type {Deployment} from './deployment.ts';
import type {Language} from './language.ts';
import {scarcity} from './limits.ts';
import {wordsOf} from './locales/en-run.ts';

export interface GuardView {
  language: Language;
  deployment: Deployment | undefined;
}

export function guard({language, deployment}: GuardView): TemplateResult {
  const {troubles} = wordsOf(language.terms);
  const said = deployment?.config?.paused ? troubles.paused.join('. ') : scarcity(language, deployment?.left ?? []);
  return html`${said ? html`<p class="hint">${said}</p>` : nothing}<slot name="check"></slot>`;
}
