// From a click on the button to a request being sent.

import type {DraftStore} from '../base/draft-store.ts';
import type {StudioLoader} from './studio-loader.ts';
import type {FormValidation} from './validation.ts';

interface Host extends HTMLElement {
  requestUpdate(): void;
}

export class Submission {
  readonly #host: Host;
  readonly #drafts: DraftStore;
  readonly #loader: StudioLoader;
  readonly #validation: FormValidation;
  #preparing = false;

  constructor(host: Host, drafts: DraftStore, loader: StudioLoader, validation: FormValidation) {
    this.#host = host;
    this.#drafts = drafts;
    this.#loader = loader;
    this.#validation = validation;
  }

  /** Whether a submission is in progress, so that another click would repeat it. */
  get busy(): boolean {
    return this.#preparing || Boolean(this.#loader.studio?.runs.isSubmitting);
  }

  async submit(): Promise<void> {
    if (this.busy || !this.#validation.validateAndFocus()) return;
    this.#preparing = true;
    const {draft} = this.#drafts;
    const studio = this.#loader.studio ?? (await this.#loader.open('sending'));
    // A file that was just added may turn out to be no picture, and a choice may not be offered here.
    await studio?.firstFrame.ready;
    const offered = await studio?.confirmOffer(draft);
    this.#preparing = false;
    this.#host.requestUpdate();
    // Meanwhile the element may have been removed, or its endpoint changed.
    if (offered && this.#host.isConnected && studio === this.#loader.studio && this.#validation.validateAndFocus())
      studio?.submit();
  }
}
