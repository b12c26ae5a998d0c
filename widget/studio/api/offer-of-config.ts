// The form within what a deployment offers.

import {type Config, durationsOf, type FormModel, type Preset} from '../../../worker/contract/index.ts';
import {fullOffer, type Offer} from '../../base/offer.ts';

/**
 * What the form offers there. A newer endpoint may offer what this page does not know; one that offers nothing the page
 * knows is asked for anything, and refuses.
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
