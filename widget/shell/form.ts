// The form. Every choice in it comes from the contract's tables.

import {html, isServer, noChange, nothing, type TemplateResult} from 'lit';
import {durationsOf, presetNamed, priceOf, promptLength} from '../../worker/contract/index.ts';
import type {Draft} from '../base/draft.ts';
import {money, seconds} from '../base/format.ts';
import {icons} from '../base/icons.ts';
import {write} from '../base/insert-prompt.ts';
import type {View} from './stage.ts';

/** Some browsers can open it, and where not, the visitor is told. */
const HEIC = ['image/heic', 'image/heif'];

/** Name of a control; on the wire it is one field or a pair of them. */
export type FieldName = keyof Draft | 'frameImages' | 'frameURL';

/** What is wrong, by control. */
export type Faults = Partial<Record<FieldName, string>>;

export interface ComposerView extends View {
  /** What the page has decided for the visitor. */
  fixed: Partial<Draft>;
  faults: Faults;
  /** Whether a request is being sent. */
  busy: boolean;
  onInput(event: Event): void;
  onSubmit(event: Event): void;
  onFocus(): void;
  onFrame(file: File): void;
  /** Ideas the page offers. */
  starters: readonly string[];
  /** Whether the camera moves were opened. */
  movesOpen: boolean;
  onMovesToggled(event: Event): void;
}

export function composer(view: ComposerView): TemplateResult {
  const {
    draft,
    language: {tag, terms},
    offer,
    studio,
    hides,
  } = view;
  const preset = presetNamed(offer.model, draft.preset);
  const choice = choices<'preset' | 'duration' | 'numberResults'>(view, terms);
  return html`<form
    class="composer"
    method="dialog"
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
    ${promptBox(view)} ${studio?.frameTools(view)} ${helpers(view)}
    <div class="row">
      ${choice(
        'preset',
        offer.presets.map(({name, width, height}) => ({value: name, hint: `${width} × ${height}`})),
      )}
      ${choice(
        'duration',
        durationsOf(...offer.model.presets).map((value) => {
          const impossible = !offer.durationsOf(preset).includes(value);
          const hint =
            impossible &&
            (durationsOf(preset).includes(value)
              ? studio?.words(terms).notOffered
              : terms.durationImpossible(value, draft.preset));
          return {value, label: seconds(tag, value), hint, disabled: impossible};
        }),
      )}
      ${choice(
        'numberResults',
        Array.from({length: offer.results}, (_, index) => ({
          value: index + 1,
        })),
      )}
    </div>
    ${
      hides('options')
        ? nothing
        : html`<details class="more" part="options" @toggle=${view.onFocus}>
            <summary>${terms.moreOptions}</summary>
            ${studio?.more(view)}
          </details>`
    }
    <button class="go" part="submit-button" aria-disabled=${view.busy} @click=${onClick}>
      <span>${terms.generate}${
        hides('price')
          ? nothing
          : html` · <bdi dir="ltr">${money(tag, priceOf(preset, draft.duration, draft.numberResults) ?? 0)}</bdi>`
      }</span>
    </button>
    ${studio?.guard(view)}
  </form>`;
}

function promptBox(view: ComposerView): TemplateResult {
  const {
    draft,
    faults,
    fixed,
    hides,
    language: {terms},
    offer: {
      model: {prompt, firstFrame},
    },
    studio,
  } = view;
  const length = promptLength(draft.positivePrompt);
  const face = studio?.frameFace(view);
  const file = (name: string, label: string, shown: unknown, capture?: string) =>
    html`<label class="frame ${name}" ?data-empty=${!face} part="first-frame">
      <input
        class="hidden"
        type="file"
        name=${name}
        accept=${[...firstFrame.types, ...HEIC].join()}
        capture=${capture ?? nothing}
        aria-label=${label}
        aria-invalid=${Boolean(faults.frameImages)}
        aria-describedby="frameImages-fault"
        @change=${({target}: Event) => onPicked(view, target as HTMLInputElement)}
      />${shown}</label
    >`;
  return html`<div class="box" part="prompt" ?data-invalid=${faults.positivePrompt}>
      <label for="prompt">${terms.prompt}</label>
      <textarea
        id="prompt"
        name="positivePrompt"
        rows="4"
        placeholder=${terms.promptHint}
        .value=${draft.positivePrompt}
        ?readonly=${'positivePrompt' in fixed}
        aria-invalid=${Boolean(faults.positivePrompt)}
        aria-describedby="positivePrompt-fault count"
      ></textarea>
      <div class="foot">
        ${
          hides('frameImages')
            ? nothing
            : [
                file(
                  'frameImages',
                  studio?.frameLabel(view) ?? terms.addFrame,
                  face ?? [icons.picture, terms.addFrame],
                ),
                face ? studio?.frameRemoval(view) : file('photo', terms.takePhoto, icons.camera, 'environment'),
              ]
        }
        <span class="count" id="count" ?data-over=${length > prompt.max}
          ><span aria-hidden="true">${length} / ${prompt.max}</span><span class="hidden">${terms.counter(length, prompt.max)}</span></span
        >
      </div>
    </div>
    ${fault('positivePrompt', faults)}${fault('frameImages', faults, 'status')}`;
}

