// Holds the first frame: a file with its decoded picture and crop, or an address.

import type {Model, Preset} from '../../../worker/contract/index.ts';
import {
  type Crop,
  type EncodedFrame,
  encodeFrame,
  type FrameFault,
  FULL_CROP,
  moveCrop,
  readPicture,
} from './picture.ts';

/** The first frame: being decoded, unusable, usable, or linked by its address. */
export type Frame = {name: string} & (
  | {state: 'reading'}
  | {state: 'unusable'; fault: FrameFault}
  | {state: 'usable'; picture: ImageBitmap; crop: Crop; preset: Preset; encoded: EncodedFrame}
  | {state: 'linked'}
);

export class FirstFrame {
  frame: Frame | undefined;
  /** An address that was entered and cannot be used. */
  rejectedURL: string | undefined;
  /** Settles when the last file is decoded. */
  ready: Promise<void> | undefined;
  readonly #changed: () => void;
  readonly #model: Model;

  constructor(changed: () => void, model: Model) {
    this.#changed = changed;
    this.#model = model;
  }

  /** The first frame as it is sent. */
  get image(): string | undefined {
    const {frame} = this;
    return frame?.state === 'usable' ? frame.encoded.dataURI : frame?.state === 'linked' ? frame.name : undefined;
  }

  /** Uses a file. */
  setFile(file: File, preset: Preset): Promise<void> {
    this.ready = this.#read(file, preset);
    return this.ready;
  }

  /** Uses an address, from which Runware fetches the picture. */
  setURL(url: string): void {
    this.#set({name: url, state: 'linked'});
  }

  /** Removes the first frame, and records that an address cannot be used. */
  rejectURL(url: string): void {
    this.#set(undefined, url);
  }

  /** Uses the first frame of an earlier request: a data URI or an address. */
  restore(image: string | undefined, preset: Preset, name = ''): void {
    const [, type, base64] = /^data:([^;]+);base64,(.*)$/s.exec(image ?? '') ?? [];
    if (type && base64) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      // Not awaited here: a submission waits for `ready`.
      void this.setFile(new File([bytes], name, {type}), preset);
    } else if (image) this.setURL(image);
    else this.remove();
  }

  remove(): void {
    this.#set(undefined);
  }

  /** Moves or zooms the crop. */
  moveCrop(by: Partial<Crop>): void {
    const {frame} = this;
    if (frame?.state !== 'usable') return;
    const {name, picture, crop, preset} = frame;
    this.#set(usableFrame(this.#model, name, picture, moveCrop(picture, crop, preset, by), preset));
  }

  /** Changes the crop to another preset's shape. */
  fitToPreset(preset: Preset): void {
    const {frame} = this;
    if (frame?.state === 'usable' && frame.preset !== preset)
      this.#set(
        usableFrame(this.#model, frame.name, frame.picture, moveCrop(frame.picture, frame.crop, preset, {}), preset),
      );
  }

  async #read(file: File, preset: Preset): Promise<void> {
    const {name} = file;
    const reading: Frame = {name, state: 'reading'};
    this.#set(reading);
    const read = await readPicture(this.#model, file);
    // It may have been replaced or removed meanwhile.
    if (this.frame !== reading) return;
    if ('fault' in read) this.#set({name, state: 'unusable', ...read});
    else this.#set(usableFrame(this.#model, name, read.picture, FULL_CROP, preset));
  }

  #set(frame: Frame | undefined, rejectedURL?: string): void {
    if (this.frame?.state === 'usable' && !(frame?.state === 'usable' && frame.picture === this.frame.picture))
      this.frame.picture.close();
    this.frame = frame;
    this.rejectedURL = rejectedURL;
    this.#changed();
  }
}

/** Encoded on first access: pointer moves arrive faster than the picture can be encoded. */
function usableFrame(model: Model, name: string, picture: ImageBitmap, crop: Crop, preset: Preset): Frame {
  let encoded: EncodedFrame | undefined;
  return {
    name,
    state: 'usable',
    picture,
    crop,
    preset,
    get encoded() {
      encoded ??= encodeFrame(model, picture, crop, preset);
      return encoded;
    },
  };
}
