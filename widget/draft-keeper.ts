// Keeps what the visitor has chosen: for the session on the device, and within what is offered.

import {PRESETS} from '../worker/contract/index.ts';
import {keep, recall} from './device.ts';
import {BLANK, type Draft, draftOf} from './draft.ts';
import {type Offer, WHOLE} from './offer.ts';

export class DraftKeeper {
  draft = BLANK;
  offer = WHOLE;
  readonly #host: HTMLElement;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** Whether there was something to come back to. */
  recall(): boolean {
    const draft = recall<Draft>('sessionStorage', this.#key);
    const found = Boolean(draft && draft.preset in PRESETS);
    if (found) this.draft = this.offer.fit({...BLANK, ...draft});
    return found;
  }

  read(form: HTMLFormElement): void {
    this.draft = draftOf(new FormData(form), this.draft, this.offer);
    keep('sessionStorage', this.#key, this.draft);
  }

  clear(): void {
    this.draft = this.offer.fit(BLANK);
    keep('sessionStorage', this.#key, undefined);
  }

  /** From now on, only this is offered. */
  narrow(offer: Offer): void {
    this.offer = offer;
    this.draft = offer.fit(this.draft);
  }

  get #key(): string {
    return `hailuo-generator ${this.#host.id}`;
  }
}
