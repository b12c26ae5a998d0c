// Keeps what the visitor has chosen: for the session on the device, within what is offered and what the page has fixed.

import {type Model, type Preset, presetNamed} from '../../worker/contract/index.ts';
import {controlOf} from './control.ts';
import {blankDraft, type Draft, draftOf, type Wish, wished} from './draft.ts';
import {fit, type Offer, wholeOffer, within} from './offer.ts';
import {keep, recall, shelfOf} from './storage.ts';

interface Host extends HTMLElement {
  endpoint: string;
  defaults: Wish | string | undefined;
  fixed: Wish | string | undefined;
}

export class DraftKeeper {
  draft: Draft;
  /** What the endpoint offers of it. */
  #offer: Offer;
  /** What the page has decided for the visitor. */
  fixed: Partial<Draft> = {};
  #defaults: Partial<Draft> = {};
  readonly #host: Host;
  readonly #blank: Draft;
  /** Whether it is more than what the page began with. */
  #own = false;

  constructor(host: Host, model: Model) {
    this.#host = host;
    this.#blank = blankDraft(model);
    this.draft = this.#blank;
    this.#offer = wholeOffer(model);
  }

  /** The size that is chosen. */
  get preset(): Preset {
    return presetNamed(this.#offer.model, this.draft.preset);
  }

  /** What there is to choose from. */
  get offer(): Offer {
    return within(this.#offer, this.fixed);
  }

  /** Whether there was something to come back to, or to go on with: what was filled in before the element was there. */
  recall(touched?: FormData): boolean {
    const draft = recall<Draft>('sessionStorage', shelfOf(this.#host));
    this.#own = Boolean(draft);
    if (draft) this.#set({...this.#blank, ...draft});
    else this.begin();
    if (touched?.keys().next().value) this.put(draftOf(touched, this.draft));
    return this.#own;
  }

  /** Hears what the page wants. */
  heed(): void {
    this.#defaults = wished(this.#blank, this.#host.defaults, 'defaults');
    this.fixed = wished(this.#blank, this.#host.fixed, 'fixed');
    this.begin();
  }

  /** Begins with what the page wants, unless the visitor has begun. */
  begin(): void {
    this.#set(this.#own ? this.draft : {...this.#blank, ...this.#defaults});
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

  /** Nobody knows what is offered. */
  widen(): void {
    this.narrow(wholeOffer(this.#offer.model));
  }

  /** From now on, only this is offered. */
  narrow(offer: Offer): void {
    this.#offer = offer;
    this.#set(this.draft);
  }

  /** The same object where nothing is different. */
  #set(draft: Draft): void {
    const fitting = fit({...draft, ...this.fixed}, this.offer);
    if (JSON.stringify(fitting) !== JSON.stringify(this.draft)) this.draft = fitting;
  }
}
