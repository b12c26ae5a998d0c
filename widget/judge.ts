// What is wrong with the form, said to the browser, so that the form's validity is the whole truth, and to the visitor.

import {PROMPT, promptLength} from '../worker/contract/index.ts';
import type {Faults, FieldName} from './composer.ts';
import {type Draft, promptFault} from './draft.ts';
import type {Terms} from './locales/en.ts';

export type Control = HTMLInputElement | HTMLTextAreaElement;

/** Null where the form does not show it. */
export function controlOf(form: HTMLFormElement, name: FieldName): Control | null {
  return form.elements.namedItem(name) as Control | null;
}

/** Every control the browser would not let pass. */
export function invalidIn(form: HTMLFormElement): Control[] {
  return [...form.querySelectorAll<Control>(':is(input, textarea):invalid')];
}

/** Tells the browser about the prompt. */
export function judge(form: HTMLFormElement, {positivePrompt}: Draft, hasFirstFrame: boolean, terms: Terms): void {
  const fault = promptFault(positivePrompt, hasFirstFrame);
  const message =
    fault === 'promptTooLong' ? terms.promptTooLong(promptLength(positivePrompt) - PROMPT.max) : fault && terms[fault];
  controlOf(form, 'positivePrompt')?.setCustomValidity(message ?? '');
}

/** What the visitor is told: a picture that cannot be used at once, everything else not before the first attempt. */
export function faultsIn(form: HTMLFormElement, attempted: boolean): Faults {
  const faults: Faults = {};
  for (const {name, validationMessage} of invalidIn(form))
    if (attempted || /^frame/.test(name)) faults[name as FieldName] = validationMessage;
  return faults;
}
