// What stands under the button once the deployment is known: its human check, where it has one, and what it has to say.

import {html, nothing, type TemplateResult} from 'lit';
import {wordsOf} from '../../i18n/locales/en-run.ts';
import type {View} from '../../shell/stage.ts';
import {scarcity} from '../api/rate-limit.ts';
import {setup} from './owner-hint.ts';
import {troubleOf} from './stage.ts';

export function guard({language, studio, hides}: View): TemplateResult | typeof nothing {
  if (!studio) return nothing;
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
