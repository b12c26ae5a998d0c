import {html, LitElement, type PropertyDeclarations, type TemplateResult, unsafeCSS} from 'lit';
import type {GenerationRequest} from '../worker/contract/index.ts';
import base from './base.css?inline';
import type {ClipFault} from './clip-fault.ts';
import composerSheet from './composer.css?inline';
import {composer, type Faults} from './composer.ts';
import {GenerationController} from './controller.ts';
import type {Identity} from './deployment.ts';
import {type Draft, requestOf} from './draft.ts';
import {DraftKeeper} from './draft-keeper.ts';
import {HailuoSubmitEvent} from './events.ts';
import {clipOf, FieldValue} from './field-value.ts';
import {FrameKeeper} from './frame-keeper.ts';
import {home} from './home.ts';
import {faultsIn, invalidIn, judge} from './judge.ts';
import {LanguageController} from './language.ts';
import type {Words} from './locales/en-run.ts';
import promptSheet from './prompt.css?inline';
import stageSheet from './stage.css?inline';
import {stage} from './stage.ts';
import {uuid} from './uuid.ts';

/**
 * A visitor describes a scene, sees the price, and watches the video MiniMax Hailuo 2.3 makes of it.
 *
 * ```html
 * <script type="module" src="https://your-worker.example/hailuo-generator.js"></script>
 * <hailuo-generator></hailuo-generator>
 * ```
 *
 * It takes the page's font and text colour, and its width from where it stands: from 260 px up; from 52 em on, form and
 * video stand side by side. What a visitor types is kept for the session, a video on its way until it is there: both
 * outlive a reload.
 *
 * @tagname hailuo-generator
 * @attr {string} endpoint - Base URL of the Worker. Default: where the script comes from; with a bundler, the page's origin.
 * @attr {string} identity - Where visitors are identified: the token (JWT) by which the site vouches for this one. As a property also a function that gets it.
 * @attr {string} lang - Language of its own; without it the nearest one around it, then the browser's.
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
 * @slot check - Filled by the element: Cloudflare's human check, where the deployment asks for one.
 * @slot empty - What the stage shows before the first video.
 *
 * @csspart composer - The form.
 * @csspart prompt - The box around the prompt and the first frame.
 * @csspart first-frame - The control that takes the first frame.
 * @csspart crop - The disclosure in which the first frame is cropped.
 * @csspart moves - The disclosure with the camera's moves.
 * @csspart more - The disclosure with the options most visitors do not need.
 * @csspart button - The button that carries the price.
 * @csspart stage - The screen and the lines under it.
 * @csspart screen - The 16:9 picture.
 * @csspart video - The video on it.
 *
 * @cssprop [--hailuo-accent=currentColor] - Colour of the button, of what is chosen and of the focus ring.
 * @cssprop [--hailuo-radius=0.75em] - Corner radius of boxes; smaller things derive theirs from it.
 * @cssprop [--hailuo-space=1em] - The distance all others derive from.
 * @cssprop [--hailuo-stage=#0a0e1a] - Colour of the stage before there is a picture. Its text is white.
 */
export class HailuoGenerator extends LitElement {
  static override styles = [base, promptSheet, composerSheet, stageSheet].map(unsafeCSS);
  static readonly formAssociated = true;
  static override properties: PropertyDeclarations = {
    endpoint: {},
    identity: {},
    name: {reflect: true},
    required: {type: Boolean, reflect: true},
    terms: {attribute: false},
    starters: {attribute: false},
  };

  declare endpoint: string;
  declare identity: Identity | undefined;
  declare name: string | null;
  declare required: boolean;
  /** Texts of the page's own, over those of whatever language is spoken. */
  declare terms: Partial<Words> | undefined;
  /** Prompts to start from, offered under the prompt. */
  declare starters: readonly string[] | undefined;
  readonly #language = new LanguageController(this);
  readonly #controller = new GenerationController(this);
  readonly #value = new FieldValue(this);
  #disabled = false;
  readonly #kept = new DraftKeeper(this);
  readonly #frame = new FrameKeeper(() => this.#changed());
  /** Faults are shown from the first attempt to submit on, and from then on as they come and go. */
  #attempted = false;
  /** What the current run was started from. */
  #sent: Draft | undefined;
  #movesOpen = false;
  #chosen = 0;
  #broken = new Map<string, ClipFault | undefined>();

  constructor() {
    super();
    this.endpoint = home;
    this.required = false;
  }

