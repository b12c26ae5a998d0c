// A request after validation and policy: what is sent to Runware.

import type {FrameImage, GenerationRequest, OutputFormat} from '../contract/index.ts';

/** A request that passed: its model, and every default that decides about the clip or its price, are filled in. */
export interface Order extends Omit<GenerationRequest, 'inputs' | 'taskUUID'> {
  model: string;
  fps: number;
  width: number;
  height: number;
  duration: number;
  numberResults: number;
  outputFormat: OutputFormat;
  inputs?: {frameImages: [FrameImage]};
}
