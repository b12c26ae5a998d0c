// Crops the first frame: by pointer, wheel, keyboard, or sliders, for visitors who cannot drag or see. The preview shows
// exactly what is sent.

import {html, type TemplateResult} from 'lit';
import type {Preset} from '../../../worker/contract/index.ts';
import {listenerOf} from '../../base/control.ts';
import {joinFacts} from '../../base/facts.ts';
import {numberFormat} from '../../base/format.ts';
import type {Language} from '../../i18n/language.ts';
import {wordsOf} from '../../i18n/words.ts';
import {type Crop, cropBox, type EncodedFrame, ZOOM_MAX} from './picture.ts';

/** Step of an arrow key, as a share of the visible part; with Shift five times as much. */
const STEP = 0.02;
const ZOOM_STEP = 1.1;
/** Up to this relative difference of aspect ratios, the cropper starts closed. */
const SAME_SHAPE = 0.02;

/** What keys do: move by a share of the visible part, or zoom by a factor. */
const KEYS: Record<string, Partial<Crop>> = {
  ArrowLeft: {x: -STEP},
  ArrowRight: {x: STEP},
  ArrowUp: {y: -STEP},
  ArrowDown: {y: STEP},
  '+': {zoom: ZOOM_STEP},
  '=': {zoom: ZOOM_STEP},
  '-': {zoom: 1 / ZOOM_STEP},
};

export interface CropperView {
  language: Language;
  preset: Preset;
  picture: ImageBitmap;
  crop: Crop;
  encoded: EncodedFrame;
  onMove(by: Partial<Crop>): void;
}

export function cropper({language, preset, picture, crop, encoded, onMove}: CropperView): TemplateResult {
  const words = wordsOf(language.terms);
  const aspect = preset.width / preset.height;
  const needsCrop = Math.abs(picture.width / picture.height / aspect - 1) > SAME_SHAPE;
  const seen = cropBox(picture, crop, preset);
  const onKeydown = (event: KeyboardEvent) => {
    const by = KEYS[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const factor = event.shiftKey && !by.zoom ? 5 : 1;
    onMove({...by, ...(by.x && {x: by.x * factor}), ...(by.y && {y: by.y * factor})});
  };
  const onPointerdown = (event: PointerEvent) => listenerOf(event).setPointerCapture(event.pointerId);
  const onPointermove = (event: PointerEvent) => {
    const seen = listenerOf(event);
    if (!seen.hasPointerCapture(event.pointerId)) return;
    onMove({x: -event.movementX / seen.clientWidth, y: -event.movementY / seen.clientHeight});
  };
  /** Only with the focus in the cropper: elsewhere the wheel scrolls the page. */
  const onWheel = (event: WheelEvent) => {
    if (!listenerOf(event).matches(':focus')) return;
    event.preventDefault();
    onMove({zoom: event.deltaY < 0 ? ZOOM_STEP : 1 / ZOOM_STEP});
  };
  return html`<details class="disclosure" part="crop" ?open=${needsCrop}>
    <summary>${words.frameCrop}</summary>
    <div
      class="cropper"
      role="group"
      tabindex="0"
      aria-label=${words.frameCrop}
      aria-describedby="crop-hint"
      @keydown=${onKeydown}
      @pointerdown=${onPointerdown}
      @pointermove=${onPointermove}
      @wheel=${onWheel}
    >
      <img src=${encoded.dataURI} alt="" draggable="false" />
    </div>
    <div class="sliders">
      ${slider(words.frameZoom, crop.zoom, 1, ZOOM_MAX, (zoom) => onMove({zoom: zoom / crop.zoom}))}
      ${slider(words.frameX, seen.x, 0, picture.width - seen.width, (x) => onMove({x: (x - seen.x) / seen.width}))}
      ${slider(words.frameY, seen.y, 0, picture.height - seen.height, (y) => onMove({y: (y - seen.y) / seen.height}))}
    </div>
    <p class="hint" id="crop-hint">
      ${words.frameCropHint}
    </p>
    <p class="hint">${joinFacts('JPEG', `${encoded.width} × ${encoded.height}`, kilobytes(language.tag, encoded.bytes))}</p>
  </details>`;
}

/** A range input in percent. Left to right in every language, as pictures are. */
function slider(
  name: string,
  value: number,
  min: number,
  max: number,
  onValue: (value: number) => void,
): TemplateResult {
  const onInput = (event: Event) =>
    onValue(min + ((max - min) * Number(listenerOf<HTMLInputElement>(event).value)) / 100);
  return html`<label
    >${name}<input
      type="range"
      dir="ltr"
      .value=${`${max > min ? Math.round(((value - min) / (max - min)) * 100) : 50}`}
      ?disabled=${max - min < 1}
      @input=${onInput}
  /></label>`;
}

function kilobytes(tag: string, bytes: number): string {
  return numberFormat(tag, {style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0}).format(bytes / 1000);
}
