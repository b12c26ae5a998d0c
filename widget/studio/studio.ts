// What the element does with a form that is used: its runs, its first frame, the deployment it talks to.

import {unsafeCSS} from 'lit';
import type {GenerationRequest, Model} from '../../worker/contract/index.ts';
import {controlOf, type Faults, type FieldName} from '../base/control.ts';
import type {Draft} from '../base/draft.ts';
import type {DraftKeeper} from '../base/draft-store.ts';
import {HailuoSubmitEvent} from '../events.ts';
import type {LanguageController} from '../i18n/language.ts';
import type {Terms} from '../i18n/locales/en.ts';
import {wordsOf} from '../i18n/words.ts';
import type {Identity} from '../identity.ts';
import {Deployment} from './api/deployment.ts';
import {offerOf} from './api/offer-of-config.ts';
import {draftFrom, firstFrameOf, requestOf, uuid} from './api/request.ts';
import {Sure} from './confirm-button.ts';
import {FrameKeeper} from './first-frame/first-frame.ts';
import {addressRule} from './first-frame/url-rule.ts';
import tools from './form-tools.css?inline';
import {FieldValue} from './form-value.ts';
import shelf from './history.css?inline';
import {Notice} from './notifications.ts';
import {patient} from './runs/history.ts';
import type {Run} from './runs/run.ts';
import {Runs} from './runs/runs.ts';
import sheet from './stage.css?inline';

/** The element, as far as the studio sees it. */
export interface StudioHost extends HTMLElement {
  endpoint: string;
  identity: Identity | undefined;
  hide: string;
  name: string | null;
  requestUpdate(): void;
}

const looks = [tools, sheet, shelf].flatMap((css) => unsafeCSS(css).styleSheet ?? []);

/** The controls behind the fields a problem names. */
const CONTROLS: Record<string, FieldName> = {
  width: 'preset',
  height: 'preset',
  inputs: 'frameImages',
  providerSettings: 'promptOptimizer',
};

/** What a visitor has before their eyes when they press the button. */
const SEEN = ['preset', 'duration', 'numberResults', 'outputFormat'] as const;

export class Studio {
  readonly runs: Runs;
  /** Settles when the device has said what it remembers, or does not answer. */
  readonly recalled: Promise<unknown>;
  readonly frame: FrameKeeper;
  readonly value: FieldValue;
  readonly notice: Notice;
  readonly sure: Sure;
  /** The clip whose link was copied last, by its `videoUUID`. */
  copied: string | undefined;
  readonly #host: StudioHost;
  readonly #kept: DraftKeeper;
  #deployment: Deployment | undefined;
  /** What the last run was started from. */
  #sent: Draft | undefined;
  /** What was asked for and is not offered here, and what took its place. */
  #narrowed: {asked: Draft; draft: Draft} | undefined;

