// Converts the visitor's picture into the first frame that is sent: in the preset's shape, not larger, without the
// photo's metadata.

import type {Model} from '../../../worker/contract/index.ts';

export type FrameFault = 'frameType' | 'frameHEIC' | 'frameTooBig' | 'frameUnreadable' | 'frameTooSmall';

/** The used part of a picture: its centre as shares of the whole, and the zoom factor. */
export interface Crop {
  x: number;
  y: number;
  zoom: number;
}

/** The picture as it is sent. */
export interface EncodedFrame {
  dataURI: string;
  width: number;
  height: number;
  bytes: number;
}

/** The largest part in the preset's shape. */
export const FULL_CROP: Crop = {x: 0.5, y: 0.5, zoom: 1};

/** Decoding larger files can crash the tab on a phone. */
const MAX_FILE_BYTES = 60_000_000;
export const ZOOM_MAX = 4;
const HEIC = /hei[cf]/i;
const JPEG_QUALITY = 0.92;

type Size = Pick<ImageBitmap, 'width' | 'height'>;

/** Decodes a file, with its orientation applied, or returns why it cannot be the first frame. */
export async function readPicture(
  {frameTypes, firstFrame}: Model,
  file: File,
): Promise<{picture: ImageBitmap} | {fault: FrameFault}> {
  // Browsers without HEIC support leave the file's type empty.
  const heic = HEIC.test(file.type) || (!file.type && HEIC.test(file.name));
  if (!heic && !frameTypes.includes(file.type)) return {fault: 'frameType'};
  if (file.size > MAX_FILE_BYTES) return {fault: 'frameTooBig'};
  try {
    const picture = await decodePicture(file);
    return Math.min(picture.width, picture.height) < firstFrame.minSide ? {fault: 'frameTooSmall'} : {picture};
  } catch {
    return {fault: heic ? 'frameHEIC' : 'frameUnreadable'};
  }
}

/** Firefox (153) cannot create a bitmap from a JPEG that starts with EXIF, as cameras write it; an `<img>` can decode it. */
async function decodePicture(file: File): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch {
    const reader = new FileReader();
    const read = new Promise((resolve) => reader.addEventListener('loadend', resolve));
    reader.readAsDataURL(file);
    await read;
    const image = new Image();
    image.src = `${reader.result}`;
    await image.decode();
    return createImageBitmap(image);
  }
}

/** The part of the picture that a crop selects, in pixels. Always inside the picture. */
export function cropBox(picture: Size, crop: Crop, preset: Size): Size & {x: number; y: number} {
  const aspect = preset.width / preset.height;
  const zoom = clamp(crop.zoom, 1, ZOOM_MAX);
  const width = Math.min(picture.width, picture.height * aspect) / zoom;
  const height = width / aspect;
  return {
    width,
    height,
    x: clamp(crop.x * picture.width - width / 2, 0, picture.width - width),
    y: clamp(crop.y * picture.height - height / 2, 0, picture.height - height),
  };
}

/** Moves a crop by shares of the visible part, and zooms it by a factor. It stays inside the picture. */
export function moveCrop(picture: Size, crop: Crop, preset: Size, by: Partial<Crop>): Crop {
  const zoom = clamp(crop.zoom * (by.zoom ?? 1), 1, ZOOM_MAX);
  const seen = cropBox(picture, crop, preset);
  const middle = {
    x: (seen.x + seen.width / 2 + (by.x ?? 0) * seen.width) / picture.width,
    y: (seen.y + seen.height / 2 + (by.y ?? 0) * seen.height) / picture.height,
    zoom,
  };
  const {x, y, width, height} = cropBox(picture, middle, preset);
  return {x: (x + width / 2) / picture.width, y: (y + height / 2) / picture.height, zoom};
}

/** Draws the selected part. Metadata, such as where a photo was taken, is not sent. */
export function encodeFrame(
  {firstFrame: {minSide}}: Model,
  picture: ImageBitmap,
  crop: Crop,
  preset: Size,
): EncodedFrame {
  const box = cropBox(picture, crop, preset);
  const height = Math.round(clamp(box.height, minSide, preset.height));
  const width = Math.round((height * preset.width) / preset.height);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, {width, height});
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  // JPEG has no transparency: without this, transparent parts would be black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, box.x, box.y, box.width, box.height, 0, 0, width, height);
  const dataURI = canvas.toDataURL('image/jpeg', JPEG_QUALITY);
  return {dataURI, width, height, bytes: Math.floor(((dataURI.length - dataURI.indexOf(',') - 1) * 3) / 4)};
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
