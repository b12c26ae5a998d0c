// The controller of an element in use: its runs, its first frame, its deployment.

import {unsafeCSS} from 'lit';
import {type GenerationRequest, type Model, modelOf} from '../../worker/contract/index.ts';
import {controlOf} from '../base/control.ts';
import type {Draft} from '../base/draft.ts';
import type {DraftStore} from '../base/draft-store.ts';
import {HailuoSubmitEvent} from '../events.ts';
import type {LanguageController} from '../i18n/language.ts';
import {wordsOf} from '../i18n/words.ts';
import type {Identity} from '../identity.ts';
import {Deployment} from './api/deployment.ts';
import {offerOf} from './api/offer-of-config.ts';
import {createUUID, draftOfRequest, firstFrameOf, requestOf} from './api/request.ts';
import {ConfirmButton} from './confirm-button.ts';
import {FirstFrame} from './first-frame/first-frame.ts';
import formTools from './form-tools.css?inline';
import {FormValue} from './form-value.ts';
import history from './history.css?inline';
import {CompletionNotifier} from './notifications.ts';
import {withTimeout} from './runs/history.ts';
import type {Run} from './runs/run.ts';
import {Runs} from './runs/runs.ts';
import stage from './stage.css?inline';

/** The element, as far as the studio sees it. */
export interface StudioHost extends HTMLElement {
  endpoint: string;
  identity: Identity | undefined;
  hide: string;
  name: string | null;
  requestUpdate(): void;
}

const sheets = [formTools, stage, history].flatMap((css) => unsafeCSS(css).styleSheet ?? []);

/** The fields that the visitor relies on when they see the button's price. */
export const PROMISED = ['preset', 'duration', 'numberResults', 'outputFormat'] as const;

export class Studio {
  /** All facts of the form's model. */
  readonly model: Model;
  readonly runs: Runs;
  /** Settles when the history is loaded from the device, or loading takes too long. */
  readonly loaded: Promise<unknown>;
  readonly firstFrame: FirstFrame;
  readonly formValue: FormValue;
  readonly notifier: CompletionNotifier;
  readonly confirmButton: ConfirmButton;
  /** The clip whose link was copied last, by its `videoUUID`. */
  copied: string | undefined;
  /** What the last run was started from. */
  submittedDraft: Draft | undefined;
  /** The last draft that is not offered here, and the adjusted one that replaced it. */
  adjusted: {asked: Draft; draft: Draft} | undefined;
  readonly #host: StudioHost;
  readonly #drafts: DraftStore;
  #deployment: Deployment | undefined;

