// Decides whether the form is valid, and which messages it shows. All rules are called from here.

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
  /** Messages are shown after the first attempt to submit, and are kept up to date from then on. */
  #attempted = false;
  /** Problems that prevent submission. */
  #blocking: Faults = {};
  /** Fields that the Worker has refused. They do not prevent another attempt. */
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

  /** Messages to show: for the first frame and refused fields at once, for other fields after an attempt to submit. */
  get faults(): Faults {
    const faults = {...this.#refused};
    for (const [name, text] of Object.entries(this.#blocking))
      if ((this.#attempted || /^frame/.test(name)) && !(name in this.#drafts.fixed)) faults[name as FieldName] = text;
    return faults;
  }

  /** Validates the current draft, with messages in the current language. Changes nothing in the DOM. */
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

  /** Copies the result into the browser's own validity state. */
  apply(): void {
    for (const control of this.form.querySelectorAll<Control>('input, textarea'))
      control.setCustomValidity(this.#blocking[control.name as FieldName] ?? '');
  }

  /** Returns whether the form is valid; if not, shows why and focuses the first invalid control. */
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

  /** Hides the messages again until the next attempt. */
  reset(): void {
    this.#attempted = false;
  }
}
