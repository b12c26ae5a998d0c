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

export interface Offer {
  presets: readonly PresetName[];
  durationsOf(preset: PresetName): readonly Duration[];
  /** `numberResults` at most. */
  results: number;
  formats: readonly OutputFormat[];
  safetyModes: readonly SafetyMode[];
  promptOptimizer: boolean;
}

export const WHOLE: Offer = {
  presets: PRESET_NAMES,
  durationsOf,
  results: RESULTS.max,
  formats: OUTPUT_FORMAT_NAMES,
  safetyModes: SAFETY_MODES,
  promptOptimizer: true,
};
