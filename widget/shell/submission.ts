// From a press on the button to a request on its way.

import type {DraftKeeper} from '../base/draft-store.ts';
import type {StudioLoader} from './studio-loader.ts';
import type {Judge} from './validation.ts';

interface Host extends HTMLElement {
  requestUpdate(): void;
}

export class Submission {
  readonly #host: Host;
  readonly #kept: DraftKeeper;
  readonly #loader: StudioLoader;
  readonly #judge: Judge;
  #preparing = false;

  constructor(host: Host, kept: DraftKeeper, loader: StudioLoader, judge: Judge) {
    this.#host = host;
    this.#kept = kept;
    this.#loader = loader;
    this.#judge = judge;
  }

  /** Whether the next press would be a second one of the same wish. */
  get busy(): boolean {
    return this.#preparing || Boolean(this.#loader.here?.runs.sending);
  }

  async press(): Promise<void> {
    if (this.busy || !this.#judge.passes()) return;
    this.#preparing = true;
    const {draft} = this.#kept;
    const studio = this.#loader.here ?? (await this.#loader.open('sending'));
    // A picture given just now may turn out not to be one, and what was chosen not to be offered here.
    await studio?.frame.ready;
    const offered = await studio?.meet(draft);
    this.#preparing = false;
    this.#host.requestUpdate();
    // Meanwhile the element may have been taken away, or given another endpoint.
    if (offered && this.#host.isConnected && studio === this.#loader.here && this.#judge.passes()) studio?.submit();
  }
}
