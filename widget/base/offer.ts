// What the form offers: all that the model does, until the deployment has said what of it.

import {durationsOf, type Model, type OutputFormat, type Preset, type SafetyMode} from '../../worker/contract/index.ts';
import type {Draft} from './draft.ts';

export interface Offer {
  model: Model;
  presets: readonly Preset[];
  durationsOf(preset: Preset): readonly number[];
  /** `numberResults` at most. */
  results: number;
  formats: readonly OutputFormat[];
  safetyModes: readonly SafetyMode[];
  promptOptimizer: boolean;
}

/** All that a model offers. */
export function wholeOffer(model: Model): Offer {
  const {presets, maxResults, formats, safetyModes, promptOptimizer} = model;
  return {
    model,
    presets,
    durationsOf,
    results: maxResults,
    formats,
    safetyModes,
    promptOptimizer: Boolean(promptOptimizer),
  };
}

/** The sizes of an offer that can have what the page has fixed. */
export function within(offer: Offer, {preset, duration}: Partial<Draft>): Offer {
  if (preset || !duration) return offer;
  const presets = offer.presets.filter((one) => offer.durationsOf(one).includes(duration));
  return presets.length ? {...offer, presets} : offer;
}

/** The draft, or the one nearest to it that can be asked for. */
export function fit(draft: Draft, offer: Offer): Draft {
  const {presets, results, formats, safetyModes} = offer;
  // An offer has something of everything.
  const preset = presets.find(({name}) => name === draft.preset) ?? (presets[0] as Preset);
  return {
    ...draft,
    preset: preset.name,
    duration: among(offer.durationsOf(preset), draft.duration),
    numberResults: Math.min(Math.max(Math.trunc(draft.numberResults), 1), results) || 1,
    outputFormat: among(formats, draft.outputFormat),
    safety: among(safetyModes, draft.safety),
    promptOptimizer: draft.promptOptimizer && offer.promptOptimizer,
  };
}

function among<T>(offered: readonly T[], wanted: T): T {
  return offered.includes(wanted) ? wanted : (offered[0] as T);
}
