// A request after validation and policy: what is sent to Runware.

import type {Duration, FrameImage, GenerationRequest} from '../contract/index.ts';

/** A request that passed: every default that has a price is filled in. */
export interface Order extends Omit<GenerationRequest, 'inputs' | 'taskUUID'> {
  width: number;
  height: number;
  duration: Duration;
  numberResults: number;
  inputs?: {frameImages: [FrameImage]};
}
