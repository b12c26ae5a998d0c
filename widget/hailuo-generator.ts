import {html, LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult, unsafeCSS} from 'lit';
import {DEFAULT_FORM_MODEL, type FormModel} from '../worker/contract/index.ts';
import base from './base/base.css?inline';
import {listenerOf} from './base/control.ts';
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
 * AI video generator: a visitor describes a scene, sees the price, and watches the video that MiniMax Hailuo 2.3 makes.
 *
 * ```html
 * <script type="module" src="https://your-worker.example/hailuo-generator.js"></script>
 * <hailuo-generator></hailuo-generator>
 * ```
 *
 * It inherits the page's font and text colour, and fills the available width, at least 260 px. From 52 em on, the form and the
 * video are side by side. Typed text is kept for the session and videos are kept on the device, so both survive a
 * reload. An element that is not near the viewport renders nothing and loads nothing, unless it is `required`.
 *
 * @tagname hailuo-generator
 * @attr {string} endpoint - Base URL of the Worker. Default: the folder of the script; with a bundler, the page's origin.
 * @attr {string} identity - Identity of the visitor for `VISITOR_CHECK=identity`: a JWT signed by the site. As a property also a function that returns it. Use the same function as long as the visitor is the same.
 * @attr {string} lang - Language of the element. Default: the nearest `lang` attribute, then the browser's language.
 * @attr {string} defaults - Initial values of the form, as JSON: `{"preset": "1080p", "outputFormat": "WEBM"}`. Fields: `positivePrompt`, `preset`, `duration`, `numberResults`, `outputFormat`, `outputQuality`, `ttl`, `safety`, `promptOptimizer`. As a property also an object.
 * @attr {string} fixed - The same as `defaults`, but visitors cannot change these values.
 * @attr {string} hide - Space-separated names of UI parts to hide: a field (`preset`, `duration`, `numberResults`, `frameImages`, `outputFormat`, `outputQuality`, `ttl`, `safety`, `promptOptimizer`), `camera-moves`, `options`, `price`, `remaining`, `cost`, `share`, `notify`, `history`, `title`.
 * @attr {string} name - Name of the field in the page's form. Submits the clip's URL, and its ids as `name.videoUUID` and `name.taskUUID`.
 * @attr {boolean} required - The page's form cannot be submitted without a clip.
 * @attr {boolean} disabled - Disables the element. A disabled fieldset around it has the same effect.
 * @attr {string} id - Separates what several elements on a site store on the device.
 *
 * @fires {HailuoSubmitEvent} hailuo-submit - Before a request is sent. Cancelable; `request` may be changed.
 * @fires {HailuoProgressEvent} hailuo-progress - After each state that is reported while the videos are made.
 * @fires {HailuoResultEvent} hailuo-result - When a generation has ended with at least one video.
 * @fires {HailuoChangeEvent} hailuo-change - When another clip is selected, or none; `clip` is the selected one.
 * @fires {HailuoFailureEvent} hailuo-failure - When a generation has ended without a video, or could not be started or followed; `code` is the reason.
 * @slot starters - Suggested prompts below the prompt field. Replaces those of the `starters` property.
 * @slot verification - Filled by the element with Cloudflare's human check, if the deployment requires it.
 * @slot empty - Content of the stage before the first video.
 * @csspart composer - The form.
 * @csspart prompt - The box around the prompt and the first frame.
 * @csspart first-frame - The control that accepts the first frame.
 * @csspart crop - The disclosure for cropping the first frame.
 * @csspart camera-moves - The disclosure with the camera moves.
 * @csspart options - The disclosure with further options.
 * @csspart submit-button - The button that shows the price.
 * @csspart stage - The screen and the lines below it.
 * @csspart screen - The 16:9 area of the stage.
 * @csspart video - The video on the screen.
 * @csspart actions - The disclosure with the actions for a video.
 * @csspart history - The visitor's other videos.
 * @cssprop [--hailuo-accent=currentColor] - Colour of the button, of selected options and of the focus ring.
 * @cssprop [--hailuo-radius=0.75em] - Corner radius of boxes. The radius of smaller parts is derived from it.
 * @cssprop [--hailuo-space=1em] - Base spacing unit.
 * @cssprop [--hailuo-stage=#0a0e1a] - Colour of the stage before there is a picture. Its text is white.
 */
export class HailuoGenerator extends LitElement {
  static override styles = [base, promptSheet, formSheet, stageSheet].map(unsafeCSS);
  static readonly formAssociated = true;
  /** The model whose facts the form shows. */
  protected static readonly model: FormModel = DEFAULT_FORM_MODEL;
  static readonly version: string = version;
  /** Loaders of the languages other than English, by subtag. A page may add some: `languages.sv = () => import('./sv.js')`. */
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
  /** The page's own texts. They override those of every language. */
  declare terms: SomeWords | undefined;
  /** Suggested prompts, shown below the prompt field. */
  declare starters: readonly string[] | undefined;
  readonly #internals = this.attachInternals();
  readonly #language = new LanguageController(this);
  readonly #drafts = new DraftStore(this, (this.constructor as typeof HailuoGenerator).model);
  readonly #loader = new StudioLoader(this, this.#drafts, this.#language);
  readonly #validation = new FormValidation(this, this.#drafts, this.#loader, this.#language);
  readonly #submission = new Submission(this, this.#drafts, this.#loader, this.#validation);
  readonly #viewport = observeViewport(this);
  /** Whether a form or fieldset around it is disabled. */
  #disabled = false;
  #cameraMovesOpen = false;

  constructor() {
    super();
    this.endpoint = defaultEndpoint;
    this.hide = '';
    this.required = false;
    this.disabled = false;
  }

  /** URL of the selected clip. */
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

  /** Does what a click on the button does: validates the form and sends the request. */
  async generate(): Promise<void> {
    this.#viewport.resolve();
    await this.updateComplete;
    dispatchSubmit(this.#validation.form);
  }

  /** Stops watching the generation on the stage. It still finishes, is billed, and appears in the history. */
  cancel(): void {
    const {runs} = this.#loader.studio ?? {};
    if (runs?.staged?.running) runs.stopWaiting(runs.staged);
  }

  /** Clears the form and the stage. Running generations continue. */
  reset(): void {
    this.#loader.studio?.reset(this.#validation.form);
    this.#drafts.clear();
    this.#validation.reset();
    this.requestUpdate();
  }

  /** A required element renders at once: the browser has to point at it where the clip is missing. */
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

  /** The browser restores which clip was selected. */
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
    // Before Lit reflects it, which is after rendering: `formDisabledCallback` has to come before that.
    if (changed.has('disabled') && this.hasUpdated) this.toggleAttribute('disabled', this.disabled);
  }

  /** When the focused control is removed, the focus moves to the stage, so that a keyboard user stays near it. */
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

  /** The first update waits for the viewport and the language; server-rendered HTML is taken over in its own language. */
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
    // Not awaited: the page's own language may be loaded later. Never rejects.
    void this.#language.update();
  }

  /** A property that the page or its framework has unset gets its default. */
  #restoreDefaults(): void {
    this.endpoint ||= defaultEndpoint;
    this.hide ??= '';
  }

  /** Restores the stored draft. It may contain options that come with the studio, so that is loaded too. */
  #restoreDraft(edited?: FormData): void {
    // Not awaited: the form can be used meanwhile. Neither rejects.
    if (this.#drafts.restore(edited)) void this.#loader.open();
    void this.#loader.resume();
  }

  protected override updated(): void {
    this.#validation.apply();
    const {studio} = this.#loader;
    this.#setValidity(this.renderRoot.querySelector<HTMLElement>('.submit-button'));
    studio?.formValue.update(this.#internals, studio.runs.staged);
  }

  /** Sets the validity in the page's form. The browser points at the button, if it is rendered. */
  #setValidity(button?: HTMLElement | null): void {
    const {required} = this.#language.current.terms;
    this.#internals.setValidity({valueMissing: this.required && !this.value}, required, button ?? undefined);
  }

  readonly #onInput = (): void => {
    this.#drafts.read(this.#validation.form);
    this.#loader.studio?.firstFrame.fitToPreset(this.#drafts.preset);
    this.requestUpdate();
  };

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault();
    // Not awaited: failures are shown on the stage.
    if (!this.#inert) void this.#submission.submit();
  };

  get #inert(): boolean {
    return this.disabled || this.#disabled;
  }

  readonly #onCameraMovesToggled = (event: Event): void => {
    this.#cameraMovesOpen = listenerOf<HTMLDetailsElement>(event).open;
    // Not awaited: the list appears when it is loaded. Never rejects.
    void this.#loader.prepare();
  };
}