  constructor(host: StudioHost, kept: DraftKeeper, language: LanguageController) {
    this.#host = host;
    this.#kept = kept;
    const changed = () => host.requestUpdate();
    this.frame = new FrameKeeper(changed, this.#model.firstFrame);
    this.sure = new Sure(changed);
    this.notice = new Notice(changed);
    this.runs = new Runs(
      host,
      () => this.deployment,
      (run) => this.notice.tell(run, wordsOf(language.spoken.terms), !this.#hides('title')),
    );
    this.recalled = patient(this.runs.recall());
    this.value = new FieldValue(host);
    const {adoptedStyleSheets} = host.shadowRoot as ShadowRoot;
    if (!adoptedStyleSheets.includes(looks[0] as CSSStyleSheet)) adoptedStyleSheets.push(...looks);
  }

  get deployment(): Deployment {
    if (this.#deployment?.endpoint !== this.#host.endpoint) this.#deployment = new Deployment(this.#host);
    return this.#deployment as Deployment;
  }

  /** What the stage looks like with a run on it. */
  get phase(): string {
    const {staged} = this.runs;
    return staged?.running ? 'waiting' : `${staged?.state.phase}`;
  }

  /**
   * Finds out what the endpoint offers and asks for, ahead of time; a failure shows when it matters. Answers whether what a
   * visitor has asked for is what they would get.
   */
  async meet(asked?: Draft): Promise<boolean> {
    const config = await this.deployment.read(Boolean(asked));
    this.deployment.warm();
    if (config) this.#kept.narrow(offerOf(this.#model, config));
    const {draft} = this.#kept;
    this.frame.fit(this.#kept.preset);
    this.#host.requestUpdate();
    if (!asked || SEEN.every((name) => asked[name] === draft[name])) return true;
    this.#narrowed = {asked, draft};
    return false;
  }

  submit(): void {
    const {draft} = this.#kept;
    const request = requestOf(this.#model, draft, this.frame.image);
    const {staged} = this.runs;
    if (staged?.state.phase === 'error' && staged.state.retry === 'same') {
      // While the fate of the last one is unknown, an unchanged request is the same click.
      const again = {...request, taskUUID: staged.wish.taskUUID};
      if (JSON.stringify(again) === JSON.stringify(staged.wish)) {
        this.retry(staged);
        return;
      }
    }
    this.#sent = draft;
    this.#send(request);
  }

  /** Another try: the same generation where its fate is unknown, else another one in its place. */
  retry(run: Run): void {
    if (run.state.phase !== 'error') return;
    if (run.state.retry === 'new') this.vary(run);
    else if (run.accepted) run.resume();
    else run.submit();
  }

  /** The same request as another generation. */
  vary({wish}: Run): void {
    this.#send({...wish, taskUUID: uuid()});
  }

  /** Fills the form with what a run was made from. */
  reuse({wish}: Run): void {
    this.#kept.put(draftFrom(this.#model, wish));
    if (!this.#hides('frameImages')) this.frame.put(firstFrameOf(wish), this.#kept.preset);
    this.#host.requestUpdate();
  }

  /** By the system's own way of sharing; where there is none, the link is copied. */
  async share({clip, prompt}: Run): Promise<void> {
    const url = new URL(clip?.videoURL ?? '', location.href).href;
    try {
      if (navigator.share) return await navigator.share({url, text: prompt});
      await navigator.clipboard.writeText(url);
      this.copied = clip?.videoUUID;
    } catch {
      // Dismissed, or not allowed to this page: the download is beside it.
    }
    this.#host.requestUpdate();
  }

  /** Its last frame becomes the first frame of what comes next. */
  async continueFrom(frame: File, {wish, prompt}: Run): Promise<void> {
    const {positivePrompt} = this.#kept.draft;
    // What the visitor has written meanwhile is meant for it.
    this.#kept.put({...draftFrom(this.#model, wish), positivePrompt: positivePrompt === prompt ? '' : positivePrompt});
    await this.frame.take(frame, this.#kept.preset);
    this.#host.shadowRoot?.querySelector('textarea')?.focus();
  }

  reset(form: HTMLFormElement): void {
    this.runs.stage(undefined);
    this.frame.remove();
    const address = controlOf(form, 'frameURL');
    if (address) address.value = '';
    address?.setCustomValidity('');
  }

  /** Tells the browser what is wrong with the form that it cannot see by itself. */
  judge(form: HTMLFormElement, terms: Terms): void {
    const words = wordsOf(terms);
    controlOf(form, 'frameImages')?.setCustomValidity(this.frame.faultIn(words) ?? '');
    const address = controlOf(form, 'frameURL');
    // Judged when it was left; the words are those of the language of now.
    if (address?.validity.customError)
      address.setCustomValidity(addressRule(words, this.#deployment?.config?.imageHosts));
    const {quality, ttl} = this.#model;
    const rules = {
      outputQuality: words.outputQualityRule(quality.min, quality.max),
      ttl: words.ttlRule(ttl.min),
    };
    for (const name of ['outputQuality', 'ttl'] as const) {
      const control = controlOf(form, name);
      control?.setCustomValidity('');
      if (control && !control.validity.valid) control.setCustomValidity(rules[name]);
    }
  }

  /** What the endpoint found wrong with this draft, or does not offer, by control. */
  faultsOf(draft: Draft, terms: Terms): Faults {
    const state = this.runs.staged?.state;
    const faults: Faults = {};
    const {asked} = (draft === this.#narrowed?.draft && this.#narrowed) || {};
    for (const name of SEEN) if (asked && asked[name] !== draft[name]) faults[name] = wordsOf(terms).notOffered;
    if (draft !== this.#sent || state?.phase !== 'error') return faults;
    for (const {field} of state.problem?.errors ?? []) {
      const [name = ''] = field.split('.');
      faults[CONTROLS[name] ?? (name as FieldName)] = wordsOf(terms).notAccepted;
    }
    return faults;
  }

  get #model(): Model {
    return this.#kept.offer.model;
  }

  #hides(name: string): boolean {
    return this.#host.hide.split(' ').includes(name);
  }

  /** The page may change the request; the visitor's wish stays what it is, for another one like it. */
  #send(wish: GenerationRequest): void {
    const event = new HailuoSubmitEvent(JSON.parse(JSON.stringify(wish)));
    if (!this.#host.dispatchEvent(event)) return;
    this.runs.start(event.request, wish);
    this.#host.shadowRoot?.querySelector('.stage')?.scrollIntoView({block: 'nearest'});
  }
}
