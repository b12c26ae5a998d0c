// What is wrong with the form, said to the browser, so that the form's validity is the whole truth, and to the visitor.

import {PROMPT, promptLength} from '../worker/contract/index.ts';
import type {Faults, FieldName} from './composer.ts';
import {type Draft, promptFault} from './draft.ts';
import type {Frame} from './frame-keeper.ts';
import type {Terms} from './locales/en.ts';
import type {Words} from './locales/en-run.ts';

export type Control = HTMLInputElement | HTMLTextAreaElement;

export function controlOf(form: HTMLFormElement, name: FieldName): Control {
  return form.elements.namedItem(name) as Control;
}

/** Every control the browser would not let pass. */
export function invalidIn(form: HTMLFormElement): Control[] {
  return [...form.querySelectorAll<Control>(':is(input, textarea):invalid')];
}

/** Tells the browser what it cannot see by itself. The words of a run are there when a picture needs them. */
export function judge(
  form: HTMLFormElement,
  {positivePrompt}: Draft,
  frame: Frame | undefined,
  terms: Terms,
  words: Words | undefined,
): void {
  const fault = promptFault(positivePrompt, Boolean(frame));
  const message =
    fault === 'promptTooLong' ? terms.promptTooLong(promptLength(positivePrompt) - PROMPT.max) : fault && terms[fault];
  controlOf(form, 'positivePrompt').setCustomValidity(message ?? '');
  controlOf(form, 'frameImages').setCustomValidity(frameMessage(frame, terms, words) ?? '');
}

/** What the visitor is told: a picture that cannot be used at once, everything else not before the first attempt. */
export function faultsIn(
  form: HTMLFormElement,
  frame: Frame | undefined,
  words: Words | undefined,
  attempted: boolean,
): Faults {
  const faults: Faults = {};
  for (const control of invalidIn(form)) {
    const name = control.name as FieldName;
    const rule =
      (name === 'outputQuality' || name === 'ttl') && words ? words[`${name}Rule`] : control.validationMessage;
    if (attempted || (name === 'frameImages' && frame?.state === 'unusable')) faults[name] = rule;
  }
  return faults;
}

function frameMessage(frame: Frame | undefined, terms: Terms, words: Words | undefined): string | undefined {
  if (frame?.state === 'reading') return terms.frameReading;
  if (frame?.state !== 'unusable') return undefined;
  return frame.fault === 'notLoaded' ? terms.notLoaded : words?.[frame.fault];
}
