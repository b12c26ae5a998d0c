// The rules of a model that join several fields of a request, or that no schema can say.

import {durationsOf, type FieldError, type GenerationRequest, type Model, presetOf} from '../contract/index.ts';
import {frameError} from './first-frame.ts';

/** Every rule that a request breaks whose fields are each valid. */
export function ruleErrors(model: Model, request: GenerationRequest): FieldError[] {
  const frame = request.inputs?.frameImages?.[0];
  const wrongFrame = frame === undefined ? undefined : frameError(model, frame);
  return [...sizeErrors(model, request), ...promptErrors(model, request), ...(wrongFrame ? [wrongFrame] : [])];
}

function sizeErrors(model: Model, {width, height, duration}: GenerationRequest): FieldError[] {
  if (width === undefined && height === undefined) return [];
  if (width === undefined || height === undefined) {
    const field = width === undefined ? 'width' : 'height';
    return [{field, message: 'is missing: width and height are given together or not at all'}];
  }
  const preset = presetOf(model, width, height);
  if (!preset) {
    const allowed = model.presets.map((offered) => `${offered.width}x${offered.height}`);
    const message = 'is not a size that the model offers';
    return [
      {field: 'width', message, allowed},
      {field: 'height', message, allowed},
    ];
  }
  const durations = durationsOf(preset);
  if (duration === undefined || durations.includes(duration)) return [];
  return [{field: 'duration', message: `is not offered at ${preset.name}`, allowed: durations}];
}

function promptErrors({prompt}: Model, {positivePrompt, inputs}: GenerationRequest): FieldError[] {
  if (positivePrompt !== undefined || inputs?.frameImages) return [];
  return [{field: 'positivePrompt', message: 'is required without a first frame', allowed: prompt}];
}
