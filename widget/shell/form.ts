// The form. Every choice in it comes from the contract's tables.

import {html, nothing, type TemplateResult} from 'lit';
import {durationsOf, presetNamed, priceOf, promptLength} from '../../worker/contract/index.ts';
import {choices, fault} from '../base/field.ts';
import {money, seconds} from '../base/format.ts';
import {icons} from '../base/icons.ts';
import {write} from '../base/insert-prompt.ts';
import type {FormView} from '../base/view.ts';
import type {LoadedStudio} from './studio-loader.ts';

/** Some browsers can open it, and where not, the visitor is told. */
const HEIC = ['image/heic', 'image/heif'];

/** The form. `loaded` is what it is there without. */
export function composer(view: FormView, loaded: LoadedStudio | undefined): TemplateResult {
  const {
    draft,
    language: {tag, terms},
    offer,
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
    ${promptBox(view, loaded)} ${loaded?.frameTools(view, loaded.studio)} ${helpers(view, loaded)}
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
              ? loaded?.wordsOf(terms).notOffered
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
            ${loaded?.more(view)}
          </details>`
    }
    <button class="go" part="submit-button" aria-disabled=${view.busy} @click=${onClick}>
      <span>${terms.generate}${
        hides('price')
          ? nothing
          : html` · <bdi dir="ltr">${money(tag, priceOf(preset, draft.duration, draft.numberResults) ?? 0)}</bdi>`
      }</span>
    </button>
    ${loaded?.guard(view, loaded.studio)}
  </form>`;
}

function promptBox(view: FormView, loaded: LoadedStudio | undefined): TemplateResult {
  const {
    draft,
    faults,
    fixed,
    hides,
    language: {terms},
    offer: {
      model: {prompt, firstFrame},
    },
  } = view;
  const length = promptLength(draft.positivePrompt);
  const face = loaded?.frameFace(view, loaded.studio);
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
                  loaded?.frameLabel(view, loaded.studio) ?? terms.addFrame,
                  face ?? [icons.picture, terms.addFrame],
                ),
                face
                  ? loaded?.frameRemoval(view, loaded.studio)
                  : file('photo', terms.takePhoto, icons.camera, 'environment'),
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
function helpers(
  {language: {terms}, draft, fixed, offer, starters, movesOpen, onMovesToggled, hides}: FormView,
  loaded: LoadedStudio | undefined,
): TemplateResult | typeof nothing {
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
            ${movesOpen ? loaded?.moves(terms, camera) : nothing}
          </details>
          ${loaded?.moveFault(draft.positivePrompt, terms, camera)}`
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
function onGiven(view: FormView, event: Event, given: DataTransfer | null): void {
  if (view.hides('frameImages') || !given?.files.length || given.types.includes('text/plain')) return;
  event.preventDefault();
  onChosen(view, given.files);
}

function onChosen({onFrame}: FormView, files: FileList | null): void {
  const [file] = files ?? [];
  if (file) onFrame(file);
}

/** It is let go of: the same file chosen again is another wish. */
function onPicked(view: FormView, input: HTMLInputElement): void {
  onChosen(view, input.files);
  input.value = '';
}

/** Without this a browser opens what is dropped in place of the page. */
function onDragover(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
}
