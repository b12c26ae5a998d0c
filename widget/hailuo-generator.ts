import {html, LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult, unsafeCSS} from 'lit';
import {DEFAULT_FORM_MODEL, type FormModel} from '../worker/contract/index.ts';
import base from './base/base.css?inline';
import type {FormOptions} from './base/draft.ts';
import {DraftStore} from './base/draft-store.ts';
import {LANGUAGES, LanguageController} from './i18n/language.ts';
import type {SomeWords} from './i18n/words.ts';
import type {Identity} from './identity.ts';
import {defaultEndpoint, version} from './shell/default-endpoint.ts';
import formSheet from './shell/form.css?inline';
import {dispatchSubmit, form} from './shell/form.ts';
import {firstUpdate, hydrate} from './shell/hydration.ts';
import {nextFrame, observeViewport} from './shell/near-viewport.ts';
import promptSheet from './shell/prompt.css?inline';
import stageSheet from './shell/stage.css?inline';
import {stage} from './shell/stage.ts';
import {StudioLoader} from './shell/studio-loader.ts';
import {Submission} from './shell/submission.ts';
import {FormValidation} from './shell/validation.ts';

/**
 * A visitor describes a scene, sees the price, and watches the video MiniMax Hailuo 2.3 makes of it.
 *
 * ```html
 * <script type="module" src="https://your-worker.example/hailuo-generator.js"></script>
 * <hailuo-generator></hailuo-generator>
 * ```
 *
 * It takes the page's font and text colour, and its width from where it stands: from 260 px up; from 52 em on, form and
 * video stand side by side. What a visitor types is kept for the session, their videos on the device: both outlive a
 * reload. Until it is near the visible part of the page it does nothing and loads nothing, but for one that is
 * `required`.
 *
 * @tagname hailuo-generator
 * @attr {string} endpoint - Base URL of the Worker. Default: where the script comes from; with a bundler, the page's origin.
 * @attr {string} identity - Where visitors are identified: the token (JWT) by which the site vouches for this one. As a property also a function that gets it: the same one for as long as the visitor is the same.
 * @attr {string} lang - Language of its own; without it the nearest one around it, then the browser's.
 * @attr {string} defaults - What the form begins with, as JSON: `{"preset": "1080p", "outputFormat": "WEBM"}`. Its fields: `positivePrompt`, `preset`, `duration`, `numberResults`, `outputFormat`, `outputQuality`, `ttl`, `safety`, `promptOptimizer`. As a property also an object.
 * @attr {string} fixed - The same, and not to be changed by the visitor.
 * @attr {string} hide - What is not shown, by name, with spaces between: a field (`preset`, `duration`, `numberResults`, `frameImages`, `outputFormat`, `outputQuality`, `ttl`, `safety`, `promptOptimizer`), `camera-moves`, `options`, `price`, `remaining`, `cost`, `share`, `notify`, `history`, `title`.
 * @attr {string} name - In a form of the page's: the clip's URL is sent under it, its ids as `name.videoUUID` and `name.taskUUID`.
 * @attr {boolean} required - In a form of the page's: it is not sent without a clip.
 * @attr {boolean} disabled - Nothing in it can be used; so too inside a disabled fieldset.
 * @attr {string} id - Where a page has several elements: keeps apart what they remember.
 *
 * @fires {HailuoSubmitEvent} hailuo-submit - Before a request is sent. Cancelable; `request` may be edited.
 * @fires {HailuoProgressEvent} hailuo-progress - With each state reported while the videos are being made.
 * @fires {HailuoResultEvent} hailuo-result - When a generation has ended with at least one video.
 * @fires {HailuoChangeEvent} hailuo-change - When another clip is chosen, or none is left; `clip` is it.
 * @fires {HailuoFailureEvent} hailuo-failure - When it has ended without one, or could not be started or followed; `code` says why.
 *
 * @slot starters - Ideas under the prompt, in place of those of the `starters` property.
 * @slot verification - Filled by the element: Cloudflare's human check, where the deployment asks for one.
 * @slot empty - What the stage shows before the first video.
 *
 * @csspart composer - The form.
 * @csspart prompt - The box around the prompt and the first frame.
 * @csspart first-frame - The control that takes the first frame.
 * @csspart crop - The disclosure in which the first frame is cropped.
 * @csspart camera-moves - The disclosure with the camera's moves.
 * @csspart options - The disclosure with the options most visitors do not need.
 * @csspart submit-button - The button that carries the price.
 * @csspart stage - The screen and the lines under it.
 * @csspart screen - The 16:9 picture.
 * @csspart video - The video on it.
 * @csspart actions - The disclosure with what can be done with a video.
 * @csspart history - The visitor's other videos.
 *
 * @cssprop [--hailuo-accent=currentColor] - Colour of the button, of what is chosen and of the focus ring.
 * @cssprop [--hailuo-radius=0.75em] - Corner radius of boxes; smaller things derive theirs from it.
 * @cssprop [--hailuo-space=1em] - The distance all others derive from.
 * @cssprop [--hailuo-stage=#0a0e1a] - Colour of the stage before there is a picture. Its text is white.
 */
