// The choices of the form in a deployment.

import {type Config, durationsOf, type FormModel, type Preset} from '../../../worker/contract/index.ts';
import {fullOffer, type Offer} from '../../base/offer.ts';

/**
 * The offer of a deployment, without values that this version of the element does not know. If it knows none of them, the
 * form keeps everything its model offers, and the Worker refuses what it does not offer.
 */
export function offerOf(model: FormModel, config: Config): Offer {
  const {presets, maxResults, promptOptimizer} = config;
  const offeredDurations = (preset: Preset) => {
    const offered = presets.find(({name}) => name === preset.name)?.durations.map(({seconds}) => seconds) ?? [];
    return durationsOf(preset).filter((duration) => offered.includes(duration));
  };
  const offer: Offer = {
    model,
    presets: model.presets.filter((preset) => offeredDurations(preset).length),
    durationsOf: offeredDurations,
    maxResults: Math.min(maxResults, model.maxResults),
    formats: model.formats.filter((name) => config.formats.includes(name)),
    safetyModes: model.safetyModes.filter((mode) => (config.safetyMode ?? mode) === mode),
    promptOptimizer: promptOptimizer && model.promptOptimizer !== undefined,
  };
  return offer.presets.length && offer.formats.length && offer.safetyModes.length ? offer : fullOffer(model);
}
