// Whether a deployment offers what an order asks for.

import {DEFAULT_OUTPUT_FORMAT, type FieldError, PRESETS, presetOf, RESULTS} from '../contract/index.ts';
import type {Offer} from '../settings/offer.ts';
import type {Order} from './order.ts';

/** Every field of an order that is not offered here, with what is. */
export function policyErrors(offer: Offer, order: Order): FieldError[] {
  const preset = presetOf(order.width, order.height);
  const offered = offer.presets.find(({name}) => name === preset);
  const errors: FieldError[] = [];
  const refuse = (field: string, allowed: FieldError['allowed'] & {}) =>
    errors.push({field, message: 'has a value that is not offered here', allowed});
  if (!offered) {
    const sizes = offer.presets.map(({name}) => `${PRESETS[name].width}x${PRESETS[name].height}`);
    refuse('width', sizes);
    refuse('height', sizes);
  } else if (!offered.durations.includes(order.duration)) refuse('duration', offered.durations);
  if (order.numberResults > offer.maxResults) refuse('numberResults', {min: RESULTS.min, max: offer.maxResults});
  if (order.outputFormat && !offer.formats.includes(order.outputFormat)) refuse('outputFormat', offer.formats);
  const {mode, checkContent} = order.safety ?? {};
  if (offer.safetyMode !== undefined) {
    if (mode !== undefined && mode !== offer.safetyMode) refuse('safety.mode', [offer.safetyMode]);
    const isChecked = offer.safetyMode !== 'none';
    if (checkContent !== undefined && checkContent !== isChecked) refuse('safety.checkContent', [isChecked]);
  }
  if (order.providerSettings?.minimax?.promptOptimizer && !offer.optimizer)
    refuse('providerSettings.minimax.promptOptimizer', [false]);
  return errors;
}

/** An order that the policy lets pass, with what the policy adds to it. */
export function underPolicy({formats, safetyMode}: Offer, order: Order): Order {
  const [format] = formats;
  const needsFormat = order.outputFormat === undefined && format && !formats.includes(DEFAULT_OUTPUT_FORMAT);
  return {
    ...order,
    ...(needsFormat && {outputFormat: format}),
    ...(safetyMode !== undefined && {safety: {mode: safetyMode}}),
  };
}
