// Whether a deployment offers what an order asks for.

import {type FieldError, optimizerPath, presetOf, readOptimizer} from '../contract/index.ts';
import type {Offer} from '../settings/offer.ts';
import type {Order} from './order.ts';

/** Every field of an order that is not offered here, with what is. */
export function policyErrors(offer: Offer, order: Order): FieldError[] {
  const {model} = offer;
  const preset = presetOf(model, order.width, order.height);
  const offered = offer.presets.find((one) => one.preset === preset);
  const errors: FieldError[] = [];
  const refuse = (field: string, allowed: FieldError['allowed'] & {}) =>
    errors.push({field, message: 'has a value that is not offered here', allowed});
  if (!offered) {
    const sizes = offer.presets.map(({preset: {width, height}}) => `${width}x${height}`);
    refuse('width', sizes);
    refuse('height', sizes);
  } else if (!offered.durations.includes(order.duration)) refuse('duration', offered.durations);
  if (order.numberResults > offer.maxResults) refuse('numberResults', {min: 1, max: offer.maxResults});
  if (!offer.formats.includes(order.outputFormat)) refuse('outputFormat', offer.formats);
  const {mode, checkContent} = order.safety ?? {};
  if (offer.safetyMode !== undefined) {
    if (mode !== undefined && mode !== offer.safetyMode) refuse('safety.mode', [offer.safetyMode]);
    const isChecked = offer.safetyMode !== 'none';
    if (checkContent !== undefined && checkContent !== isChecked) refuse('safety.checkContent', [isChecked]);
  }
  if (!offer.optimizer && readOptimizer(model, order)) refuse(optimizerPath(model), [false]);
  return errors;
}

/** An order that the policy lets pass, with what the policy adds to it. */
export function underPolicy({safetyMode}: Offer, order: Order): Order {
  return safetyMode === undefined ? order : {...order, safety: {mode: safetyMode}};
}
