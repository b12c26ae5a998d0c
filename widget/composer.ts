// The form. Every choice in it comes from the contract's tables.

import {html, nothing, type TemplateResult} from 'lit';
import {
  DURATIONS,
  durationsOf,
  FIRST_FRAME,
  PRESETS,
  PROMPT,
  priceOf,
  promptLength,
  RESULTS,
} from '../worker/contract/index.ts';
import type {Deployment} from './deployment.ts';
import type {Draft} from './draft.ts';
import {money, seconds} from './format.ts';
import type {Frame} from './frame-keeper.ts';
import {icons} from './icons.ts';
import type {Language} from './language.ts';
import type {Offer} from './offer.ts';
import {write} from './prompt-writer.ts';

/** HEIC too: some browsers can open it, and where not, the visitor is told. */
const ACCEPT = [...FIRST_FRAME.types, 'image/heic', 'image/heif'].join();

/** Name of a control; on the wire it is one field or a pair of them. */
export type FieldName = keyof Draft | 'frameImages';

/** What is wrong, by control. */
export type Faults = Partial<Record<FieldName, string>>;

export interface ComposerView {
  language: Language;
  draft: Draft;
  frame: Frame | undefined;
  faults: Faults;
  running: boolean;
  onInput(event: Event): void;
  onSubmit(event: Event): void;
  onFocus(): void;
  /** Where the picture is cropped, once there is one. */
  cropper: TemplateResult | undefined;
  onFrame(file: File | undefined): void;
  /** Ideas the page offers. */
  starters: readonly string[];
  /** Whether the camera moves were opened. */
  movesOpen: boolean;
  onMovesToggled(event: Event): void;
  offer: Offer;
  /** The endpoint, once it was turned to. */
  deployment: Deployment | undefined;
  /** What the form is there without, once it has loaded. */
  module: typeof import('./run.ts') | undefined;
}

export function composer(view: ComposerView): TemplateResult {
  const {
    draft,
    language: {tag, terms},
    offer,
    module,
  } = view;
  const choice = choices<'preset' | 'duration' | 'numberResults'>(view, terms);
  return html`<form
    class="composer"
    part="composer"
    novalidate
    @input=${view.onInput}
    @submit=${view.onSubmit}
    @keydown=${onKeydown}
    @focusin=${view.onFocus}
    @paste=${(event: ClipboardEvent) => onGiven(view, event, event.clipboardData)}
    @dragover=${onDragover}
    @drop=${(event: DragEvent) => onGiven(view, event, event.dataTransfer)}
  >
    ${promptBox(view)} ${view.cropper} ${helpers(view)}
    <div class="row">
      ${choice(
        'preset',
        offer.presets.map((value) => ({value, hint: `${PRESETS[value].width} × ${PRESETS[value].height}`})),
      )}
      ${choice(
        'duration',
        DURATIONS.map((value) => {
          const impossible = !offer.durationsOf(draft.preset).includes(value);
          const hint =
            impossible &&
            (durationsOf(draft.preset).includes(value)
              ? module?.wordsOf(terms).notOffered
              : terms.durationImpossible(value, draft.preset));
          return {value, label: seconds(tag, value), hint, disabled: impossible};
        }),
      )}
      ${choice(
        'numberResults',
        Array.from({length: offer.results}, (_, index) => ({value: index + RESULTS.min})),
      )}
    </div>
    <details class="more" part="more" @toggle=${view.onFocus}>
      <summary>${terms.more}</summary>
      ${module?.more(view)}
    </details>
    <button class="go" part="button" aria-disabled=${view.running}>
      <span>${terms.generate} · <bdi dir="ltr">${money(tag, priceOf(draft.preset, draft.duration, draft.numberResults) ?? 0)}</bdi></span>
    </button>
    ${module?.guard(view)}
  </form>`;
}

