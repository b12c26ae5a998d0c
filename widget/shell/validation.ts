// What is wrong with the form, said to the browser, so that the form's validity is the whole truth, and to the visitor.

import {promptLength} from '../../worker/contract/index.ts';
import {type Control, controlOf, type Faults, type FieldName} from '../base/control.ts';
import {promptFault} from '../base/draft.ts';
import type {DraftKeeper} from '../base/draft-store.ts';
import type {LanguageController} from '../i18n/language.ts';
import type {StudioLoader} from './studio-loader.ts';

interface Host {
  readonly renderRoot: ParentNode;
  requestUpdate(): void;
}

/** Judges the form of one element. */
export class Judge {
  readonly #host: Host;
  readonly #kept: DraftKeeper;
  readonly #loader: StudioLoader;
  readonly #language: LanguageController;
  /** Faults are shown from the first attempt to submit on, and from then on as they come and go. */
  #attempted = false;

  constructor(host: Host, kept: DraftKeeper, loader: StudioLoader, language: LanguageController) {
    this.#host = host;
    this.#kept = kept;
    this.#loader = loader;
    this.#language = language;
  }

  get form(): HTMLFormElement {
    return this.#host.renderRoot.querySelector('form') as HTMLFormElement;
  }

  /** What the visitor is told, in the language of now: a picture that cannot be used at once, all else after an attempt. */
  get faults(): Faults {
    this.tell();
    const faults: Faults = {};
    for (const {name, validationMessage} of this.#invalid)
      if (this.#attempted || /^frame/.test(name)) faults[name as FieldName] = validationMessage;
    return faults;
  }

  /** Tells the browser. */
  tell(): void {
    const {terms} = this.#language.spoken;
    const {here} = this.#loader;
    const {positivePrompt} = this.#kept.draft;
    const {prompt} = this.#kept.offer.model;
    const fault = promptFault(prompt, positivePrompt, Boolean(here?.frame.frame));
    const message =
      fault === 'promptTooLong'
        ? terms.promptTooLong(promptLength(positivePrompt) - prompt.max)
        : fault === 'promptTooShort'
          ? terms.promptTooShort(prompt.min)
          : fault && terms[fault];
    controlOf(this.form, 'positivePrompt')?.setCustomValidity(message ?? '');
    here?.judge(this.form, terms);
  }

  /** Whether the form may be sent; else shows what is in the way. */
  passes(): boolean {
    this.#attempted = true;
    this.tell();
    this.#host.requestUpdate();
    const [invalid] = this.#invalid;
    if (!invalid) return true;
    const folded = invalid.closest('details');
    if (folded) folded.open = true;
    invalid.focus();
    return false;
  }

  /** As if nobody had attempted anything. */
  forget(): void {
    this.#attempted = false;
  }

  /** Every control the browser would not let pass. */
  get #invalid(): Control[] {
    return [...this.form.querySelectorAll<Control>(':is(input, textarea):invalid')];
  }
}
