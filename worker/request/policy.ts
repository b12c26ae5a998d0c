// What a deployment offers of what the model offers.

import {
  DEFAULT_MODEL,
  durationsOf,
  type FieldError,
  type Model,
  type OutputFormat,
  optimizerPath,
  type Preset,
  presetOf,
  readOptimizer,
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
export function offerOf(settings: PolicySettings, model: Model = DEFAULT_MODEL): Offer {
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

/** Every field of an order that is not offered here, with what is. */
export function policyErrors(offer: Offer, order: Order): FieldError[] {
  const {model} = offer;
  const preset = presetOf(model, order.width, order.height);
  const offered = offer.presets.find((one) => one.preset === preset);
  const errors: FieldError[] = [];
  const refuse = (field: string, allowed: FieldError['allowed'] & {}) =>
    errors.push({field, message: 'has a value that is not offered here', allowed});
  if (!offered) {
    const sizes = offer.presets.map(({preset: {width, height}}) => `${width}x${height}`);
    refuse('width', sizes);
    refuse('height', sizes);
  } else if (!offered.durations.includes(order.duration)) refuse('duration', offered.durations);
  if (order.numberResults > offer.maxResults) refuse('numberResults', {min: 1, max: offer.maxResults});
  if (!offer.formats.includes(order.outputFormat)) refuse('outputFormat', offer.formats);
  const {mode, checkContent} = order.safety ?? {};
  if (offer.safetyMode !== undefined) {
    if (mode !== undefined && mode !== offer.safetyMode) refuse('safety.mode', [offer.safetyMode]);
    const isChecked = offer.safetyMode !== 'none';
    if (checkContent !== undefined && checkContent !== isChecked) refuse('safety.checkContent', [isChecked]);
  }
  if (!offer.optimizer && readOptimizer(model, order)) refuse(optimizerPath(model), [false]);
  return errors;
}

/** An order that the policy lets pass, with what the policy adds to it. */
export function underPolicy({safetyMode}: Offer, order: Order): Order {
  return safetyMode === undefined ? order : {...order, safety: {mode: safetyMode}};
}
