// Keeps the first frame: the file given or the address named, the picture in it, the part of it that is sent.

import type {Model, Preset} from '../../../worker/contract/index.ts';
import type {Words} from '../../i18n/words.ts';
import {type Crop, type EncodedFrame, encodeFrame, type FrameFault, moved, readPicture, WHOLE} from './picture.ts';

/** The picture in the prompt box: being read, usable, or not; or one that stays where it is. */
export type Frame = {name: string} & (
  | {state: 'reading'}
  | {state: 'unusable'; fault: FrameFault}
  | {state: 'usable'; picture: ImageBitmap; crop: Crop; preset: Preset; encoded: EncodedFrame}
  | {state: 'linked'}
);

export class FrameKeeper {
  frame: Frame | undefined;
  /** Settles when the last picture is read. */
  ready: Promise<void> | undefined;
  readonly #changed: () => void;
  readonly #rules: Model['firstFrame'];

  constructor(changed: () => void, rules: Model['firstFrame']) {
    this.#changed = changed;
    this.#rules = rules;
  }

  /** As it is sent. */
  get image(): string | undefined {
    const {frame} = this;
    return frame?.state === 'usable' ? frame.encoded.dataURI : frame?.state === 'linked' ? frame.name : undefined;
  }

  /** Takes a file the visitor gave. */
  take(file: File, preset: Preset): Promise<void> {
    this.ready = this.#read(file, preset);
    return this.ready;
  }

  /** Names a picture on the web, which Runware fetches itself. */
  link(url: string): void {
    this.#set({name: url, state: 'linked'});
  }

  /** Takes back what was sent once: a data URI, or an address. */
  put(image: string | undefined, preset: Preset, name = ''): void {
    const [, type, base64] = /^data:([^;]+);base64,(.*)$/s.exec(image ?? '') ?? [];
    if (type && base64) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      this.take(new File([bytes], name, {type}), preset);
    } else if (image) this.link(image);
    else this.remove();
  }

  remove(): void {
    this.#set(undefined);
  }

  /** Moves the part that is sent. */
  move(by: Partial<Crop>): void {
    const {frame} = this;
    if (frame?.state !== 'usable') return;
    const {name, picture, crop, preset} = frame;
    this.#set(usable(this.#rules, name, picture, moved(picture, crop, preset, by), preset));
  }

  /** Fits the picture to another preset. */
  fit(preset: Preset): void {
    const {frame} = this;
    if (frame?.state === 'usable' && frame.preset !== preset)
      this.#set(usable(this.#rules, frame.name, frame.picture, moved(frame.picture, frame.crop, preset, {}), preset));
  }

  /** Why it cannot be sent. */
  faultIn(words: Words): string | undefined {
    if (this.frame?.state === 'reading') return words.frameReading;
    if (this.frame?.state !== 'unusable') return undefined;
    const {fault} = this.frame;
    return fault === 'frameTooSmall' ? words.frameTooSmall(this.#rules.minSide) : words[fault];
  }

  async #read(file: File, preset: Preset): Promise<void> {
    const {name} = file;
    const reading: Frame = {name, state: 'reading'};
    this.#set(reading);
    const read = await readPicture(this.#rules, file);
    // Meanwhile another may have been given, or this one taken back.
    if (this.frame !== reading) return;
    if ('fault' in read) this.#set({name, state: 'unusable', ...read});
    else this.#set(usable(this.#rules, name, read.picture, WHOLE, preset));
  }

  #set(frame: Frame | undefined): void {
    if (this.frame?.state === 'usable' && !(frame?.state === 'usable' && frame.picture === this.frame.picture))
      this.frame.picture.close();
    this.frame = frame;
    this.#changed();
  }
}

/** Encoded when it is looked at: moves come faster than an engine encodes. */
function usable(rules: Model['firstFrame'], name: string, picture: ImageBitmap, crop: Crop, preset: Preset): Frame {
  let encoded: EncodedFrame | undefined;
  return {
    name,
    state: 'usable',
    picture,
    crop,
    preset,
    get encoded() {
      encoded ??= encodeFrame(rules, picture, crop, preset);
      return encoded;
    },
  };
}