  constructor(host: StudioHost, drafts: DraftStore, language: LanguageController) {
    this.#host = host;
    this.#drafts = drafts;
    this.model = modelOf(drafts.offer.model.id);
    const onChange = () => host.requestUpdate();
    this.firstFrame = new FirstFrame(onChange, this.model);
    this.confirmButton = new ConfirmButton(onChange);
    this.notifier = new CompletionNotifier(onChange);
    this.runs = new Runs(
      host,
      () => this.deployment,
      (run) => this.notifier.notify(run, wordsOf(language.current.terms), !this.#hides('title')),
    );
    this.loaded = withTimeout(this.runs.load());
    this.formValue = new FormValue(host);
    const {adoptedStyleSheets} = host.shadowRoot as ShadowRoot;
    if (!adoptedStyleSheets.includes(sheets[0] as CSSStyleSheet)) adoptedStyleSheets.push(...sheets);
  }

  get deployment(): Deployment {
    if (this.#deployment?.endpoint === this.#host.endpoint) return this.#deployment;
    this.#deployment = new Deployment(this.#host);
    return this.#deployment;
  }

  /** The stage's CSS class with a run on it. */
  get phase(): string {
    const {staged} = this.runs;
    return staged?.running ? 'waiting' : `${staged?.state.phase}`;
  }

  /**
   * Loads what the Worker offers, and adjusts the form to it; a failure shows when it matters. Resolves to whether the
   * draft `asked` for is offered as it is.
   */
  async confirmOffer(asked?: Draft): Promise<boolean> {
    const config = await this.deployment.loadConfig(Boolean(asked));
    // Ahead of time; it never rejects, and a failure is reported when the check is needed.
    void this.deployment.preloadCheck();
    if (config) this.#drafts.setOffer(offerOf(this.model, config));
    const {draft} = this.#drafts;
    this.firstFrame.fitToPreset(this.#drafts.preset);
    this.#host.requestUpdate();
    if (!asked || PROMISED.every((name) => asked[name] === draft[name])) return true;
    this.adjusted = {asked, draft};
    return false;
  }

  submit(): void {
    const {draft} = this.#drafts;
    const request = requestOf(this.model, draft, this.firstFrame.image);
    const {staged} = this.runs;
    if (staged?.state.phase === 'error' && staged.state.retry === 'same') {
      // While the result of the last request is unknown, an unchanged form means the same request.
      const again = {...request, taskUUID: staged.originalRequest.taskUUID};
      if (JSON.stringify(again) === JSON.stringify(staged.originalRequest)) {
        this.retry(staged);
        return;
      }
    }
    this.submittedDraft = draft;
    this.#send(request);
  }

  /** Tries again: the same generation while its result is unknown, otherwise a new one. */
  retry(run: Run): void {
    if (run.state.phase !== 'error') return;
    if (run.state.retry === 'new') this.generateSimilar(run);
    else if (run.accepted) run.resume();
    else run.submit();
  }

  /** Starts a new generation from the same request. */
  generateSimilar({originalRequest}: Run): void {
    this.#send({...originalRequest, taskUUID: createUUID()});
  }

  /** Fills the form with the values of a run. */
  reuseSettings({originalRequest}: Run): void {
    this.#drafts.set(draftOfRequest(this.model, originalRequest));
    if (!this.#hides('frameImages')) this.firstFrame.restore(firstFrameOf(originalRequest), this.#drafts.preset);
    this.#host.requestUpdate();
  }

  /** Opens the system's share dialogue, or copies the link where there is none. */
  async share({clip, prompt}: Run): Promise<void> {
    const url = new URL(clip?.videoURL ?? '', location.href).href;
    try {
      if (navigator.share) return await navigator.share({url, text: prompt});
      await navigator.clipboard.writeText(url);
      this.copied = clip?.videoUUID;
    } catch {
      // Dismissed, or not allowed on this page. The download link is next to it.
    }
    this.#host.requestUpdate();
  }

  /** Uses the last frame of a run as the next first frame. */
  async continueFromFrame(frame: File, {originalRequest, prompt}: Run): Promise<void> {
    const {positivePrompt} = this.#drafts.draft;
    // A prompt written meanwhile is meant for the next video.
    this.#drafts.set({
      ...draftOfRequest(this.model, originalRequest),
      positivePrompt: positivePrompt === prompt ? '' : positivePrompt,
    });
    await this.firstFrame.setFile(frame, this.#drafts.preset);
    this.#host.shadowRoot?.querySelector('textarea')?.focus();
  }

  reset(form: HTMLFormElement): void {
    this.runs.stage(undefined);
    this.firstFrame.remove();
    const address = controlOf(form, 'frameURL');
    if (address) address.value = '';
  }

  #hides(name: string): boolean {
    return this.#host.hide.split(' ').includes(name);
  }

  /** The page may change the request. The original is kept, so that a similar one is not changed twice. */
  #send(originalRequest: GenerationRequest): void {
    const event = new HailuoSubmitEvent(JSON.parse(JSON.stringify(originalRequest)));
    if (!this.#host.dispatchEvent(event)) return;
    this.runs.start(event.request, originalRequest);
    this.#host.shadowRoot?.querySelector('.stage')?.scrollIntoView({block: 'nearest'});
  }
}
