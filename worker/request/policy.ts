// What a deployment makes of a request that the model allows: an order, or the fields it does not offer.

import {type FieldError, type GenerationRequest, optimizerPath, presetOf, readOptimizer} from '../contract/index.ts';
import {err, ok, type Result} from '../result.ts';
import {defaultDuration, defaultPreset, type Offer} from '../settings/offer.ts';
import {hostError, normalizeImageURL} from './first-frame.ts';
import type {Order} from './order.ts';

/** The order that a request is under this offer, with every default filled in; or every field that is not offered, with what is. */
export function orderOf(
  offer: Offer,
  imageHosts: readonly string[],
  request: GenerationRequest,
): Result<Order, readonly FieldError[]> {
  const {model} = offer;
  const {taskUUID: _, taskType, deliveryMethod, outputType, width, height, inputs, ...asked} = request;
  const preset = presetOf(model, width ?? 0, height ?? 0) ?? defaultPreset(offer);
  const frame = inputs?.frameImages?.[0];
  const wrongHost = frame === undefined ? undefined : hostError(frame, imageHosts);
  const order: Order = {
    ...asked,
    model: model.id,
    fps: model.fps,
    width: preset.width,
    height: preset.height,
    duration: asked.duration ?? defaultDuration(offer, preset),
    numberResults: asked.numberResults ?? 1,
    outputFormat: asked.outputFormat ?? offer.formats[0] ?? model.formats[0],
    ...(frame !== undefined && {inputs: {frameImages: [normalizeImageURL(frame)]}}),
  };
  const errors = [...(wrongHost ? [wrongHost] : []), ...policyErrors(offer, order)];
  return errors.length > 0 ? err(errors) : ok(underPolicy(offer, order));
}

function policyErrors(offer: Offer, order: Order): FieldError[] {
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

/** An order that the policy allows, with what the policy adds to it. */
function underPolicy({safetyMode: mode}: Offer, order: Order): Order {
  if (mode === undefined) return order;
  // Runware's default of checkContent is false, and what a mode means without it is not said.
  return {...order, safety: {checkContent: mode !== 'none', mode}};
}
