// The rules of the form that only the studio knows: those of the first frame and of the further options, and what the Worker
// has refused. `FormValidation` applies them.

import {controlOf, type Faults, type FieldName} from '../base/control.ts';
import type {Draft} from '../base/draft.ts';
import type {Terms} from '../i18n/locales/en.ts';
import {wordsOf} from '../i18n/words.ts';
import {urlRule} from './first-frame/url-rule.ts';
import {PROMISED, type Studio} from './studio.ts';

/** The controls behind the fields a problem names. */
const CONTROLS: Record<string, FieldName> = {
  width: 'preset',
  height: 'preset',
  inputs: 'frameImages',
  providerSettings: 'promptOptimizer',
};

/** What keeps the form from being sent, by control. */
export function blockingFaults(
  {firstFrame, deployment, model}: Studio,
  draft: Draft,
  form: HTMLFormElement | null,
  terms: Terms,
): Faults {
  const words = wordsOf(terms);
  const faults: Faults = {};
  const {frame, rejectedURL} = firstFrame;
  if (frame?.state === 'reading') faults.frameImages = words.frameReading;
  if (frame?.state === 'unusable')
    faults.frameImages =
      frame.fault === 'frameTooSmall' ? words.frameTooSmall(model.firstFrame.minSide) : words[frame.fault];
  if (rejectedURL) faults.frameURL = urlRule(words, deployment.config?.imageHosts);
  const {quality, ttl} = model;
  const numbers = [
    ['outputQuality', quality, words.outputQualityRule(quality.min, quality.max)],
    ['ttl', ttl, words.ttlRule(ttl.min)],
  ] as const;
  for (const [name, range, rule] of numbers) {
    // Of what is no number at all, the browser gives the page nothing but this.
    const unreadable = !draft[name] && form && controlOf(form, name)?.validity.badInput;
    if (unreadable || !isWholeNumber(draft[name], range)) faults[name] = rule;
  }
  return faults;
}

/** What of this draft the Worker does not offer, or has refused, by control. It may be sent all the same. */
export function refusedFields({runs, adjusted, submittedDraft}: Studio, draft: Draft, terms: Terms): Faults {
  const {notOffered, notAccepted} = wordsOf(terms);
  const faults: Faults = {};
  if (draft === adjusted?.draft)
    for (const name of PROMISED) if (adjusted.asked[name] !== draft[name]) faults[name] = notOffered;
  const state = runs.staged?.state;
  if (draft !== submittedDraft || state?.phase !== 'error') return faults;
  for (const {field} of state.problem?.errors ?? []) {
    const [name = ''] = field.split('.');
    // A field that has no control of this name is not shown anywhere.
    faults[CONTROLS[name] ?? (name as FieldName)] = notAccepted;
  }
  return faults;
}

/** Nothing typed is the default, and valid. */
function isWholeNumber(typed: string, {min, max = Number.POSITIVE_INFINITY}: {min: number; max?: number}): boolean {
  const number = Number(typed);
  return !typed || (Number.isInteger(number) && number >= min && number <= max);
}
