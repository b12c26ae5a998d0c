// From a press on the button to a request on its way.

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

  /** Whether the next press would be a second one of the same wish. */
  get busy(): boolean {
    return this.#preparing || Boolean(this.#loader.studio?.runs.isSubmitting);
  }

  async submit(): Promise<void> {
    if (this.busy || !this.#validation.validateAndFocus()) return;
    this.#preparing = true;
    const {draft} = this.#drafts;
    const studio = this.#loader.studio ?? (await this.#loader.open('sending'));
    // A picture given just now may turn out not to be one, and what was chosen not to be offered here.
    await studio?.firstFrame.ready;
    const offered = await studio?.confirmOffer(draft);
    this.#preparing = false;
    this.#host.requestUpdate();
    // Meanwhile the element may have been taken away, or given another endpoint.
    if (offered && this.#host.isConnected && studio === this.#loader.studio && this.#validation.validateAndFocus())
      studio?.submit();
  }
}