export class HailuoGenerator extends LitElement {
  static override styles = [base, promptSheet, formSheet, stageSheet].map(unsafeCSS);
  static readonly formAssociated = true;
  /** The model whose facts the form shows. */
  protected static readonly model: FormModel = DEFAULT_FORM_MODEL;
  static readonly version: string = version;
  /** What it speaks beside English, by language subtag. A page may add to it: `languages.sv = () => import('./sv.js')`. */
  static readonly languages = LANGUAGES;
  static override properties: PropertyDeclarations = {
    endpoint: {},
    identity: {},
    defaults: {},
    fixed: {},
    hide: {},
    name: {reflect: true},
    required: {type: Boolean, reflect: true},
    disabled: {type: Boolean, reflect: true},
    terms: {attribute: false},
    starters: {attribute: false},
  };

  declare endpoint: string;
  declare identity: Identity | undefined;
  declare defaults: FormOptions | string | undefined;
  declare fixed: FormOptions | string | undefined;
  declare hide: string;
  declare name: string | null;
  declare required: boolean;
  declare disabled: boolean;
  /** Texts of the page's own, over those of whatever language is spoken. */
  declare terms: SomeWords | undefined;
  /** Prompts to start from, offered under the prompt. */
  declare starters: readonly string[] | undefined;
  readonly #internals = this.attachInternals();
  readonly #language = new LanguageController(this);
  readonly #drafts = new DraftStore(this, (this.constructor as typeof HailuoGenerator).model);
  readonly #loader = new StudioLoader(this, this.#drafts, this.#language);
  readonly #validation = new FormValidation(this, this.#drafts, this.#loader, this.#language);
  readonly #submission = new Submission(this, this.#drafts, this.#loader, this.#validation);
  readonly #viewport = observeViewport(this);
  /** By itself, or by a fieldset around it. */
  #disabled = false;
  #cameraMovesOpen = false;

  constructor() {
    super();
    this.endpoint = defaultEndpoint;
    this.hide = '';
    this.required = false;
    this.disabled = false;
  }

  /** URL of the chosen clip. */
  get value(): string | undefined {
    return this.#loader.studio?.runs.staged?.availableClip?.videoURL;
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /** What the button does: checks the form and sends the request. */
  async generate(): Promise<void> {
    this.#viewport.resolve();
    await this.updateComplete;
    dispatchSubmit(this.#validation.form);
  }

  /** Stops waiting for what is on the stage. It is made and paid for all the same, and then among the visitor's videos. */
  cancel(): void {
    const {runs} = this.#loader.studio ?? {};
    if (runs?.staged?.running) runs.stopWaiting(runs.staged);
  }

  /** Back to an empty form and an empty stage. What is under way goes on. */
  reset(): void {
    this.#loader.studio?.reset(this.#validation.form);
    this.#drafts.clear();
    this.#validation.reset();
    this.requestUpdate();
  }

  /** What is required is so from the first moment on, and there: where the clip is missing, the browser points at it. */
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) return;
    this.#setValidity();
    if (this.required) this.#viewport.resolve();
  }

  formResetCallback(): void {
    this.reset();
  }

  formDisabledCallback(disabled: boolean): void {
    this.#disabled = disabled;
    this.requestUpdate();
  }

