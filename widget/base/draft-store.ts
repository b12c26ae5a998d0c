// Keeps what the visitor has chosen: for the session on the device, within what is offered and what the page has fixed.

import {controlOf} from './control.ts';
import {DEFAULT_DRAFT, type Draft, draftOfForm, type FormOptions, parseFormOptions} from './draft.ts';
import {FULL_OFFER, fitDraft, narrowOffer, type Offer} from './offer.ts';
import {load, save, storageKey} from './storage.ts';

interface Host extends HTMLElement {
  endpoint: string;
  defaults: FormOptions | string | undefined;
  fixed: FormOptions | string | undefined;
}

export class DraftStore {
  draft = DEFAULT_DRAFT;
  /** What the endpoint offers of it. */
  #offer = FULL_OFFER;
  /** What the page has decided for the visitor. */
  fixed: Partial<Draft> = {};
  #defaults: Partial<Draft> = {};
  readonly #host: Host;
  /** Whether it is more than what the page began with. */
  #edited = false;

  constructor(host: Host) {
    this.#host = host;
  }

  /** What there is to choose from. */
  get offer(): Offer {
    return narrowOffer(this.#offer, this.fixed);
  }

  /** Whether there was something to come back to, or to go on with: what was filled in before the element was there. */
  restore(edited?: FormData): boolean {
    const draft = load<Draft>('sessionStorage', storageKey(this.#host));
    this.#edited = Boolean(draft);
    if (draft) this.#update({...DEFAULT_DRAFT, ...draft});
    else this.#start();
    if (edited?.keys().next().value) this.set(draftOfForm(edited, this.draft));
    return this.#edited;
  }

  /** Hears what the page wants. */
  applyPageOptions(): void {
    this.#defaults = parseFormOptions(this.#host.defaults, 'defaults');
    this.fixed = parseFormOptions(this.#host.fixed, 'fixed');
    this.#start();
  }

  /** Begins with what the page wants, unless the visitor has begun. */
  #start(): void {
    this.#update(this.#edited ? this.draft : {...DEFAULT_DRAFT, ...this.#defaults});
  }

  read(form: HTMLFormElement): void {
    const box = controlOf(form, 'promptOptimizer') as HTMLInputElement | null;
    const {promptOptimizer} = this.draft;
    this.set({...draftOfForm(new FormData(form), this.draft), promptOptimizer: box?.checked ?? promptOptimizer});
  }

  set(draft: Draft): void {
    this.#edited = true;
    this.#update(draft);
    save('sessionStorage', storageKey(this.#host), this.draft);
  }

  clear(): void {
    this.#edited = false;
    this.#start();
    save('sessionStorage', storageKey(this.#host), undefined);
  }

  /** From now on, only this is offered. */
  setOffer(offer: Offer): void {
    this.#offer = offer;
    this.#update(this.draft);
  }

  /** The same object where nothing is different. */
  #update(draft: Draft): void {
    const fitting = fitDraft({...draft, ...this.fixed}, this.offer);
    if (JSON.stringify(fitting) !== JSON.stringify(this.draft)) this.draft = fitting;
  }
}
