// What a deployment offers of what the model offers.

import {
  DEFAULT_DURATION,
  DEFAULT_OUTPUT_FORMAT,
  DEFAULT_PRESET,
  type Duration,
  durationsOf,
  type FieldError,
  OUTPUT_FORMAT_NAMES,
  type OutputFormat,
  PRESET_NAMES,
  PRESETS,
  type PresetName,
  presetOf,
  RESULTS,
  type SafetyMode,
} from '../contract/index.ts';
import type {Settings} from '../settings/settings.ts';
import type {Order} from './schema.ts';

/** The settings that narrow the offer. */
export type PolicySettings = Pick<
  Settings,
  'OFFER_PRESETS' | 'OFFER_DURATIONS' | 'OFFER_FORMATS' | 'OFFER_RESULTS_MAX' | 'OFFER_OPTIMIZER' | 'SAFETY_MODE'
>;

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
export function offerOf(settings: PolicySettings): Offer {
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

/** Every field of an order that is not offered here, with what is. */
export function policyErrors(offer: Offer, order: Order): FieldError[] {
  const preset = presetOf(order.width, order.height);
  const offered = offer.presets.find(({name}) => name === preset);
  const errors: FieldError[] = [];
  const refuse = (field: string, allowed: FieldError['allowed'] & {}) =>
    errors.push({field, message: 'has a value that is not offered here', allowed});
  if (!offered) {
    const sizes = offer.presets.map(({name}) => `${PRESETS[name].width}x${PRESETS[name].height}`);
    refuse('width', sizes);
    refuse('height', sizes);
  } else if (!offered.durations.includes(order.duration)) refuse('duration', offered.durations);
  if (order.numberResults > offer.maxResults) refuse('numberResults', {min: RESULTS.min, max: offer.maxResults});
  if (order.outputFormat && !offer.formats.includes(order.outputFormat)) refuse('outputFormat', offer.formats);
  const {mode, checkContent} = order.safety ?? {};
  if (offer.safetyMode !== undefined) {
    if (mode !== undefined && mode !== offer.safetyMode) refuse('safety.mode', [offer.safetyMode]);
    const isChecked = offer.safetyMode !== 'none';
    if (checkContent !== undefined && checkContent !== isChecked) refuse('safety.checkContent', [isChecked]);
  }
  if (order.providerSettings?.minimax?.promptOptimizer && !offer.optimizer)
    refuse('providerSettings.minimax.promptOptimizer', [false]);
  return errors;
}

/** An order that the policy lets pass, with what the policy adds to it. */
export function underPolicy({formats, safetyMode}: Offer, order: Order): Order {
  const [format] = formats;
  const needsFormat = order.outputFormat === undefined && format && !formats.includes(DEFAULT_OUTPUT_FORMAT);
  return {
    ...order,
    ...(needsFormat && {outputFormat: format}),
    ...(safetyMode !== undefined && {safety: {mode: safetyMode}}),
  };
}
