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
} from '../worker/contract/index.ts';
import type {Draft} from './draft.ts';

export interface Offer {
  presets: readonly PresetName[];
  durationsOf(preset: PresetName): readonly Duration[];
  /** `numberResults` at most. */
  results: number;
  formats: readonly OutputFormat[];
  safetyModes: readonly SafetyMode[];
  promptOptimizer: boolean;
  /** The same draft, or the one nearest to it that can be asked for. */
  fit(draft: Draft): Draft;
}

export const WHOLE: Offer = {
  presets: PRESET_NAMES,
  durationsOf,
  results: RESULTS.max,
  formats: OUTPUT_FORMAT_NAMES,
  safetyModes: SAFETY_MODES,
  promptOptimizer: true,
  fit: (draft) => draft,
};