  /** URL of the chosen clip. */
  get value(): string | undefined {
    return clipOf(this.#controller.state, this.#chosen)?.videoURL;
  }

  get form(): HTMLFormElement | null {
    return this.#value.form;
  }

  /** What the button does: checks the form and sends the request. */
  generate(): void {
    this.#form.requestSubmit();
  }

  /** Stops waiting. What was started is made and paid for all the same. */
  cancel(): void {
    if (this.#controller.running) this.#controller.stop();
  }

  /** Back to an empty form and an empty stage. */
  reset(): void {
    this.#controller.stop();
    this.#kept.clear();
    this.#attempted = false;
    this.#frame.remove();
  }

  formResetCallback(): void {
    this.reset();
  }

  formDisabledCallback(disabled: boolean): void {
    this.#disabled = disabled;
    this.requestUpdate();
  }

  override connectedCallback(): void {
    // What came back is judged as a whole, the options that are loaded later included.
    if (this.#kept.recall()) this.#controller.prepare().catch(() => {});
    super.connectedCallback();
  }

  protected override render(): TemplateResult {
    const {state, running, module, deployment} = this.#controller;
    module?.adopt(this.renderRoot as ShadowRoot);
    const language = this.#language.spoken;
    const words = module?.wordsOf(language.terms);
    return html`<div class="layout" lang=${language.tag} dir=${language.dir} ?inert=${this.#disabled}>
      ${composer({
        language,
        draft: this.#draft,
        frame: this.#frame.frame,
        cropper: this.#frame.cropper(language),
        faults: {
          ...(this.#draft === this.#sent && module?.faultsOf(state, language.terms)),
          ...(this.hasUpdated && this.#faults(words)),
        },
        running,
        onInput: this.#onInput,
        onSubmit: this.#onSubmit,
        onFocus: this.#prepare,
        onFrame: this.#onFrame,
        starters: this.starters ?? [],
        movesOpen: this.#movesOpen,
        onMovesToggled: this.#onMovesToggled,
        offer: this.#kept.offer,
        deployment,
        module,
      })}
      ${stage({
        language,
        state,
        running,
        module,
        config: deployment?.config,
        draft: this.#draft,
        chosen: this.#chosen,
        broken: this.#broken,
        onChoose: (index) => {
          this.#chosen = index;
          this.requestUpdate();
        },
        onFault: (videoUUID, fault) => {
          this.#broken.set(videoUUID, fault);
          this.requestUpdate();
        },
        onRetry: this.#onRetry,
        onStop: () => this.#controller.stop(),
      })}
    </div>`;
  }

  /** Nothing is shown in a language that is about to be another one. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await this.#language.ready;
    super.scheduleUpdate();
  }

  protected override updated(): void {
    this.#judge();
    const go = this.renderRoot.querySelector<HTMLElement>('.go') as HTMLElement;
    this.#value.update(this.#controller.state, this.#chosen, this.#language.spoken.terms.required, go);
  }

  get #form(): HTMLFormElement {
    return this.renderRoot.querySelector('form') as HTMLFormElement;
  }

  get #draft(): Draft {
    return this.#kept.draft;
  }

  readonly #onInput = (): void => {
    this.#kept.read(this.#form);
    this.#frame.fit(this.#draft.preset);
    this.#changed();
  };

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault();
    if (this.#controller.running) return;
    this.#attempted = true;
    this.#changed();
    const [invalid] = invalidIn(this.#form);
    if (invalid) {
      const folded = invalid.closest('details');
      if (folded) folded.open = true;
      invalid.focus();
      return;
    }
    this.#sent = this.#draft;
    this.#send(this.#controller.identify(requestOf(this.#draft, uuid(), this.#frame.dataURI)));
  };

  /** Whoever enters the form may submit it: what that needs is fetched meanwhile. A failure shows when it matters. */
  readonly #prepare = async (): Promise<void> => {
    const offer = await this.#controller.meet().catch(() => undefined);
    if (offer) this.#kept.narrow(offer);
    this.#frame.fit(this.#draft.preset);
    this.requestUpdate();
  };

  readonly #onFrame = (file: File | undefined): void => {
    if (file) this.#frame.take(file, this.#draft.preset, this.#controller.prepare());
    else this.#frame.remove();
  };

  readonly #onMovesToggled = ({target}: Event): void => {
    this.#movesOpen = (target as HTMLDetailsElement).open;
    this.#prepare();
  };

  readonly #onRetry = (): void => {
    const {state} = this.#controller;
    if (state.phase !== 'error') return;
    if (state.retry === 'new') this.#send({...state.run.request, taskUUID: uuid()});
    else this.#controller.retry();
  };

  #send(request: GenerationRequest): void {
    const event = new HailuoSubmitEvent(request);
    if (!this.dispatchEvent(event)) return;
    this.#chosen = 0;
    this.#broken.clear();
    this.#controller.start(event.request);
    this.renderRoot.querySelector('.stage')?.scrollIntoView({block: 'nearest'});
  }

  #changed(): void {
    this.#judge();
    this.requestUpdate();
  }

  #judge(): void {
    const {terms} = this.#language.spoken;
    judge(this.#form, this.#draft, this.#frame.frame, terms, this.#controller.module?.wordsOf(terms));
  }

  /** In the language of now, which may not be that of the last input. */
  #faults(words: Words | undefined): Faults {
    this.#judge();
    return faultsIn(this.#form, this.#frame.frame, words, this.#attempted);
  }
}
