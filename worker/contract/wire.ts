// What travels between the page and the Worker. Runware's own vocabulary where Runware has a word for it.

import type {Problem} from './problem.ts';
import type {
  DELIVERY_METHOD,
  FramePosition,
  OUTPUT_TYPE,
  OutputFormat,
  ProviderSettings,
  SafetyMode,
  TASK_TYPE,
} from './runware.ts';

/** Bytes of a whole request body, the largest first frame as base64 included. */
export const MAX_BODY_BYTES = 12_000_000;

/** Body of `POST /v1/generations`. Sent by the page. Every field but `taskUUID` has a default or may be absent. */
export interface GenerationRequest {
  /** Identifies the generation and makes the request idempotent: the same UUID with the same body starts nothing new. UUID v4. */
  taskUUID: string;
  /** Accepted only at this value. */
  taskType?: typeof TASK_TYPE;
  /** Accepted only at the `id` of the model. */
  model?: string;
  /** Accepted only at the model's value. */
  fps?: number;
  /** Accepted only at this value. */
  deliveryMethod?: typeof DELIVERY_METHOD;
  /** Accepted only at this value. */
  outputType?: typeof OUTPUT_TYPE;
  /** What the clip shows: within the model's bounds of length. May be absent only with a first frame. */
  positivePrompt?: string;
  /** Pixels; only together with `height`, only a size of one of the model's presets. Default: the first preset. */
  width?: number;
  /** Pixels; only together with `width`. */
  height?: number;
  /** Seconds, as the preset allows. Default: the shortest it can have. */
  duration?: number;
  /** Variations to make, each billed. Default 1. */
  numberResults?: number;
  /** Container of the clip. Default: the model's first format. */
  outputFormat?: OutputFormat;
  /** Compression quality, within the model's bounds. */
  outputQuality?: number;
  /** Seconds until the clip is deleted, at least the model's minimum. */
  ttl?: number;
  /** Check of the finished clip for unsafe content. */
  safety?: {
    /** `true` alone means mode `fast`. Default `false`. */
    checkContent?: boolean;
    /** Default `none`. */
    mode?: SafetyMode;
  };
  /** Input media. */
  inputs?: {
    /** Exactly one image: the first frame. */
    frameImages?: [FrameImage];
  };
  /** Settings of the model's maker, by its name. */
  providerSettings?: ProviderSettings;
}

/** A first frame: a data URI, bare base64, the UUID of media stored at Runware, or a URL on a host the deployment allows. */
export type FrameImage = string | {image: string; frame?: FramePosition};

/** One finished clip. */
export interface Result {
  /** Runware's identifier of the clip. UUID v4. */
  videoUUID: string;
  /**
   * Where the clip plays from. Absent where the clip is withheld: `NSFWContent` is true, and the deployment does not show what
   * its safety check finds (or Runware itself has withheld it). A withheld clip counts as made, and is billed.
   */
  videoURL?: string;
  /** The seed that was used; a string where it is too large for a JavaScript number. */
  seed?: number | string;
  /** Whether unsafe content was found; present only when a check ran. */
  NSFWContent?: boolean;
  /** What Runware billed for this clip, in USD. */
  cost?: number;
}

interface GenerationCommon {
  /** As the client minted it. */
  taskUUID: string;
  /** How many clips were asked for. */
  numberResults: number;
  /** The clips finished so far, in a stable order. */
  results: readonly Result[];
  /** How many of the clips asked for have failed so far. */
  failedResults: number;
  /** When the Worker took it on. ISO 8601, UTC. */
  startedAt: string;
}

/** Still being made. Also the state of a generation whose fate is not known yet: unknown is never "failed". */
export interface ProcessingGeneration extends GenerationCommon {
  status: 'processing';
  /** Per cent, where Runware tells; never decreases. */
  progress?: number;
  /** Set once it has taken longer than usual (20 minutes). It may still succeed. */
  late?: true;
}

/** Done, with at least one clip. `failedResults` tells whether some are missing. */
export interface SucceededGeneration extends GenerationCommon {
  status: 'success';
  /** ISO 8601, UTC. */
  finishedAt: string;
}

/** Ended without a clip, as far as is known: a clip that appears later turns it into a success. */
export interface FailedGeneration extends GenerationCommon {
  status: 'error';
  /** Why, in this product's own codes. */
  error: Problem;
  /** ISO 8601, UTC. */
  finishedAt: string;
}

/** Body of the answers of `POST /v1/generations` and `GET /v1/generations/:taskUUID`. Sent by the Worker. */
export type Generation = ProcessingGeneration | SucceededGeneration | FailedGeneration;

/** Body of `POST /v1/session`, by what the deployment's `visitorCheck` asks for; `{}` where that is `none`. Sent by the page. */
export interface SessionRequest {
  /** The token of a passed Turnstile check, made with the action `hailuo-generator`. */
  turnstile?: string;
  /** The token (JWT) by which the site vouches for its visitor. */
  identity?: string;
}

/**
 * Body of the answer of `POST /v1/session`. Sent by the Worker. The token goes back as `Authorization: Bearer …` with each
 * `POST`; it holds for the page's origin and the visitor's network. A `sessionRequired` problem means: get another one.
 */
export interface Session {
  token: string;
  /** ISO 8601, UTC. */
  expiresAt: string;
}

/** A UUID of version 4, in any case. */
export const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
