// Keeps the first frame: the file given or the address named, the picture in it, the part of it that is sent.

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

/** The picture in the prompt box: being read, usable, or not; or one that stays where it is. */
export type Frame = {name: string} & (
  | {state: 'reading'}
  | {state: 'unusable'; fault: FrameFault}
  | {state: 'usable'; picture: ImageBitmap; crop: Crop; preset: Preset; encoded: EncodedFrame}
  | {state: 'linked'}
);

export class FirstFrame {
  frame: Frame | undefined;
  /** An address that was typed and cannot be used. */
  rejectedURL: string | undefined;
  /** Settles when the last picture is read. */
  ready: Promise<void> | undefined;
  readonly #changed: () => void;
  readonly #model: Model;

  constructor(changed: () => void, model: Model) {
    this.#changed = changed;
    this.#model = model;
  }

  /** As it is sent. */
  get image(): string | undefined {
    const {frame} = this;
    return frame?.state === 'usable' ? frame.encoded.dataURI : frame?.state === 'linked' ? frame.name : undefined;
  }

  /** Takes a file the visitor gave. */
  setFile(file: File, preset: Preset): Promise<void> {
    this.ready = this.#read(file, preset);
    return this.ready;
  }

  /** Names a picture on the web, which Runware fetches itself. */
  setURL(url: string): void {
    this.#set({name: url, state: 'linked'});
  }

  /** Keeps that an address cannot be used, in place of any picture. */
  rejectURL(url: string): void {
    this.#set(undefined, url);
  }

  /** Takes back what was sent once: a data URI, or an address. */
  restore(image: string | undefined, preset: Preset, name = ''): void {
    const [, type, base64] = /^data:([^;]+);base64,(.*)$/s.exec(image ?? '') ?? [];
    if (type && base64) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      // `ready` is waited for before anything is sent.
      void this.setFile(new File([bytes], name, {type}), preset);
    } else if (image) this.setURL(image);
    else this.remove();
  }

  remove(): void {
    this.#set(undefined);
  }

  /** Moves the part that is sent. */
  moveCrop(by: Partial<Crop>): void {
    const {frame} = this;
    if (frame?.state !== 'usable') return;
    const {name, picture, crop, preset} = frame;
    this.#set(usableFrame(this.#model, name, picture, moveCrop(picture, crop, preset, by), preset));
  }

  /** Fits the picture to another preset. */
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
    // Meanwhile another may have been given, or this one taken back.
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

/** Encoded when it is looked at: moves come faster than an engine encodes. */
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
