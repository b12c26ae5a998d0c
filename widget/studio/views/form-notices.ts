// What stands under the button once the deployment is known: its human check, where it has one, and what it has to say.

import {html, nothing, type TemplateResult} from 'lit';
import type {View} from '../../base/view.ts';
import {troubleOf, wordsOf} from '../../i18n/words.ts';
import type {Studio} from '../studio.ts';
import {scarcity} from './limits.ts';
import {setup} from './owner-hint.ts';

export function guard({language, hides}: View, studio: Studio): TemplateResult {
  const {config, endpoint, left} = studio.deployment;
  // A failure on the stage says it already.
  const fault = studio.runs.staged?.state.phase === 'error' ? undefined : studio.deployment.fault;
  const words = wordsOf(language.terms);
  const said = config?.paused
    ? troubleOf(words, 'paused').join('. ')
    : fault
      ? troubleOf(words, fault.code).join('. ')
      : !hides('remaining') && scarcity(language, left);
  return html`<p class="hint" role="status">${said || nothing}</p>${
    fault ? setup(fault.code, endpoint, fault.seen) : nothing
  }<slot name="verification"></slot>`;
}
