// The facts of one model, MiniMax Hailuo 2.3 on Runware, as its documentation page gives them. Tables only.
// Source: https://runware.ai/docs/models/minimax-hailuo-2-3 (first-frame limits: see FIRST_FRAME).

/** Runware's identifier (AIR) of MiniMax Hailuo 2.3. */
export const MODEL = 'minimax:4@1';

/** The only task type this product starts. */
export const TASK_TYPE = 'videoInference';

/** Frames per second of every clip; the model offers no other. */
export const FPS = 25;

/** The only delivery method the model offers: acknowledge now, poll for the result. */
export const DELIVERY_METHOD = 'async';

/** The only form in which the model hands over a clip. */
export const OUTPUT_TYPE = 'URL';

/** A size the model offers. Prices are whole micro-dollars (1 USD = 1,000,000), so sums stay exact. */
interface Preset {
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
  /** Price of one clip in micro-dollars, by the durations (seconds) this size can have. */
  readonly microUSD: Readonly<Partial<Record<Duration, number>>>;
}

/** Every length a clip can have, in seconds. A preset may offer fewer: see {@link PRESETS}. */
export const DURATIONS = [6, 10] as const;

/** Length of a clip in seconds. */
export type Duration = (typeof DURATIONS)[number];

/** The sizes, the durations each can have, and what one clip costs. */
export const PRESETS = {
  '768p': {width: 1366, height: 768, microUSD: {6: 280_000, 10: 560_000}},
  '1080p': {width: 1920, height: 1080, microUSD: {6: 490_000}},
} as const satisfies Record<string, Preset>;

/** Name of a size: `768p` or `1080p`. */
export type PresetName = keyof typeof PRESETS;

/** The names of the sizes, smallest first. */
export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];

/** What a request means that names no size or no duration. The model page gives no default; the Worker always sends one. */
export const DEFAULT_PRESET: PresetName = '768p';
/** See {@link DEFAULT_PRESET}. In seconds. */
export const DEFAULT_DURATION: Duration = 6;

/** Length of `positivePrompt` in characters (Unicode code points: an emoji counts once, as in JSON Schema). */
export const PROMPT = {min: 2, max: 2000} as const;

/** `numberResults`: how many variations one generation makes. */
export const RESULTS = {min: 1, max: 4, default: 1} as const;

/** `outputFormat`, with the media type and file extension of each. */
export const OUTPUT_FORMATS = {
  MP4: {type: 'video/mp4', extension: 'mp4'},
  WEBM: {type: 'video/webm', extension: 'webm'},
  MOV: {type: 'video/quicktime', extension: 'mov'},
} as const;

/** Name of an output format. */
export type OutputFormat = keyof typeof OUTPUT_FORMATS;

/** The names of the output formats. */
export const OUTPUT_FORMAT_NAMES = Object.keys(OUTPUT_FORMATS) as readonly OutputFormat[];

/** What a request means that names no format. */
export const DEFAULT_OUTPUT_FORMAT: OutputFormat = 'MP4';

/** `outputQuality`: compression quality, a whole number. */
export const QUALITY = {min: 20, max: 99, default: 95} as const;

/** `ttl`: seconds until Runware deletes the clip, a whole number. Unset means Runware's own default. */
export const TTL = {min: 60} as const;

/** `safety.mode`: which frames are checked. */
export const SAFETY_MODES = ['none', 'fast', 'full'] as const;

/** Which frames of a clip are checked for unsafe content. */
export type SafetyMode = (typeof SAFETY_MODES)[number];

/** What a request means that names no safety mode. */
export const DEFAULT_SAFETY_MODE: SafetyMode = 'none';

/** `providerSettings.minimax.promptOptimizer` when unset. (MiniMax's own API defaults to true; Runware's to false.) */
export const DEFAULT_PROMPT_OPTIMIZER = false;

/**
 * `inputs.frameImages`: one image, used as the first frame. The page names no limits of size; these are the tightest of
 * Runware's older MiniMax models and of MiniMax's resellers, so that what passes here is not refused there.
 */
export const FIRST_FRAME = {
  /** How many images a request may carry. */
  count: 1,
  /** The positions an image may be given: both mean the first frame. */
  frames: ['first', 0],
  /** Media types accepted. */
  types: ['image/jpeg', 'image/png', 'image/webp'],
  /** Bytes of the decoded file. Keeps a base64 body under {@link MAX_BODY_BYTES}. */
  maxBytes: 8_000_000,
  /** Pixels of the shorter side. */
  minSide: 301,
  /** Width divided by height. */
  aspect: {min: 2 / 5, max: 5 / 2},
} as const;

/** Bytes of a whole request body, the largest first frame as base64 included. */
export const MAX_BODY_BYTES = 12_000_000;

/** The preset of exactly this size, if the model offers it. */
export function presetOf(width: number, height: number): PresetName | undefined {
  return PRESET_NAMES.find((name) => PRESETS[name].width === width && PRESETS[name].height === height);
}

/** The durations (seconds) a preset can have. */
export function durationsOf(preset: PresetName): readonly Duration[] {
  return DURATIONS.filter((duration) => duration in PRESETS[preset].microUSD);
}

/** The price in whole micro-dollars, or undefined where the model does not offer the pair. */
export function priceOf(preset: PresetName, duration: Duration, results = 1): number | undefined {
  const {microUSD}: Preset = PRESETS[preset];
  const one = microUSD[duration];
  return one === undefined ? undefined : one * results;
}

/** How many characters a prompt has, as {@link PROMPT} counts them. */
export function promptLength(prompt: string): number {
  return [...prompt].length;
}
