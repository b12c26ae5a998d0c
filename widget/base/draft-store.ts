// Keeps what the visitor has chosen: for the session on the device, within what is offered and what the page has fixed.

import {type FormModel, type Preset, presetNamed} from '../../worker/contract/index.ts';
import {controlOf} from './control.ts';
import {type Draft, defaultDraft, draftOfForm, type FormOptions, parseFormOptions} from './draft.ts';
import {fitDraft, fullOffer, narrowOffer, type Offer} from './offer.ts';
import {load, save, storageKey} from './storage.ts';

interface Host extends HTMLElement {
  endpoint: string;
  defaults: FormOptions | string | undefined;
  fixed: FormOptions | string | undefined;
}

export class DraftStore {
  draft: Draft;
  /** What the endpoint offers of it. */
  #offer: Offer;
  /** What the page has decided for the visitor. */
  fixed: Partial<Draft> = {};
  #defaults: Partial<Draft> = {};
  readonly #host: Host;
  readonly #initial: Draft;
  /** Whether it is more than what the page began with. */
  #edited = false;

  constructor(host: Host, model: FormModel) {
    this.#host = host;
    this.#initial = defaultDraft(model);
    this.draft = this.#initial;
    this.#offer = fullOffer(model);
  }

  /** The size that is chosen. */
  get preset(): Preset {
    return presetNamed(this.#offer.model, this.draft.preset);
  }

  /** What there is to choose from. */
  get offer(): Offer {
    return narrowOffer(this.#offer, this.fixed);
  }

  /** Whether there was something to come back to, or to go on with: what was filled in before the element was there. */
  restore(edited?: FormData): boolean {
    const draft = load<Draft>('sessionStorage', storageKey(this.#host));
    this.#edited = Boolean(draft);
    if (draft) this.#update({...this.#initial, ...draft});
    else this.#start();
    if (edited?.keys().next().value) this.set(draftOfForm(edited, this.draft));
    return this.#edited;
  }

  /** Hears what the page wants. */
  applyPageOptions(): void {
    this.#defaults = parseFormOptions(this.#initial, this.#host.defaults, 'defaults');
    this.fixed = parseFormOptions(this.#initial, this.#host.fixed, 'fixed');
    this.#start();
  }

  /** Begins with what the page wants, unless the visitor has begun. */
  #start(): void {
    this.#update(this.#edited ? this.draft : {...this.#initial, ...this.#defaults});
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

  /** From now on, all that the model offers is offered. */
  resetOffer(): void {
    this.setOffer(fullOffer(this.#offer.model));
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
