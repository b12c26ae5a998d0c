// The rules of the form that need the studio: for the first frame and the further options, and for fields that the Worker
// has refused. Called by `FormValidation`.

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

/** Problems that prevent submission, by control. */
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
    // The browser reports text in a number field only here; the value is empty.
    const unreadable = !draft[name] && form && controlOf(form, name)?.validity.badInput;
    if (unreadable || !isWholeNumber(draft[name], range)) faults[name] = rule;
  }
  return faults;
}

/** Fields of this draft that the Worker does not offer or has refused. The form can be sent all the same. */
export function refusedFields({runs, adjusted, submittedDraft}: Studio, draft: Draft, terms: Terms): Faults {
  const {notOffered, notAccepted} = wordsOf(terms);
  const faults: Faults = {};
  if (draft === adjusted?.draft)
    for (const name of PROMISED) if (adjusted.asked[name] !== draft[name]) faults[name] = notOffered;
  const state = runs.staged?.state;
  if (draft !== submittedDraft || state?.phase !== 'error') return faults;
  for (const {field} of state.problem?.errors ?? []) {
    const [name = ''] = field.split('.');
    // A name without a control is not shown anywhere, so any name will do.
    faults[CONTROLS[name] ?? (name as FieldName)] = notAccepted;
  }
  return faults;
}

/** An empty field means the default. */
function isWholeNumber(typed: string, {min, max = Number.POSITIVE_INFINITY}: {min: number; max?: number}): boolean {
  const number = Number(typed);
  return !typed || (Number.isInteger(number) && number >= min && number <= max);
}
