// What the form offers: all that the model does, until the deployment has said what of it.

import {
  type Duration,
  durationsOf,
  OUTPUT_FORMAT_NAMES,
  type OutputFormat,
  PRESET_NAMES,
  type PresetName,
  RESULTS,
  SAFETY_MODES,
  type SafetyMode,
} from '../../worker/contract/index.ts';
import type {Draft} from './draft.ts';

export interface Offer {
  presets: readonly PresetName[];
  durationsOf(preset: PresetName): readonly Duration[];
  /** `numberResults` at most. */
  results: number;
  formats: readonly OutputFormat[];
  safetyModes: readonly SafetyMode[];
  promptOptimizer: boolean;
}

export const FULL_OFFER: Offer = {
  presets: PRESET_NAMES,
  durationsOf,
  results: RESULTS.max,
  formats: OUTPUT_FORMAT_NAMES,
  safetyModes: SAFETY_MODES,
  promptOptimizer: true,
};

/** The sizes of an offer that can have what the page has fixed. */
export function narrowOffer(offer: Offer, {preset, duration}: Partial<Draft>): Offer {
  if (preset || !duration) return offer;
  const presets = offer.presets.filter((name) => offer.durationsOf(name).includes(duration));
  return presets.length ? {...offer, presets} : offer;
}

/** The draft, or the one nearest to it that can be asked for. */
export function fitDraft(draft: Draft, offer: Offer): Draft {
  const preset = choose(offer.presets, draft.preset);
  return {
    ...draft,
    preset,
    duration: choose(offer.durationsOf(preset), draft.duration),
    numberResults: Math.min(Math.max(Math.trunc(draft.numberResults), RESULTS.min), offer.results) || RESULTS.default,
    outputFormat: choose(offer.formats, draft.outputFormat),
    safety: choose(offer.safetyModes, draft.safety),
    promptOptimizer: draft.promptOptimizer && offer.promptOptimizer,
  };
}

function choose<T>(offered: readonly T[], wanted: T): T {
  return offered.includes(wanted) ? wanted : (offered[0] as T);
}
