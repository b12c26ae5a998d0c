// The models, as Runware's documentation gives them: one row each. Nothing outside of this table knows a fact of a model.
// A list in a row is in the order in which the form shows it, and its first entry is the default.

/** The only task type this product starts. */
export const TASK_TYPE = 'videoInference';

/** The only delivery method of video models: acknowledge now, poll for the result. */
export const DELIVERY_METHOD = 'async';

/** The only form in which this product takes a clip. */
export const OUTPUT_TYPE = 'URL';

/** Runware's names of video formats, with the media type and file extension of each. */
export const OUTPUT_FORMATS = {
  MP4: {type: 'video/mp4', extension: 'mp4'},
  WEBM: {type: 'video/webm', extension: 'webm'},
  MOV: {type: 'video/quicktime', extension: 'mov'},
} as const;

/** Name of an output format. */
export type OutputFormat = keyof typeof OUTPUT_FORMATS;

/** Which frames of a clip are checked for unsafe content, in Runware's words. */
export type SafetyMode = 'none' | 'fast' | 'full';

/** Where in the clip an input image stands, in Runware's words: the name or the index of a frame. */
export type FramePosition = 'first' | 0;

/** `providerSettings` of a request: settings of the model's maker, by its name at Runware. */
export interface ProviderSettings {
  [provider: string]: {
    /** Lets the maker's own model rewrite the prompt. */
    promptOptimizer?: boolean;
  };
}

/** Bytes of a whole request body, the largest first frame as base64 included. */
export const MAX_BODY_BYTES = 12_000_000;

/** A size that a model offers. */
export interface Preset {
  readonly name: string;
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
  /**
   * Price of one clip by the durations (whole seconds) this size can have, in whole micro-dollars (1 USD = 1,000,000), so
   * that sums stay exact. The shortest duration is the default.
   */
  readonly microUSD: Readonly<Record<number, number>>;
}

/** The facts of one model. */
export interface Model {
  /** Runware's identifier (AIR). */
  readonly id: string;
  /** Frames per second of every clip. */
  readonly fps: number;
  readonly presets: readonly [Preset, ...Preset[]];
  /** Length of `positivePrompt` in characters: see {@link promptLength}. */
  readonly prompt: {readonly min: number; readonly max: number};
  /** `numberResults` at most: how many variations one generation makes. One is the default. */
  readonly maxResults: number;
  /** `outputFormat`. */
  readonly formats: readonly [OutputFormat, ...OutputFormat[]];
  /** `outputQuality`: compression quality, a whole number. */
  readonly quality: {readonly min: number; readonly max: number; readonly default: number};
  /** `ttl`: seconds until Runware deletes the clip, a whole number. Unset means Runware's own default. */
  readonly ttl: {readonly min: number};
  /** `safety.mode`. */
  readonly safetyModes: readonly [SafetyMode, ...SafetyMode[]];
  /** `inputs.frameImages`: one image, used as the first frame. */
  readonly firstFrame: {
    /** The positions an image may be given: all of them mean the first frame. */
    readonly positions: readonly FramePosition[];
    /** Media types accepted. */
    readonly types: readonly string[];
    /** Bytes of the decoded file. Keeps a base64 body under {@link MAX_BODY_BYTES}. */
    readonly maxBytes: number;
    /** Pixels of the shorter side. */
    readonly minSide: number;
    /** Width divided by height. */
    readonly aspect: {readonly min: number; readonly max: number};
  };
  /** `providerSettings.<provider>.promptOptimizer`, where the model has one. */
  readonly promptOptimizer?: {readonly provider: string; readonly default: boolean};
  /** Commands that the model reads in square brackets in a prompt, where it knows any. */
  readonly camera?: {
    readonly commands: readonly string[];
    /** More than these in one bracket are seldom followed. */
    readonly maxTogether: number;
  };
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
    id: 'minimax:4@1',
    fps: 25,
    presets: [
      {name: '768p', width: 1366, height: 768, microUSD: {6: 280_000, 10: 560_000}},
      {name: '1080p', width: 1920, height: 1080, microUSD: {6: 490_000}},
    ],
    prompt: {min: 2, max: 2000},
    maxResults: 4,
    formats: ['MP4', 'WEBM', 'MOV'],
    quality: {min: 20, max: 99, default: 95},
    ttl: {min: 60},
    safetyModes: ['none', 'fast', 'full'],
    firstFrame: {
      positions: ['first', 0],
      types: ['image/jpeg', 'image/png', 'image/webp'],
      maxBytes: 8_000_000,
      minSide: 301,
      aspect: {min: 2 / 5, max: 5 / 2},
    },
    promptOptimizer: {provider: 'minimax', default: false},
    camera: {
      commands: [
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
      maxTogether: 3,
    },
  },
} as const satisfies Record<string, Model>;

/** The model that requests mean, and that the form is for. */
export const DEFAULT_MODEL = MODELS['hailuo-2.3'];

type AnyModel = (typeof MODELS)[keyof typeof MODELS];
type AnyPreset = AnyModel['presets'][number];
type DurationOf<P> = P extends Preset ? keyof P['microUSD'] : never;
type CommandOf<M> = M extends {camera: {commands: readonly (infer C)[]}} ? C : never;

/** Name of a size of a model in the table. */
export type PresetName = AnyPreset['name'];

/** Length of a clip of a model in the table, in seconds. */
export type Duration = DurationOf<AnyPreset>;

/** A camera command of a model in the table. */
export type CameraCommand = CommandOf<AnyModel>;

/** The preset of this name, else the default. */
export function presetNamed({presets}: Model, name: string): Preset {
  return presets.find((preset) => preset.name === name) ?? presets[0];
}

/** The durations that one of these presets can have, shortest first (as JavaScript keeps keys that are whole numbers). */
export function durationsOf(...presets: readonly Preset[]): number[] {
  return Object.keys(Object.assign({}, ...presets.map(({microUSD}) => microUSD))).map(Number);
}

/** What a request means for this preset that names no duration: the shortest, which costs least. */
export function shortestOf(preset: Preset): number {
  return Math.min(...durationsOf(preset));
}

/** The price in whole micro-dollars, or undefined where the preset cannot have the duration. */
export function priceOf({microUSD}: Preset, duration: number, results = 1): number | undefined {
  const one = microUSD[duration];
  return one && one * results;
}

/** How many characters a prompt has: Unicode code points, so that an emoji counts once, as in JSON Schema. */
export function promptLength(prompt: string): number {
  return [...prompt].length;
}
