// What appears under the button once the deployment is known: its notices, and the slot of the human check.

import {html, nothing, type TemplateResult} from 'lit';
import type {View} from '../../base/view.ts';
import {problemText, wordsOf} from '../../i18n/words.ts';
import type {Studio} from '../studio.ts';
import {remainingText} from './limits.ts';
import {ownerHint} from './owner-hint.ts';

export function formNotices({language, hides}: View, studio: Studio): TemplateResult {
  const {config, endpoint, remaining} = studio.deployment;
  // A failure on the stage has the same text.
  const error = studio.runs.staged?.state.phase === 'error' ? undefined : studio.deployment.setupError;
  const words = wordsOf(language.terms);
  const text = config?.paused
    ? problemText(words, 'paused').join('. ')
    : error
      ? problemText(words, error.code).join('. ')
      : !hides('remaining') && remainingText(language, remaining);
  return html`<p class="hint" role="status">${text || nothing}</p>${
    error ? ownerHint(error.code, endpoint, error.received) : nothing
  }<slot name="verification"></slot>`;
}
