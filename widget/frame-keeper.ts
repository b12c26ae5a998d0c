// Keeps the first frame: the file given, the picture in it, the part of it that is sent.

import type {TemplateResult} from 'lit';
import type {PresetName} from '../worker/contract/index.ts';
import type {Crop, EncodedFrame, FrameFault} from './first-frame.ts';
import type {Language} from './language.ts';

/** What makes a picture of a file. */
type Workshop = Pick<typeof import('./run.ts'), 'cropper' | 'encodeFrame' | 'moved' | 'readPicture' | 'WHOLE'>;

/** The picture in the prompt box: being read, usable, or not. */
export type Frame = {name: string} & (
  | {state: 'reading'}
  | {state: 'unusable'; fault: FrameFault | 'notLoaded'}
  | {state: 'usable'; picture: ImageBitmap; crop: Crop; preset: PresetName; encoded: EncodedFrame}
);

export class FrameKeeper {
  frame: Frame | undefined;
  readonly #changed: () => void;
  #workshop: Workshop | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get dataURI(): string | undefined {
    return this.frame?.state === 'usable' ? this.frame.encoded.dataURI : undefined;
  }

  /** Takes a file the visitor gave. */
  async take(file: File, preset: PresetName, workshop: Promise<Workshop>): Promise<void> {
    const reading: Frame = {name: file.name, state: 'reading'};
    this.#set(reading);
    const frame = await this.#read(file, preset, workshop);
    // Meanwhile another may have been given, or this one taken back.
    if (this.frame === reading) this.#set(frame);
  }

  remove(): void {
    this.#set(undefined);
  }

  /** Moves the part that is sent. */
  move(by: Partial<Crop>): void {
    const {frame} = this;
    if (frame?.state !== 'usable' || !this.#workshop) return;
    const {name, picture, crop, preset} = frame;
    this.#set(usable(this.#workshop, name, picture, this.#workshop.moved(picture, crop, preset, by), preset));
  }

  /** Fits the picture to another preset. */
  fit(preset: PresetName): void {
    if (this.frame?.state !== 'usable' || this.frame.preset === preset) return;
    this.frame = {...this.frame, preset};
    this.move({});
  }

  cropper(language: Language): TemplateResult | undefined {
    const {frame} = this;
    if (frame?.state !== 'usable') return undefined;
    return this.#workshop?.cropper({...frame, language, onMove: (by) => this.move(by)});
  }

  async #read(file: File, preset: PresetName, workshop: Promise<Workshop>): Promise<Frame> {
    const {name} = file;
    try {
      this.#workshop = await workshop;
    } catch {
      return {name, state: 'unusable', fault: 'notLoaded'};
    }
    const {readPicture, WHOLE} = this.#workshop;
    const read = await readPicture(file);
    if ('fault' in read) return {name, state: 'unusable', ...read};
    return usable(this.#workshop, name, read.picture, WHOLE, preset);
  }

  #set(frame: Frame | undefined): void {
    if (this.frame?.state === 'usable' && !(frame?.state === 'usable' && frame.picture === this.frame.picture))
      this.frame.picture.close();
    this.frame = frame;
    this.#changed();
  }
}

/** Encoded when it is looked at: moves come faster than an engine encodes. */
function usable(
  {encodeFrame}: Workshop,
  name: string,
  picture: ImageBitmap,
  crop: Crop,
  preset: PresetName,
): Frame & {state: 'usable'} {
  let encoded: EncodedFrame | undefined;
  return {
    name,
    state: 'usable',
    picture,
    crop,
    preset,
    get encoded() {
      encoded ??= encodeFrame(picture, crop, preset);
      return encoded;
    },
  };
}
