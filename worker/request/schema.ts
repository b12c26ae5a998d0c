// What a request may say: every parameter of the model page, strictly, read off the contract's tables.

import * as z from 'zod';
import {
  DEFAULT_MODEL,
  DELIVERY_METHOD,
  durationsOf,
  type GenerationRequest,
  type Model,
  OUTPUT_TYPE,
  promptLength,
  TASK_TYPE,
  UUID_V4,
} from '../contract/index.ts';

/** A schema for each field of a request: the compiler finds one that is missing here, or of another type. */
type Shape<K extends keyof GenerationRequest> = {[Field in K]-?: z.ZodType<GenerationRequest[Field]>};

/** A request for this model as JSON Schema can say it. Rules that join several fields: `request-rules.ts`. */
export function createRequestSchema(model: Model): z.ZodType<GenerationRequest> {
  const {prompt, maxResults, quality, firstFrame, promptOptimizer, provider} = model;
  const image = z.string().min(1);
  const position = z.literal([...firstFrame.positions]).exactOptional();
  const shape = {
    taskUUID: z.string().regex(UUID_V4),
    taskType: z.literal(TASK_TYPE).exactOptional(),
    model: z.literal(model.id).exactOptional(),
    fps: z.literal(model.fps).exactOptional(),
    deliveryMethod: z.literal(DELIVERY_METHOD).exactOptional(),
    outputType: z.literal(OUTPUT_TYPE).exactOptional(),
    positivePrompt: z
      .string()
      .refine((text) => isPrompt(text, prompt), {params: {range: 'positivePrompt'}})
      .meta({minLength: prompt.min, maxLength: prompt.max})
      .exactOptional(),
    width: z.int().exactOptional(),
    height: z.int().exactOptional(),
    duration: z.literal(durationsOf(...model.presets)).exactOptional(),
    numberResults: z.int().min(1).max(maxResults).exactOptional(),
    outputFormat: z.enum(model.formats).exactOptional(),
    outputQuality: z.int().min(quality.min).max(quality.max).exactOptional(),
    ttl: z.int().min(model.ttl.min).exactOptional(),
    safety: z
      .strictObject({
        checkContent: z.boolean().exactOptional(),
        mode: z.enum(model.safetyModes).exactOptional(),
      })
      .exactOptional(),
    inputs: z
      .strictObject({
        frameImages: z
          .tuple([z.union([image, z.strictObject({image, frame: position})])])
          .meta({minItems: 1, maxItems: 1})
          .exactOptional(),
      })
      .exactOptional(),
  } satisfies Shape<Exclude<keyof GenerationRequest, 'providerSettings'>>;
  if (promptOptimizer === undefined) return z.strictObject(shape);
  const ofProvider = z.strictObject({promptOptimizer: z.boolean().exactOptional()});
  return z.strictObject({
    ...shape,
    providerSettings: z.strictObject({[provider]: ofProvider.exactOptional()}).exactOptional(),
  });
}

/** What a request for the default model may say. */
export const requestSchema = createRequestSchema(DEFAULT_MODEL);

/** Blanks at the ends are no text. A character has two UTF-16 units at most: a text that is far too long is not spread. */
function isPrompt(text: string, {min, max}: Model['prompt']): boolean {
  return text.length <= 2 * max && promptLength(text) <= max && promptLength(text.trim()) >= min;
}
