// Keeps what the visitor has chosen: for the session on the device, within what is offered and what the page has fixed.

import {keep, recall, shelfOf} from './device.ts';
import {BLANK, type Draft, draftOf} from './draft.ts';
import {controlOf} from './judge.ts';
import {fit, type Offer, WHOLE} from './offer.ts';

interface Host extends HTMLElement {
  endpoint: string;
  defaults: Partial<Draft> | undefined;
  fixed: Partial<Draft> | undefined;
}

export class DraftKeeper {
  draft = BLANK;
  offer = WHOLE;
  readonly #host: Host;
  /** Whether it is more than what the page began with. */
  #own = false;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Whether there was something to come back to, or to go on with: what was filled in before the element was there. */
  recall(touched?: FormData): boolean {
    const draft = recall<Draft>('sessionStorage', shelfOf(this.#host));
    this.#own = Boolean(draft);
    if (draft) this.#set({...BLANK, ...draft});
    else this.begin();
    if (touched?.keys().next().value) this.put(draftOf(touched, this.draft));
    return this.#own;
  }

  /** Begins with what the page wants, unless the visitor has begun. */
  begin(): void {
    this.#set(this.#own ? this.draft : {...BLANK, ...this.#host.defaults});
  }

  read(form: HTMLFormElement): void {
    const box = controlOf(form, 'promptOptimizer') as HTMLInputElement | null;
    const {promptOptimizer} = this.draft;
    this.put({...draftOf(new FormData(form), this.draft), promptOptimizer: box?.checked ?? promptOptimizer});
  }

  put(draft: Draft): void {
    this.#own = true;
    this.#set(draft);
    keep('sessionStorage', shelfOf(this.#host), this.draft);
  }

  clear(): void {
    this.#own = false;
    this.begin();
    keep('sessionStorage', shelfOf(this.#host), undefined);
  }

  /** From now on, only this is offered. */
  narrow(offer: Offer): void {
    this.offer = offer;
    this.#set(this.draft);
  }

  /** The same object where nothing is different. */
  #set(draft: Draft): void {
    const fitting = fit({...draft, ...this.#host.fixed}, this.offer);
    if (JSON.stringify(fitting) !== JSON.stringify(this.draft)) this.draft = fitting;
  }
}
