// A picture the visitor gives, made into what the wire takes. Loaded when the first file is chosen.

import {FIRST_FRAME} from '../worker/contract/index.ts';

export type FrameFault = 'frameType' | 'frameTooBig' | 'frameUnreadable' | 'frameTooSmall' | 'frameShape';

export type FirstFrame = {dataURI: string} | {fault: FrameFault};

/** Reads a file, or says why it cannot be the first frame. */
export async function readFirstFrame(file: File): Promise<FirstFrame> {
  if (!(FIRST_FRAME.types as readonly string[]).includes(file.type)) return {fault: 'frameType'};
  if (file.size > FIRST_FRAME.maxBytes) return {fault: 'frameTooBig'};
  const side = await sizeOf(file);
  if (!side) return {fault: 'frameUnreadable'};
  if (Math.min(side.width, side.height) < FIRST_FRAME.minSide) return {fault: 'frameTooSmall'};
  const aspect = side.width / side.height;
  if (aspect < FIRST_FRAME.aspect.min || aspect > FIRST_FRAME.aspect.max) return {fault: 'frameShape'};
  return {dataURI: await dataURIOf(file)};
}

async function sizeOf(file: File): Promise<{width: number; height: number} | undefined> {
  try {
    const bitmap = await createImageBitmap(file);
    const {width, height} = bitmap;
    bitmap.close();
    return {width, height};
  } catch {
    return undefined;
  }
}

function dataURIOf(file: File): Promise<string> {
  const {promise, resolve, reject} = Promise.withResolvers<string>();
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result as string);
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(file);
  return promise;
}
