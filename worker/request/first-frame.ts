// What a first frame is, read from its first bytes: never from what a client says it is.

import {imageDimensionsFromData} from 'image-dimensions';
import type {FieldError, Model} from '../contract/index.ts';

/** What is wrong with an image. */
export type ImageFault = Omit<FieldError, 'field'>;

const TYPES: Readonly<Record<string, string>> = {jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp'};

/** What keeps base64 from being a first frame under a model's rules, if anything does; `declared` is its media type, where one was named. */
export function imageFault({frameTypes, firstFrame}: Model, base64: string, declared?: string): ImageFault | undefined {
  const length = Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
  if (length > firstFrame.maxBytes)
    return {message: `is an image of ${length} bytes`, allowed: {max: firstFrame.maxBytes}};
  const bytes = decode(base64);
  const image = bytes && measure(bytes);
  const type = TYPES[image?.type ?? ''];
  if (!image || !type || !frameTypes.includes(type))
    return {message: 'is no image of a kind that is accepted', allowed: frameTypes};
  if (declared !== undefined && declared !== type)
    return {message: `is ${type}, although it is said to be ${declared}`, allowed: [type]};
  const {width, height} = image;
  if (Math.min(width, height) < firstFrame.minSide)
    return {message: `has ${width}x${height} pixels`, allowed: {min: firstFrame.minSide}};
  const aspect = width / height;
  const {min, max} = firstFrame.aspect;
  return aspect < min || aspect > max
    ? {message: `has ${width}x${height} pixels, too long for its width or too wide`, allowed: {min, max}}
    : undefined;
}

function decode(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(base64);
  } catch {
    return undefined;
  }
}

function measure(bytes: Uint8Array) {
  try {
    return imageDimensionsFromData(bytes);
  } catch {
    return undefined;
  }
}