function promptBox({draft, frame, faults, language, onFrame}: ComposerView): TemplateResult {
  const {terms} = language;
  const onChange = ({target}: Event) => onFrame((target as HTMLInputElement).files?.[0]);
  const onRemove = ({currentTarget}: Event) => {
    const input = (currentTarget as HTMLButtonElement).form?.elements.namedItem('frameImages') as HTMLInputElement;
    input.value = '';
    input.focus();
    onFrame(undefined);
  };
  const length = promptLength(draft.positivePrompt);
  return html`<div class="box" part="prompt" ?data-invalid=${faults.positivePrompt}>
      <label for="prompt">${terms.prompt}</label>
      <textarea
        id="prompt"
        name="positivePrompt"
        rows="4"
        placeholder=${terms.promptHint}
        .value=${draft.positivePrompt}
        aria-invalid=${Boolean(faults.positivePrompt)}
        aria-describedby="positivePrompt-fault count"
      ></textarea>
      <div class="foot">
        <label class="frame" ?data-empty=${!frame} part="first-frame">
          <input
            class="hidden"
            type="file"
            name="frameImages"
            accept=${ACCEPT}
            aria-label=${terms.addFrame}
            aria-invalid=${Boolean(faults.frameImages)}
            aria-describedby="frameImages-fault"
            @change=${onChange}
          />
          ${frame?.state === 'usable' ? html`<img src=${frame.encoded.dataURI} alt=${terms.frameAlt(frame.name)} />` : icons.picture}
          ${frame ? html`<span>${frame.state === 'reading' ? terms.frameReading : frame.name}</span>` : terms.addFrame}
        </label>
        ${
          frame
            ? html`<button type="button" class="icon" aria-label=${terms.removeFrame} title=${terms.removeFrame} @click=${onRemove}>
              ${icons.remove}
            </button>`
            : html`<label class="frame photo"
              ><input
                class="hidden"
                type="file"
                accept=${ACCEPT}
                capture="environment"
                aria-label=${terms.takePhoto}
                @change=${onChange}
              />${icons.camera}</label
            >`
        }
        <span class="count" id="count" ?data-over=${length > PROMPT.max}
          ><span aria-hidden="true">${length} / ${PROMPT.max}</span><span class="hidden">${terms.counter(length)}</span></span
        >
      </div>
    </div>
    ${fault('positivePrompt', faults)}${fault('frameImages', faults)}`;
}

/** What helps with writing: the page's ideas, the camera's moves. */
function helpers({
  language: {terms},
  draft,
  starters,
  movesOpen,
  onMovesToggled,
  module,
}: ComposerView): TemplateResult {
  return html`<slot name="starters">${
    starters.length
      ? html`<div class="chips" role="group" aria-label=${terms.starters}>
          ${starters.map(
            (prompt) =>
              html`<button type="button" class="chip" title=${prompt} @click=${({currentTarget}: Event) => write((currentTarget as HTMLButtonElement).form as HTMLFormElement, prompt)}>${prompt}</button>`,
          )}
        </div>`
      : nothing
  }</slot>
    <details class="more" part="moves" @toggle=${onMovesToggled}>
      <summary>${terms.moves}</summary>
      ${movesOpen ? module?.moves(draft.positivePrompt, terms) : nothing}
    </details>`;
}

function onKeydown({key, ctrlKey, metaKey, isComposing, currentTarget}: KeyboardEvent): void {
  if (key === 'Enter' && (ctrlKey || metaKey) && !isComposing) (currentTarget as HTMLFormElement).requestSubmit();
}

/** A picture that was dropped or pasted. Text stays the prompt's. */
function onGiven({onFrame}: ComposerView, event: Event, given: DataTransfer | null): void {
  const [file] = given?.files ?? [];
  if (!file || given?.types.includes('text/plain')) return;
  event.preventDefault();
  onFrame(file);
}

/** Without this a browser opens what is dropped in place of the page. */
function onDragover(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
}

interface Option {
  value: string | number;
  label?: string;
  hint?: string | false | undefined;
  disabled?: boolean;
}

type ChoiceName = 'preset' | 'duration' | 'numberResults' | 'outputFormat' | 'safety';

/** A choice of radios; the legends are those of the fields that will be asked for. */
export function choices<Name extends ChoiceName>({draft, faults}: ComposerView, legends: Record<Name, string>) {
  return (
    name: Name,
    options: readonly Option[],
  ): TemplateResult => html`<fieldset class="choice" aria-describedby="${name}-fault">
    <legend>${legends[name]}</legend>
    <div>
      ${options.map(
        ({value, label, hint, disabled = false}) =>
          html`<label title=${hint || nothing}
            ><input
              type="radio"
              name=${name}
              value=${value}
              .checked=${draft[name] === value}
              ?disabled=${disabled}
              aria-description=${hint || nothing}
            /><span>${label ?? value}</span></label
          >`,
      )}
    </div>
    ${fault(name, faults)}
  </fieldset>`;
}

export function fault(name: FieldName, faults: Faults): TemplateResult {
  return html`<p class="fault" id="${name}-fault">${faults[name]}</p>`;
}