  /** The browser brings back which clip was chosen. */
  async formStateRestoreCallback(state: string): Promise<void> {
    const studio = await this.#loader.open();
    await studio?.loaded;
    studio?.runs.restoreSelection(state);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#restoreDefaults();
    if (changed.has('endpoint') && this.hasUpdated) this.#loader.changeEndpoint();
    if (changed.has('defaults') || changed.has('fixed')) this.#drafts.applyPageOptions();
    this.#validation.check();
    // Not only when it is reflected: by then it is rendered, and the browser's word on it comes too late.
    if (changed.has('disabled') && this.hasUpdated) this.toggleAttribute('disabled', this.disabled);
  }

  /** Whoever works by keyboard stays near where they were when what they were at goes away. */
  protected override update(changed: PropertyValues<this>): void {
    const focused = this.shadowRoot?.activeElement;
    if (this.hasUpdated || !this.renderRoot.hasChildNodes()) super.update(changed);
    else firstUpdate(this, this.render(), () => super.update(changed));
    if (focused && !focused.isConnected) this.renderRoot.querySelector<HTMLElement>('.stage')?.focus();
  }

  protected override render(): TemplateResult {
    const {loaded, phase} = this.#loader;
    const language = this.#language.current;
    const {draft, offer} = this.#drafts;
    const hidden = this.hide.split(/\s+/);
    const view = {language, draft, offer, hides: (name: string) => hidden.includes(name)};
    return html`<div class="layout" lang=${language.tag} dir=${language.dir} ?inert=${this.#inert}>
      ${form(
        {
          ...view,
          fixed: this.#drafts.fixed,
          faults: this.#validation.faults,
          busy: this.#submission.busy,
          onInput: this.#onInput,
          onSubmit: this.#onSubmit,
          onFocus: this.#loader.prepare,
          onFirstFrame: this.#loader.addFirstFrame,
          starters: this.starters ?? [],
          cameraMovesOpen: this.#cameraMovesOpen,
          onCameraMovesToggled: this.#onCameraMovesToggled,
        },
        loaded,
      )}
      ${stage(view, loaded, phase)}
    </div>`;
  }

  /** Not before somebody may see it, nor in a language that is about to be another one, but as a server has rendered it. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) return void super.scheduleUpdate();
    this.#restoreDefaults();
    await this.#viewport.whenNear;
    const served = this.renderRoot.querySelector<HTMLElement>('.layout');
    await this.#language.update(served?.lang);
    if (!served) this.#restoreDraft();
    await nextFrame();
    const edited = hydrate(this.renderRoot as ShadowRoot, () => super.scheduleUpdate());
    if (!served) return;
    this.#restoreDraft(edited);
    // The page's own language may come later than the rest; it never rejects.
    void this.#language.update();
  }

  /** What a page or its framework has unset is as if it never was set. */
  #restoreDefaults(): void {
    this.endpoint ||= defaultEndpoint;
    this.hide ??= '';
  }

  /** What came back is judged as a whole, the options that are loaded later included. */
  #restoreDraft(edited?: FormData): void {
    // Both come while the form is used already, and neither rejects.
    if (this.#drafts.restore(edited)) void this.#loader.open();
    void this.#loader.resume();
  }

  protected override updated(): void {
    this.#validation.apply();
    const {studio} = this.#loader;
    this.#setValidity(this.renderRoot.querySelector<HTMLElement>('.submit-button') as HTMLElement);
    studio?.formValue.update(this.#internals, studio.runs.staged);
  }

  /** Tells the page's form, and where there is the button, to point at it. */
  #setValidity(...button: [HTMLElement?]): void {
    const {required} = this.#language.current.terms;
    this.#internals.setValidity({valueMissing: this.required && !this.value}, required, ...button);
  }

  readonly #onInput = (): void => {
    this.#drafts.read(this.#validation.form);
    this.#loader.studio?.firstFrame.fitToPreset(this.#drafts.preset);
    this.requestUpdate();
  };

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault();
    // A listener is not waited for; what goes wrong is shown on the stage.
    if (!this.#inert) void this.#submission.submit();
  };

  get #inert(): boolean {
    return this.disabled || this.#disabled;
  }

  readonly #onCameraMovesToggled = ({target}: Event): void => {
    this.#cameraMovesOpen = (target as HTMLDetailsElement).open;
    // The list appears when it is loaded.
    void this.#loader.prepare();
  };
}