/** What helps with writing: the page's ideas, the camera's moves. */
function helpers({
  language: {terms},
  draft,
  fixed,
  offer,
  starters,
  movesOpen,
  onMovesToggled,
  studio,
  hides,
}: ComposerView): TemplateResult | typeof nothing {
  if ('positivePrompt' in fixed) return nothing;
  const {camera} = offer.model;
  return html`<slot name="starters">${
    starters.length
      ? html`<div class="chips" role="group" aria-label=${terms.starters}>
          ${starters.map(
            (prompt) =>
              html`<button type="button" class="chip" @click=${({currentTarget}: Event) => write((currentTarget as HTMLButtonElement).form as HTMLFormElement, prompt)}>${prompt}</button>`,
          )}
        </div>`
      : nothing
  }</slot>
    ${
      hides('camera-moves') || !camera
        ? nothing
        : html`<details class="more" part="camera-moves" @toggle=${onMovesToggled}>
            <summary>${terms.cameraMoves}</summary>
            ${movesOpen ? studio?.moves(terms, camera) : nothing}
          </details>
          ${studio?.moveFault(draft.positivePrompt, terms, camera)}`
    }`;
}

/** As the browser would, which does not in a sandboxed frame. */
export function submit(form: HTMLFormElement | null): void {
  form?.dispatchEvent(new Event('submit'));
}

/** The second click of a double click is no second wish. */
function onClick(event: MouseEvent): void {
  event.preventDefault();
  if (event.detail < 2) submit((event.currentTarget as HTMLButtonElement).form);
}

/** A key that is held down is one wish. */
function onKeydown(event: KeyboardEvent): void {
  const {key, ctrlKey, metaKey, isComposing, repeat, target, currentTarget} = event;
  const sends = ctrlKey || metaKey;
  if (key !== 'Enter' || isComposing) return;
  if (repeat && (sends || (target as Element).localName !== 'textarea')) event.preventDefault();
  else if (sends) submit(currentTarget as HTMLFormElement);
}

/** A picture that was dropped or pasted. Text stays the prompt's. */
function onGiven(view: ComposerView, event: Event, given: DataTransfer | null): void {
  if (view.hides('frameImages') || !given?.files.length || given.types.includes('text/plain')) return;
  event.preventDefault();
  onChosen(view, given.files);
}

function onChosen({onFrame}: ComposerView, files: FileList | null): void {
  const [file] = files ?? [];
  if (file) onFrame(file);
}

/** It is let go of: the same file chosen again is another wish. */
function onPicked(view: ComposerView, input: HTMLInputElement): void {
  onChosen(view, input.files);
  input.value = '';
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
export function choices<Name extends ChoiceName>(
  {draft, faults, fixed, hides}: ComposerView,
  legends: Record<Name, string>,
) {
  return (name: Name, options: readonly Option[]): TemplateResult | typeof nothing =>
    hides(name)
      ? nothing
      : html`<fieldset class="choice" aria-describedby="${name}-fault">
    <legend>${legends[name]}</legend>
    <div>
      ${options
        .filter(({value}) => !(name in fixed) || value === draft[name])
        .map(
          ({value, label, hint, disabled = false}) =>
            html`<label title=${hint || nothing}
            ><input
              type="radio"
              name=${name}
              value=${value}
              .checked=${draft[name] === value || (isServer ? noChange : false)}
              ?disabled=${disabled}
              aria-description=${hint || nothing}
            /><span>${label ?? value}</span></label
          >`,
        )}
    </div>
    ${fault(name, faults)}
  </fieldset>`;
}

/** With a role it is read aloud; those that an attempt to submit brings are read with their fields. */
export function fault(name: FieldName, faults: Faults, role?: 'status'): TemplateResult {
  return html`<p class="fault" id="${name}-fault" role=${role ?? nothing}>${faults[name]}</p>`;
}
