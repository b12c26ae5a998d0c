// What a deployment offers of what the model offers.

import {
  DEFAULT_DURATION,
  DEFAULT_PRESET,
  type Duration,
  durationsOf,
  OUTPUT_FORMAT_NAMES,
  type OutputFormat,
  PRESET_NAMES,
  type PresetName,
  type SafetyMode,
} from '../contract/index.ts';

/** The settings that narrow the offer. */
export interface OfferSettings {
  OFFER_PRESETS: readonly string[];
  OFFER_DURATIONS: readonly string[];
  OFFER_FORMATS: readonly string[];
  OFFER_RESULTS_MAX: number;
  OFFER_OPTIMIZER: 'allowed' | 'denied';
  SAFETY_MODE?: SafetyMode | undefined;
}

/** What may be ordered. */
export interface Offer {
  /** Each preset with the durations it can have here. */
  presets: readonly {name: PresetName; durations: readonly Duration[]}[];
  maxResults: number;
  formats: readonly OutputFormat[];
  /** The one safety mode, where it is not the visitor's choice. */
  safetyMode?: SafetyMode;
  optimizer: boolean;
}

/** The offer under these settings. */
export function offerOf(settings: OfferSettings): Offer {
  const {OFFER_PRESETS: names, OFFER_DURATIONS: seconds, OFFER_FORMATS: formats, SAFETY_MODE: safetyMode} = settings;
  const presets = PRESET_NAMES.filter((name) => names.length === 0 || names.includes(name))
    .map((name) => ({
      name,
      durations: durationsOf(name).filter((duration) => seconds.length === 0 || seconds.includes(String(duration))),
    }))
    .filter(({durations}) => durations.length > 0);
  return {
    presets,
    maxResults: settings.OFFER_RESULTS_MAX,
    formats: OUTPUT_FORMAT_NAMES.filter((name) => formats.length === 0 || formats.includes(name)),
    ...(safetyMode !== undefined && {safetyMode}),
    optimizer: settings.OFFER_OPTIMIZER === 'allowed',
  };
}

/** What a request means here that names no preset. */
export function defaultPreset({presets}: Offer): PresetName {
  return presets.some(({name}) => name === DEFAULT_PRESET) ? DEFAULT_PRESET : (presets[0]?.name ?? DEFAULT_PRESET);
}

/** What a request means here that names no duration. */
export function defaultDuration({presets}: Offer, preset: PresetName): Duration {
  const durations = presets.find(({name}) => name === preset)?.durations ?? [];
  return durations.includes(DEFAULT_DURATION) ? DEFAULT_DURATION : (durations[0] ?? DEFAULT_DURATION);
}
