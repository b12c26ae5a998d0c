// The form within what a deployment offers.

import {type Config, OUTPUT_FORMAT_NAMES, PRESET_NAMES, SAFETY_MODES} from '../worker/contract/index.ts';
import type {Draft} from './draft.ts';
import type {Offer} from './offer.ts';

/** What the form offers there. A newer endpoint may offer what this page does not know. */
export function offerOf({presets, maxResults, formats, safetyMode, promptOptimizer}: Config): Offer {
  const offer: Offer = {
    presets: PRESET_NAMES.filter((name) => presets.some((preset) => preset.name === name)),
    durationsOf: (name) => presets.find((preset) => preset.name === name)?.durations.map(({seconds}) => seconds) ?? [],
    results: maxResults,
    formats: OUTPUT_FORMAT_NAMES.filter((name) => formats.includes(name)),
    safetyModes: SAFETY_MODES.filter((mode) => (safetyMode ?? mode) === mode),
    promptOptimizer,
    fit: (draft) => fit(draft, offer),
  };
  return offer;
}

/** What is not offered any more falls back to what is. The same draft where all of it is. */
function fit(draft: Draft, offer: Offer): Draft {
  const preset = among(offer.presets, draft.preset);
  const fitting = {
    ...draft,
    preset,
    duration: among(offer.durationsOf(preset), draft.duration),
    numberResults: Math.min(draft.numberResults, offer.results),
    outputFormat: among(offer.formats, draft.outputFormat),
    safety: among(offer.safetyModes, draft.safety),
    promptOptimizer: draft.promptOptimizer && offer.promptOptimizer,
  };
  return JSON.stringify(fitting) === JSON.stringify(draft) ? draft : fitting;
}

function among<T>(offered: readonly T[], wanted: T): T {
  return offered.includes(wanted) ? wanted : (offered[0] ?? wanted);
}
