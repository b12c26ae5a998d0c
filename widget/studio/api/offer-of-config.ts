// The choices of the form in a deployment.

import type {Config, Model} from '../../../worker/contract/index.ts';
import type {Offer} from '../../base/offer.ts';

/** The offer of a deployment, without values that this version of the element does not know. */
export function offerOf(model: Model, {presets, maxResults, formats, safetyMode, promptOptimizer}: Config): Offer {
  const known = (preset: string) => presets.find(({name}) => name === preset);
  return {
    model,
    presets: model.presets.filter(({name}) => known(name)),
    durationsOf: ({name}) => known(name)?.durations.map(({seconds}) => seconds) ?? [],
    maxResults,
    formats: model.formats.filter((name) => formats.includes(name)),
    safetyModes: model.safetyModes.filter((mode) => (safetyMode ?? mode) === mode),
    promptOptimizer,
  };
}
