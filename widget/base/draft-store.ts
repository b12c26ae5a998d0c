// Holds the draft: stores it for the session, and keeps it within the offer and the page's fixed values.

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
  /** What the deployment offers. */
  #offer: Offer;
  /** Values the page has fixed: the visitor cannot change them. */
  fixed: Partial<Draft> = {};
  #defaults: Partial<Draft> = {};
  readonly #host: Host;
  readonly #initial: Draft;
  /** Whether the visitor has changed anything. */
  #edited = false;

  constructor(host: Host, model: FormModel) {
    this.#host = host;
    this.#initial = defaultDraft(model);
    this.draft = this.#initial;
    this.#offer = fullOffer(model);
  }

  /** The selected preset. */
  get preset(): Preset {
    return presetNamed(this.#offer.model, this.draft.preset);
  }

  /** The available choices. */
  get offer(): Offer {
    return narrowOffer(this.#offer, this.fixed);
  }

  /** Loads the stored draft, and adds fields edited before the script was loaded. Returns whether there was any of it. */
  restore(edited?: FormData): boolean {
    const draft = load<Draft>('sessionStorage', storageKey(this.#host));
    this.#edited = Boolean(draft);
    if (draft) this.#update({...this.#initial, ...draft});
    else this.#start();
    if (edited?.keys().next().value) this.set(draftOfForm(edited, this.draft));
    return this.#edited;
  }

  /** Reads the page's `defaults` and `fixed`. */
  applyPageOptions(): void {
    this.#defaults = parseFormOptions(this.#initial, this.#host.defaults, 'defaults');
    this.fixed = parseFormOptions(this.#initial, this.#host.fixed, 'fixed');
    this.#start();
  }

  /** Applies the defaults, unless the visitor has changed something. */
  #start(): void {
    this.#update(this.#edited ? this.draft : {...this.#initial, ...this.#defaults});
  }

  read(form: HTMLFormElement): void {
    const box = controlOf<HTMLInputElement>(form, 'promptOptimizer');
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

  /** Offers all choices of the model again. */
  resetOffer(): void {
    this.setOffer(fullOffer(this.#offer.model));
  }

  /** Replaces the offer, and fits the draft into it. */
  setOffer(offer: Offer): void {
    this.#offer = offer;
    this.#update(this.draft);
  }

  /** Keeps the same object where nothing has changed: others compare drafts by identity. */
  #update(draft: Draft): void {
    const fitting = fitDraft({...draft, ...this.fixed}, this.offer);
    if (JSON.stringify(fitting) !== JSON.stringify(this.draft)) this.draft = fitting;
  }
}
