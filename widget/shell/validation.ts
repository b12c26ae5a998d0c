// Whether the form may be sent, and what the visitor is told about it. Everything that decides it is called from here.

import type {Control, Faults, FieldName} from '../base/control.ts';
import {promptFault} from '../base/draft.ts';
import type {DraftStore} from '../base/draft-store.ts';
import type {LanguageController} from '../i18n/language.ts';
import type {StudioLoader} from './studio-loader.ts';

interface Host {
  readonly renderRoot: ParentNode;
  requestUpdate(): void;
}

export class FormValidation {
  readonly #host: Host;
  readonly #drafts: DraftStore;
  readonly #loader: StudioLoader;
  readonly #language: LanguageController;
  /** Faults are shown from the first attempt to submit on, and from then on as they come and go. */
  #attempted = false;
  /** What keeps the form from being sent. */
  #blocking: Faults = {};
  /** What the Worker has refused, and the visitor may try again. */
  #refused: Faults = {};

  constructor(host: Host, drafts: DraftStore, loader: StudioLoader, language: LanguageController) {
    this.#host = host;
    this.#drafts = drafts;
    this.#loader = loader;
    this.#language = language;
  }

  get form(): HTMLFormElement {
    return this.#host.renderRoot.querySelector('form') as HTMLFormElement;
  }

  /** What the form shows: a picture that cannot be used and what was refused at once, all else after an attempt. */
  get faults(): Faults {
    const faults = {...this.#refused};
    for (const [name, text] of Object.entries(this.#blocking))
      if ((this.#attempted || /^frame/.test(name)) && !(name in this.#drafts.fixed)) faults[name as FieldName] = text;
    return faults;
  }

  /** Decides anew, in the language of now. Changes nothing in the form. */
  check(): void {
    const {terms} = this.#language.current;
    const {loaded} = this.#loader;
    const {draft} = this.#drafts;
    const {prompt} = this.#drafts.offer.model;
    const fault = promptFault(prompt, draft.positivePrompt, Boolean(loaded?.studio.firstFrame.frame), terms);
    this.#blocking = {
      ...(fault && {positivePrompt: fault}),
      ...loaded?.blockingFaults(loaded.studio, draft, this.form, terms),
    };
    this.#refused = loaded?.refusedFields(loaded.studio, draft, terms) ?? {};
  }

  /** Tells the browser, so that the form's own validity is the same. */
  apply(): void {
    for (const control of this.form.querySelectorAll<Control>('input, textarea'))
      control.setCustomValidity(this.#blocking[control.name as FieldName] ?? '');
  }

  /** Whether the form may be sent; if not, leads the visitor to the first control that keeps it. */
  validateAndFocus(): boolean {
    this.#attempted = true;
    this.check();
    this.apply();
    this.#host.requestUpdate();
    const invalid = this.form.querySelector<Control>(':is(input, textarea):invalid');
    if (!invalid) return true;
    const folded = invalid.closest('details');
    if (folded) folded.open = true;
    invalid.focus();
    return false;
  }

  /** As if nobody had attempted anything. */
  reset(): void {
    this.#attempted = false;
  }
}
