// What a first frame may be, read from its first bytes: never from what a client says it is.
// An image has up to 11 MB of text. None of it is copied: texts are searched where they are, and only the head is decoded.

import {imageDimensionsFromData} from 'image-dimensions';
import {type FieldError, type FrameImage, type Model, UUID_V4} from '../contract/index.ts';

/** What is wrong with an image. */
export type ImageFault = Omit<FieldError, 'field'>;

/** A first frame, by the form in which it came. */
type Frame =
  | {form: 'inline'; base64: string; declaredType?: string}
  /** `uuid`: media that Runware stores already. */
  | {form: 'uuid' | 'url' | 'unknown'};

/** Longer texts are no URL of an image. */
const MAX_URL_LENGTH = 4096;

/** Shorter strings of base64 letters are words or slips, not pictures: the smallest PNG there is has 67 bytes. */
const MIN_BASE64_LENGTH = 88;

const DATA_URI_HEAD = /^data:([a-z]{1,20}\/[a-z0-9.+-]{1,40});base64,/;

/** What is wrong with a first frame under a model's rules, if anything is. Whether a host is allowed is the policy's business. */
export function frameError(model: Model, frame: FrameImage): FieldError | undefined {
  const fault = frameFault(model, readFrame(imageOf(frame)));
  return fault && {field: fieldOf(frame), ...fault};
}

/** The error of a first frame that is a URL on none of these hosts. */
export function hostError(frame: FrameImage, hosts: readonly string[]): FieldError | undefined {
  const url = urlOf(imageOf(frame));
  if (!url) return undefined;
  const {protocol, username, password, host} = url;
  if (protocol === 'https:' && !username && !password && hosts.includes(host)) return undefined;
  const allowed = hosts.map((name) => `https://${name}/`);
  return {field: fieldOf(frame), message: 'is a URL on a host that is not allowed here', allowed};
}

/**
 * A URL goes on in the spelling in which its host was judged: of `https://good.example\@evil.example/` others may read
 * another host.
 */
export function normalizeImageURL(frame: FrameImage): FrameImage {
  const url = urlOf(imageOf(frame));
  if (!url) return frame;
  return typeof frame === 'string' ? url.href : {...frame, image: url.href};
}

function imageOf(frame: FrameImage): string {
  return typeof frame === 'string' ? frame : frame.image;
}

function fieldOf(frame: FrameImage): string {
  return typeof frame === 'string' ? 'inputs.frameImages.0' : 'inputs.frameImages.0.image';
}

function readFrame(text: string): Frame {
  if (UUID_V4.test(text)) return {form: 'uuid'};
  const [head = '', declaredType] = DATA_URI_HEAD.exec(text.slice(0, 100)) ?? [];
  const base64 = text.slice(head.length);
  if (declaredType !== undefined) return isBase64(base64) ? {form: 'inline', base64, declaredType} : {form: 'unknown'};
  if (text.length >= MIN_BASE64_LENGTH && isBase64(text)) return {form: 'inline', base64: text};
  return {form: urlOf(text) ? 'url' : 'unknown'};
}

function urlOf(text: string): URL | undefined {
  const url = text.length <= MAX_URL_LENGTH ? URL.parse(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** A search for what does not belong there, as that needs no memory: a match of the whole text would keep each step of it. */
function isBase64(text: string): boolean {
  return text !== '' && !/[^A-Za-z0-9+/]/.test(text.slice(0, -2)) && /^[A-Za-z0-9+/]*={0,2}$/.test(text.slice(-2));
}

function frameFault(model: Model, frame: Frame): ImageFault | undefined {
  if (frame.form === 'inline') return imageFault(model, frame.base64, frame.declaredType);
  if (frame.form !== 'unknown') return undefined;
  const forms = [...model.frameTypes.map((type) => `data:${type};base64,…`), 'base64', 'UUID v4 of media at Runware'];
  return {message: 'is not an image in any form that is accepted', allowed: forms};
}

const TYPES: Readonly<Record<string, string>> = {jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp'};

/** What keeps base64 from being a first frame, if anything does; `declaredType` is its media type, where one was named. */
export function imageFault(
  {frameTypes, firstFrame}: Model,
  base64: string,
  declaredType?: string,
): ImageFault | undefined {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const length = Math.floor(((base64.length - padding) * 3) / 4);
  if (length > firstFrame.maxBytes)
    return {message: `is an image of ${length} bytes`, allowed: {max: firstFrame.maxBytes}};
  const image = measure(base64);
  const type = TYPES[image?.type ?? ''];
  if (!image || !type || !frameTypes.includes(type))
    return {message: 'is not an image of a type that is accepted', allowed: frameTypes};
  if (declaredType !== undefined && declaredType !== type)
    return {message: `is ${type}, although it is declared as another type`, allowed: [type]};
  const {width, height} = image;
  if (Math.min(width, height) < firstFrame.minSide)
    return {message: `has ${width}x${height} pixels`, allowed: {min: firstFrame.minSide}};
  const aspect = width / height;
  const {min, max} = firstFrame.aspect;
  return aspect < min || aspect > max
    ? {message: `has ${width}x${height} pixels, too long for its width or too wide`, allowed: {min, max}}
    : undefined;
}

/** Characters of base64 that are decoded first: whole groups of four. Metadata in front of a JPEG's size may need more. */
const HEAD_LENGTH = 16_384;
const HEAD_GROWTH = 8;

/** How a JPEG begins, in base64. The other types have their size within the first bytes. */
const JPEG_START = '/9j/';

/** Type and size of an image, from as much of its head as it takes. */
function measure(base64: string) {
  for (let length = HEAD_LENGTH; ; length *= HEAD_GROWTH) {
    const bytes = decode(base64.slice(0, length));
    const image = bytes && dimensionsOf(bytes);
    if (image || !bytes || length >= base64.length || !base64.startsWith(JPEG_START)) return image;
  }
}

function decode(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(base64);
  } catch {
    return undefined;
  }
}

function dimensionsOf(bytes: Uint8Array) {
  try {
    return imageDimensionsFromData(bytes);
  } catch {
    return undefined;
  }
}
