// The choices of the form: all that the model has, until the deployment's configuration is known.

import {
  durationsOf,
  type FormModel,
  type OutputFormat,
  type Preset,
  type SafetyMode,
} from '../../worker/contract/index.ts';
import type {Draft} from './draft.ts';

export interface Offer {
  model: FormModel;
  presets: readonly Preset[];
  durationsOf(preset: Preset): readonly number[];
  /** `numberResults` at most. */
  maxResults: number;
  formats: readonly OutputFormat[];
  safetyModes: readonly SafetyMode[];
  promptOptimizer: boolean;
}

/** All choices that a model has. */
export function fullOffer(model: FormModel): Offer {
  const {presets, maxResults, formats, safetyModes, promptOptimizer} = model;
  return {
    model,
    presets,
    durationsOf,
    maxResults,
    formats,
    safetyModes,
    promptOptimizer: promptOptimizer !== undefined,
  };
}

/** Limits an offer to the presets that can have the fixed duration. */
export function narrowOffer(offer: Offer, {preset, duration}: Partial<Draft>): Offer {
  if (preset || !duration) return offer;
  const presets = offer.presets.filter((one) => offer.durationsOf(one).includes(duration));
  return presets.length ? {...offer, presets} : offer;
}

/** The draft, with values that are not offered replaced by ones that are. */
export function fitDraft(draft: Draft, offer: Offer): Draft {
  // An offer has at least one preset.
  const preset = offer.presets.find(({name}) => name === draft.preset) ?? (offer.presets[0] as Preset);
  return {
    ...draft,
    preset: preset.name,
    duration: choose(offer.durationsOf(preset), draft.duration),
    numberResults: Math.min(Math.max(Math.trunc(draft.numberResults), 1), offer.maxResults) || 1,
    outputFormat: choose(offer.formats, draft.outputFormat),
    safety: choose(offer.safetyModes, draft.safety),
    promptOptimizer: draft.promptOptimizer && offer.promptOptimizer,
  };
}

function choose<T>(offered: readonly T[], wanted: T): T {
  return offered.includes(wanted) ? wanted : (offered[0] as T);
}
