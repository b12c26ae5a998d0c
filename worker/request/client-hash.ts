// What tells two requests of one taskUUID apart.

import type {FrameImage, GenerationRequest} from '../contract/index.ts';
import {digest} from '../crypto.ts';

/**
 * The digest of what a client asked for, before any default or policy of this deployment, so that the same click is the same
 * request after a deployment too. The order of keys does not count, nor do fields that have only one value: Runware's
 * envelope has some of them and the JSON route need not.
 */
export async function clientHash(request: GenerationRequest): Promise<string> {
  const {taskUUID: _, taskType, model, fps, deliveryMethod, outputType, inputs, ...asked} = request;
  const frame = inputs?.frameImages?.[0];
  return digest(canonicalJSON({...asked, ...(frame !== undefined && {frame: await hashedFrame(frame)})}));
}

/** An image is hashed by itself, so that megabytes of it are not written out once more. */
async function hashedFrame(frame: FrameImage): Promise<FrameImage> {
  return typeof frame === 'string' ? digest(frame) : {...frame, image: await digest(frame.image)};
}

function canonicalJSON(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
