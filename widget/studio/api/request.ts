// Converts a draft into a request, and back.

import {
  type GenerationRequest,
  type Model,
  optimizerFields,
  presetNamed,
  presetOf,
  readOptimizer,
} from '../../../worker/contract/index.ts';
import {type Draft, defaultDraft} from '../../base/draft.ts';

/** The request for a valid draft. It contains every value the visitor saw, so that no default is applied later. */
export function requestOf(model: Model, draft: Draft, firstFrame?: string): GenerationRequest {
  const {width, height} = presetNamed(model, draft.preset);
  const {positivePrompt, duration, numberResults, outputFormat, outputQuality, ttl, safety, promptOptimizer} = draft;
  return {
    taskUUID: createUUID(),
    ...(positivePrompt.trim() && {positivePrompt}),
    width,
    height,
    duration,
    numberResults,
    outputFormat,
    ...(outputQuality && {outputQuality: Number(outputQuality)}),
    ...(ttl && {ttl: Number(ttl)}),
    safety: {checkContent: safety !== 'none', mode: safety},
    ...(firstFrame && {inputs: {frameImages: [{image: firstFrame, frame: 'first'}]}}),
    ...optimizerFields(model, promptOptimizer),
  };
}

/** The draft from which a request was made. */
export function draftOfRequest(model: Model, request: GenerationRequest): Draft {
  const initial = defaultDraft(model);
  const {positivePrompt, width = 0, height = 0, duration, numberResults, outputFormat, outputQuality, ttl} = request;
  return {
    positivePrompt: positivePrompt ?? initial.positivePrompt,
    preset: presetOf(model, width, height)?.name ?? initial.preset,
    duration: duration ?? initial.duration,
    numberResults: numberResults ?? initial.numberResults,
    outputFormat: outputFormat ?? initial.outputFormat,
    outputQuality: `${outputQuality ?? ''}`,
    ttl: `${ttl ?? ''}`,
    safety: request.safety?.mode ?? initial.safety,
    promptOptimizer: readOptimizer(model, request) ?? initial.promptOptimizer,
  };
}

/** The first frame of a request, as it was sent. */
export function firstFrameOf({inputs}: GenerationRequest): string | undefined {
  const [frame] = inputs?.frameImages ?? [];
  return typeof frame === 'string' ? frame : frame?.image;
}

/** A UUID of version 4. `crypto.randomUUID` exists in secure contexts only. */
export function createUUID(): string {
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => {
    const random = (crypto.getRandomValues(new Uint8Array(1))[0] as number) & (15 >> (Number(digit) / 4));
    return (Number(digit) ^ random).toString(16);
  });
}
