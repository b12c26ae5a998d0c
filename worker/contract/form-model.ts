// Of each model's row, what a form shows before anything else is loaded: every byte here counts against the element's first
// load. The rest of the row is in model.ts.

import type {OutputFormat, SafetyMode} from './runware.ts';

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

/** What a form knows of its model. Lists are in the order in which the form shows them; their first entry is the default. */
export interface FormModel {
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
  /** `outputQuality` where a form does not say another. */
  readonly defaultQuality: number;
  /** `safety.mode`. */
  readonly safetyModes: readonly [SafetyMode, ...SafetyMode[]];
  /** Media types accepted as a first frame. */
  readonly frameTypes: readonly string[];
  /** Whether the prompt optimizer is on where a request does not say. Absent where the model has none. */
  readonly promptOptimizer?: boolean;
  /** Camera commands in one bracket at most: more are seldom followed. Absent where the model knows none. */
  readonly maxCameraMoves?: number;
}

/** The form's part of every model's row. */
export const FORM_MODELS = {
  /** See `MODELS` for the sources. */
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
    defaultQuality: 95,
    safetyModes: ['none', 'fast', 'full'],
    frameTypes: ['image/jpeg', 'image/png', 'image/webp'],
    promptOptimizer: false,
    maxCameraMoves: 3,
  },
} as const satisfies Record<string, FormModel>;

/** The model that this product uses. */
export const DEFAULT_MODEL_NAME = 'hailuo-2.3';

/** The form's part of its row. */
export const DEFAULT_FORM_MODEL = FORM_MODELS[DEFAULT_MODEL_NAME];

type AnyPreset = (typeof FORM_MODELS)[keyof typeof FORM_MODELS]['presets'][number];
type DurationOf<P> = P extends Preset ? keyof P['microUSD'] : never;

/** Name of a size of a model in the table. */
export type PresetName = AnyPreset['name'];

/** Length of a clip of a model in the table, in seconds. */
export type Duration = DurationOf<AnyPreset>;

/** The preset of this name, else the default. */
export function presetNamed({presets}: FormModel, name: string): Preset {
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
