// The form. Every choice in it comes from the row of its model.

import {html, nothing, type TemplateResult} from 'lit';
import {durationsOf, presetNamed, priceOf, promptLength} from '../../worker/contract/index.ts';
import {choices, fault} from '../base/field.ts';
import {formatMoney, formatSeconds} from '../base/format.ts';
import {icons} from '../base/icons.ts';
import {insertPrompt} from '../base/insert-prompt.ts';
import type {FormView} from '../base/view.ts';
import type {LoadedStudio} from './studio-loader.ts';

/** Some browsers can open it, and where not, the visitor is told. */
const HEIC = ['image/heic', 'image/heif'];

/** The form. `loaded` is what it is there without. */
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
        @change=${({target}: Event) => onFileChosen(view, target as HTMLInputElement)}
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

/** What helps with writing: the page's ideas, the camera's moves. */
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
              html`<button type="button" class="chip" @click=${({currentTarget}: Event) => insertPrompt((currentTarget as HTMLButtonElement).form as HTMLFormElement, prompt)}>${prompt}</button>`,
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

/** As the browser would, which does not in a sandboxed frame. */
export function dispatchSubmit(form: HTMLFormElement | null): void {
  form?.dispatchEvent(new Event('submit'));
}

/** The second click of a double click is no second wish. */
function onClick(event: MouseEvent): void {
  event.preventDefault();
  if (event.detail < 2) dispatchSubmit((event.currentTarget as HTMLButtonElement).form);
}

/** A key that is held down is one wish. */
function onKeydown(event: KeyboardEvent): void {
  const {key, ctrlKey, metaKey, isComposing, repeat, target, currentTarget} = event;
  const sends = ctrlKey || metaKey;
  if (key !== 'Enter' || isComposing) return;
  if (repeat && (sends || (target as Element).localName !== 'textarea')) event.preventDefault();
  else if (sends) dispatchSubmit(currentTarget as HTMLFormElement);
}

/** A picture that was dropped or pasted. Text stays the prompt's. */
function onTransfer(view: FormView, event: Event, transfer: DataTransfer | null): void {
  if (view.hides('frameImages') || !transfer?.files.length || transfer.types.includes('text/plain')) return;
  event.preventDefault();
  addPicture(view, transfer.files);
}

function addPicture({onFirstFrame}: FormView, files: FileList | null): void {
  const [file] = files ?? [];
  if (file) onFirstFrame(file);
}

/** It is let go of: the same file chosen again is another wish. */
function onFileChosen(view: FormView, input: HTMLInputElement): void {
  addPicture(view, input.files);
  input.value = '';
}

/** Without this a browser opens what is dropped in place of the page. */
function onDragover(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
}
