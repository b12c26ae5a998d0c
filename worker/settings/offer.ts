// What a deployment offers of what the model offers.

import {
  DEFAULT_MODEL,
  durationsOf,
  type Model,
  type OutputFormat,
  type Preset,
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
  model: Model;
  /** Each preset with the durations it can have here. */
  presets: readonly {preset: Preset; durations: readonly number[]}[];
  maxResults: number;
  formats: readonly OutputFormat[];
  /** The one safety mode, where it is not the visitor's choice. */
  safetyMode?: SafetyMode;
  optimizer: boolean;
}

/** The offer under these settings. */
export function offerOf(settings: OfferSettings, model: Model = DEFAULT_MODEL): Offer {
  const {OFFER_PRESETS: names, OFFER_DURATIONS: seconds, OFFER_FORMATS: formats, SAFETY_MODE: safetyMode} = settings;
  const presets = model.presets
    .filter(({name}) => names.length === 0 || names.includes(name))
    .map((preset) => ({
      preset,
      durations: durationsOf(preset).filter((duration) => seconds.length === 0 || seconds.includes(String(duration))),
    }))
    .filter(({durations}) => durations.length > 0);
  return {
    model,
    presets,
    maxResults: Math.min(settings.OFFER_RESULTS_MAX, model.maxResults),
    formats: model.formats.filter((name) => formats.length === 0 || formats.includes(name)),
    ...(safetyMode !== undefined && {safetyMode}),
    optimizer: model.promptOptimizer !== undefined && settings.OFFER_OPTIMIZER === 'allowed',
  };
}

/** What a request means here that names no preset. */
export function defaultPreset({model, presets}: Offer): Preset {
  return presets[0]?.preset ?? model.presets[0];
}

/** What a request means here that names no duration. */
export function defaultDuration({presets}: Offer, preset: Preset): number {
  const offered = presets.find((one) => one.preset === preset);
  return Math.min(...(offered?.durations ?? durationsOf(preset)));
}
