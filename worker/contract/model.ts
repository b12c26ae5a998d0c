// The models: one row each. Nothing outside of this table knows a fact of a model.

import {DEFAULT_MODEL_NAME, FORM_MODELS, type FormModel} from './form-model.ts';
import type {FramePosition} from './runware.ts';

/** The facts of one model. */
export interface Model extends FormModel {
  /** `outputQuality`: compression quality, a whole number. */
  readonly quality: {readonly min: number; readonly max: number};
  /** `ttl`: seconds until Runware deletes the clip, a whole number. Unset means Runware's own default. */
  readonly ttl: {readonly min: number};
  /** `inputs.frameImages`: one image, used as the first frame. */
  readonly firstFrame: {
    /** The positions an image may be given: all of them mean the first frame. */
    readonly positions: readonly FramePosition[];
    /** Bytes of the decoded file. Keeps a base64 body under `MAX_BODY_BYTES`. */
    readonly maxBytes: number;
    /** Pixels of the shorter side. */
    readonly minSide: number;
    /** Width divided by height. */
    readonly aspect: {readonly min: number; readonly max: number};
  };
  /** Name of the model's maker in `providerSettings`. */
  readonly provider: string;
  /** Commands that the model reads in square brackets in a prompt. */
  readonly cameraCommands: readonly string[];
}

/** Every model, by the name this product gives it. */
export const MODELS = {
  /**
   * MiniMax Hailuo 2.3. Source: https://runware.ai/docs/models/minimax-hailuo-2-3
   *
   * That page names no limits of a first frame's size; these are the tightest of Runware's older MiniMax models and of
   * MiniMax's resellers, so that what passes here is not refused there. MiniMax's own API has the prompt optimizer on by
   * default, Runware has it off. Camera commands: https://platform.minimax.io/docs/api-reference/video-generation-t2v
   */
  'hailuo-2.3': {
    ...FORM_MODELS['hailuo-2.3'],
    quality: {min: 20, max: 99},
    ttl: {min: 60},
    firstFrame: {positions: ['first', 0], maxBytes: 8_000_000, minSide: 301, aspect: {min: 2 / 5, max: 5 / 2}},
    provider: 'minimax',
    cameraCommands: [
      'Truck left',
      'Truck right',
      'Pan left',
      'Pan right',
      'Push in',
      'Pull out',
      'Pedestal up',
      'Pedestal down',
      'Tilt up',
      'Tilt down',
      'Zoom in',
      'Zoom out',
      'Shake',
      'Tracking shot',
      'Static shot',
    ],
  },
} as const satisfies Record<keyof typeof FORM_MODELS, Model>;

/** The row of the model that this product uses. */
export const DEFAULT_MODEL = MODELS[DEFAULT_MODEL_NAME];

/** A camera command of a model in the table. */
export type CameraCommand = (typeof MODELS)[keyof typeof MODELS]['cameraCommands'][number];

/** The row of the model with this identifier. Throws where there is none: nothing lets another one get this far. */
export function modelOf(id: string): Model {
  const model = Object.values<Model>(MODELS).find((row) => row.id === id);
  if (!model) throw new Error(`There is no model ${id}`);
  return model;
}
