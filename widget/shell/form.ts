// The form. Every choice in it comes from the row of its model.

import {html, nothing, type TemplateResult} from 'lit';
import {durationsOf, presetNamed, priceOf, promptLength} from '../../worker/contract/index.ts';
import {listenerOf} from '../base/control.ts';
import {choices, fault} from '../base/field.ts';
import {formatMoney, formatSeconds} from '../base/format.ts';
import {icons} from '../base/icons.ts';
import {insertPrompt} from '../base/insert-prompt.ts';
import type {FormView} from '../base/view.ts';
import type {LoadedStudio} from './studio-loader.ts';

/** Some browsers can decode it; elsewhere the visitor gets a message. */
const HEIC = ['image/heic', 'image/heif'];

/** The form. `loaded` adds what comes with the studio. */
export function form(view: FormView, loaded: LoadedStudio | undefined): TemplateResult {
  const {
    draft,
    language: {tag, terms},
    offer,
    hides,
  } = view;
  const {model} = offer;
  const preset = presetNamed(model, draft.preset);
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
    @paste=${(event: ClipboardEvent) => onTransfer(view, event, event.clipboardData)}
    @dragover=${onDragover}
    @drop=${(event: DragEvent) => onTransfer(view, event, event.dataTransfer)}
  >
    ${promptBox(view, loaded)} ${loaded?.frameTools(view, loaded.studio)} ${promptHelpers(view, loaded)}
    <div class="row">
      ${choice(
        'preset',
        offer.presets.map(({name, width, height}) => ({value: name, hint: `${width} × ${height}`})),
      )}
      ${choice(
        'duration',
        durationsOf(...model.presets).map((value) => {
          const impossible = !offer.durationsOf(preset).includes(value);
          const hint =
            impossible &&
            (durationsOf(preset).includes(value)
              ? loaded?.wordsOf(terms).notOffered
              : terms.durationImpossible(value, draft.preset));
          return {value, label: formatSeconds(tag, value), hint, disabled: impossible};
        }),
      )}
      ${choice(
        'numberResults',
        Array.from({length: offer.maxResults}, (_, index) => ({value: index + 1})),
      )}
    </div>
    ${
      hides('options')
        ? nothing
        : html`<details class="disclosure" part="options" @toggle=${view.onFocus}>
            <summary>${terms.moreOptions}</summary>
            ${loaded?.options(view, loaded.studio)}
          </details>`
    }
    <button class="submit-button" part="submit-button" aria-disabled=${view.busy} @click=${onClick}>
      <span>${terms.generate}${
        hides('price')
          ? nothing
          : html` · <bdi dir="ltr">${formatMoney(tag, priceOf(preset, draft.duration, draft.numberResults) ?? 0)}</bdi>`
      }</span>
    </button>
    ${loaded?.formNotices(view, loaded.studio)}
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
      model: {prompt, frameTypes},
    },
  } = view;
  const length = promptLength(draft.positivePrompt);
  const thumbnail = loaded?.frameThumbnail(view, loaded.studio);
  const file = (name: string, label: string, shown: unknown, capture?: string) =>
    html`<label class="first-frame ${name}" ?data-empty=${!thumbnail} part="first-frame">
      <input
        class="hidden"
        type="file"
        name=${name}
        accept=${[...frameTypes, ...HEIC].join()}
        capture=${capture ?? nothing}
        aria-label=${label}
        aria-invalid=${Boolean(faults.frameImages)}
        aria-describedby="frameImages-fault"
        @change=${(event: Event) => onFileChosen(view, listenerOf(event))}
      />${shown}</label
    >`;
  return html`<div class="prompt-box" part="prompt" ?data-invalid=${faults.positivePrompt}>
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
      <div class="prompt-footer">
        ${
          hides('frameImages')
            ? nothing
            : [
                file(
                  'frameImages',
                  loaded?.frameLabel(view, loaded.studio) ?? terms.addFrame,
                  thumbnail ?? [icons.picture, terms.addFrame],
                ),
                thumbnail
                  ? loaded?.frameRemoveButton(view, loaded.studio)
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

/** Help with writing a prompt: the page's starter prompts and the camera moves. */
function promptHelpers(
  {language: {terms}, draft, fixed, offer, starters, cameraMovesOpen, onCameraMovesToggled, hides}: FormView,
  loaded: LoadedStudio | undefined,
): TemplateResult | typeof nothing {
  if ('positivePrompt' in fixed) return nothing;
  return html`<slot name="starters">${
    starters.length
      ? html`<div class="chips" role="group" aria-label=${terms.starters}>
          ${starters.map(
            (prompt) =>
              html`<button type="button" class="chip" @click=${(event: Event) => insertPrompt(listenerOf<HTMLButtonElement>(event).form, prompt)}>${prompt}</button>`,
          )}
        </div>`
      : nothing
  }</slot>
    ${
      hides('camera-moves') || !offer.model.maxCameraMoves
        ? nothing
        : html`<details class="disclosure" part="camera-moves" @toggle=${onCameraMovesToggled}>
            <summary>${terms.cameraMoves}</summary>
            ${cameraMovesOpen ? loaded?.cameraMoves(terms, loaded.studio.model) : nothing}
          </details>
          ${loaded?.cameraMoveWarning(draft.positivePrompt, terms, loaded.studio.model)}`
    }`;
}

/** Submits the form. `requestSubmit()` does nothing in a sandboxed frame without `allow-forms`. */
export function dispatchSubmit(form: HTMLFormElement | null): void {
  form?.dispatchEvent(new Event('submit'));
}

/** Ignores the second click of a double click. */
function onClick(event: MouseEvent): void {
  event.preventDefault();
  if (event.detail < 2) dispatchSubmit(listenerOf<HTMLButtonElement>(event).form);
}

/** Submits on Ctrl or Command with Enter. Ignores the repeats of a key that is held down. */
function onKeydown(event: KeyboardEvent): void {
  const {key, ctrlKey, metaKey, isComposing, repeat, target} = event;
  const sends = ctrlKey || metaKey;
  if (key !== 'Enter' || isComposing) return;
  if (repeat && (sends || !(target instanceof HTMLTextAreaElement))) event.preventDefault();
  else if (sends) dispatchSubmit(listenerOf(event));
}

/** Takes a picture that is dropped or pasted. Text still goes to the prompt. */
function onTransfer(view: FormView, event: Event, transfer: DataTransfer | null): void {
  if (view.hides('frameImages') || !transfer?.files.length || transfer.types.includes('text/plain')) return;
  event.preventDefault();
  addPicture(view, transfer.files);
}

function addPicture({onFirstFrame}: FormView, files: FileList | null): void {
  const [file] = files ?? [];
  if (file) onFirstFrame(file);
}

/** Empties the input, so that choosing the same file again is noticed. */
function onFileChosen(view: FormView, input: HTMLInputElement): void {
  addPicture(view, input.files);
  input.value = '';
}

/** Without this, the browser would navigate to a dropped file. */
function onDragover(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
}
