// The form within what a deployment offers.

import {type Config, OUTPUT_FORMAT_NAMES, PRESET_NAMES, SAFETY_MODES} from '../../../worker/contract/index.ts';
import type {Offer} from '../../base/offer.ts';

/** What the form offers there. A newer endpoint may offer what this page does not know. */
export function offerOf({presets, maxResults, formats, safetyMode, promptOptimizer}: Config): Offer {
  return {
    presets: PRESET_NAMES.filter((name) => presets.some((preset) => preset.name === name)),
    durationsOf: (name) => presets.find((preset) => preset.name === name)?.durations.map(({seconds}) => seconds) ?? [],
    results: maxResults,
    formats: OUTPUT_FORMAT_NAMES.filter((name) => formats.includes(name)),
    safetyModes: SAFETY_MODES.filter((mode) => (safetyMode ?? mode) === mode),
    promptOptimizer,
  };
}
