// What a request may say: every parameter of the model page, strictly, read off the contract's tables.

import * as z from 'zod';
import {
  DEFAULT_MODEL,
  DELIVERY_METHOD,
  durationsOf,
  type FieldError,
  type FrameImage,
  type Model,
  OUTPUT_TYPE,
  type Preset,
  presetOf,
  promptLength,
  TASK_TYPE,
  UUID_V4,
} from '../contract/index.ts';
import {defaultDuration, defaultPreset, type OfferSettings, offerOf} from '../settings/offer.ts';
import type {Settings} from '../settings/settings.ts';
import {imageFault} from './first-frame.ts';
import type {Order} from './order.ts';
import {policyErrors, underPolicy} from './policy.ts';

/** The identity and the order of a request, or every field that was wrong. */
export type Reading = {ok: true; taskUUID: string; order: Order} | {ok: false; errors: readonly FieldError[]};

/** Fields of Runware's that belong to the Worker, or would send the visitor's clip or its cost somewhere else. */
const SERVER_ONLY_FIELDS = ['webhookURL', 'uploadEndpoint', 'includeCost'];

const image = z.string().min(1);

/** A request for this model as JSON Schema can say it; {@link readRequest} knows the rules that join several fields. */
export function createRequestSchema(model: Model) {
  const {prompt, maxResults, quality, firstFrame, promptOptimizer, provider} = model;
  const frameImage = z.union([image, z.strictObject({image, frame: z.literal([...firstFrame.positions]).optional()})]);
  return z.strictObject({
    taskUUID: z.string().regex(UUID_V4),
    taskType: z.literal(TASK_TYPE).optional(),
    model: z.literal(model.id).optional(),
    fps: z.literal(model.fps).optional(),
    deliveryMethod: z.literal(DELIVERY_METHOD).optional(),
    outputType: z.literal(OUTPUT_TYPE).optional(),
    positivePrompt: z
      .string()
      .refine((text) => promptLength(text) >= prompt.min && promptLength(text) <= prompt.max, {
        params: {range: 'positivePrompt'},
      })
      .meta({minLength: prompt.min, maxLength: prompt.max})
      .optional(),
    width: z.int().optional(),
    height: z.int().optional(),
    duration: z.literal(durationsOf(...model.presets)).optional(),
    numberResults: z.int().min(1).max(maxResults).optional(),
    outputFormat: z.enum(model.formats).optional(),
    outputQuality: z.int().min(quality.min).max(quality.max).optional(),
    ttl: z.int().min(model.ttl.min).optional(),
    safety: z
      .strictObject({checkContent: z.boolean().optional(), mode: z.enum(model.safetyModes).optional()})
      .optional(),
    inputs: z.strictObject({frameImages: z.array(frameImage).length(1).optional()}).optional(),
    ...(promptOptimizer !== undefined && {
      providerSettings: z
        .strictObject({
          [provider]: z.strictObject({promptOptimizer: z.boolean().optional()}).optional(),
        })
        .optional(),
    }),
  });
}

/** What a request for the default model may say. */
export const requestSchema = createRequestSchema(DEFAULT_MODEL);

type Shape = z.infer<typeof requestSchema>;

/** Reads request bodies, under a deployment's policy. */
type RequestReader = (body: unknown, settings: OfferSettings & Pick<Settings, 'IMAGE_HOSTS'>) => Reading;

/** A reader of requests for this model. */
export function createRequestReader(model: Model, schema = createRequestSchema(model)): RequestReader {
  const ranges = rangesOf(model);
  return (body, settings) => {
    const offer = offerOf(settings, model);
    const parsed = schema.safeParse(body, {reportInput: true});
    if (!parsed.success)
      return {ok: false, errors: parsed.error.issues.flatMap((issue) => fieldErrors(ranges, issue, []))};
    const {taskUUID, width, height, inputs, ...rest} = parsed.data;
    const isUnsized = width === undefined && height === undefined;
    const preset = isUnsized ? defaultPreset(offer) : presetOf(model, width ?? 0, height ?? 0);
    const errors = [
      ...sizeErrors(model, parsed.data, preset),
      ...promptErrors(model, parsed.data),
      ...imageErrors(model, parsed.data, settings.IMAGE_HOSTS),
    ];
    if (errors.length > 0 || !preset) return {ok: false, errors};
    const frame = inputs?.frameImages?.[0];
    const order: Order = {
      ...(rest as Omit<Order, 'inputs'>),
      model: model.id,
      fps: model.fps,
      width: preset.width,
      height: preset.height,
      duration: rest.duration ?? defaultDuration(offer, preset),
      numberResults: rest.numberResults ?? 1,
      outputFormat: rest.outputFormat ?? offer.formats[0] ?? model.formats[0],
      ...(frame !== undefined && {inputs: {frameImages: [normalizeImageURL(frame as FrameImage)]}}),
    };
    const unoffered = policyErrors(offer, order);
    return unoffered.length > 0
      ? {ok: false, errors: unoffered}
      : {ok: true, taskUUID, order: underPolicy(offer, order)};
  };
}

/** Reads a request for the default model. */
export const readRequest = createRequestReader(DEFAULT_MODEL, requestSchema);

/** Ranges by field, for the errors that quote them. */
function rangesOf({prompt, maxResults, quality, ttl}: Model): Readonly<Record<string, FieldError['allowed']>> {
  return {
    positivePrompt: prompt,
    numberResults: {min: 1, max: maxResults},
    outputQuality: {min: quality.min, max: quality.max},
    ttl,
    'inputs.frameImages': {min: 1, max: 1},
  };
}

function sizeErrors(model: Model, {width, height, duration}: Shape, preset: Preset | undefined): FieldError[] {
  if ((width === undefined) !== (height === undefined)) {
    const field = width === undefined ? 'width' : 'height';
    return [{field, message: 'is missing: width and height are given together or not at all'}];
  }
  if (!preset) {
    const sizes = model.presets.map((offered) => `${offered.width}x${offered.height}`);
    return ['width', 'height'].map((field) => ({
      field,
      message: 'is of no size that the model offers',
      allowed: sizes,
    }));
  }
  const durations = durationsOf(preset);
  if (duration === undefined || durations.includes(duration)) return [];
  return [{field: 'duration', message: `is not offered at ${preset.name}`, allowed: durations}];
}

function promptErrors({prompt}: Model, {positivePrompt, inputs}: Shape): FieldError[] {
  if (positivePrompt !== undefined || inputs?.frameImages) return [];
  return [{field: 'positivePrompt', message: 'is required without a first frame', allowed: prompt}];
}

const DATA_URI = /^data:([^;,]+);base64,([A-Za-z0-9+/]+={0,2})$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Shorter strings of base64 letters are words or slips, not pictures: the smallest PNG there is has 67 bytes. */
const MIN_BASE64_LENGTH = 88;

function imageErrors(model: Model, {inputs}: Shape, hosts: readonly string[]): FieldError[] {
  const frame = inputs?.frameImages?.[0];
  if (frame === undefined) return [];
  const [text, field] =
    typeof frame === 'string' ? [frame, 'inputs.frameImages.0'] : [frame.image, 'inputs.frameImages.0.image'];
  if (UUID_V4.test(text)) return [];
  const [, declared, data] = DATA_URI.exec(text) ?? [];
  const inline = declared !== undefined && model.frameTypes.includes(declared) ? data : undefined;
  const base64 = inline ?? (text.length >= MIN_BASE64_LENGTH && BASE64.test(text) ? text : undefined);
  if (base64 !== undefined) {
    const fault = imageFault(model, base64, declared);
    return fault ? [{field, ...fault}] : [];
  }
  const url = URL.parse(text);
  if (url?.protocol === 'https:' && !url.username && !url.password && hosts.includes(url.host)) return [];
  if (url && /^https?:$/.test(url.protocol)) {
    return [
      {field, message: 'is a URL on a host that is not allowed here', allowed: hosts.map((host) => `https://${host}/`)},
    ];
  }
  const forms = [...model.frameTypes.map((type) => `data:${type};base64,…`), 'base64', 'UUID v4 of media at Runware'];
  return [{field, message: 'is not an image in any form that is accepted', allowed: forms}];
}

/**
 * A URL goes on in the spelling in which its host was judged: of `https://good.example\@evil.example/` others may read
 * another host.
 */
function normalizeImageURL(frame: FrameImage): FrameImage {
  if (typeof frame !== 'string') return {...frame, image: hrefOf(frame.image)};
  return hrefOf(frame);
}

function hrefOf(image: string): string {
  return DATA_URI.test(image) ? image : (URL.parse(image)?.href ?? image);
}

/** Zod's issues in the product's own words, one for each field. */
function fieldErrors(
  ranges: ReturnType<typeof rangesOf>,
  issue: z.core.$ZodIssue,
  parents: readonly PropertyKey[],
): FieldError[] {
  const path = [...parents, ...issue.path];
  const field = path.map(String).join('.');
  const range = ranges[field];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: [...path.map(String), key].join('.'),
        message: SERVER_ONLY_FIELDS.includes(key)
          ? 'is set by this server, not by a client'
          : 'is not a field of this request',
      }));
    case 'invalid_union': {
      // The branch that came furthest is the one that was meant: an object's own fields rather than "not a string".
      const meant = issue.errors.find((branch) =>
        branch.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
      );
      if (meant) return meant.flatMap((inner) => fieldErrors(ranges, inner, path));
      return [{field, message: 'must be an image, or an object with an image'}];
    }
    case 'invalid_value':
      return [{field, message: 'has a value that is not offered', allowed: issue.values.filter(isScalar)}];
    case 'invalid_type':
      return [
        {
          field,
          message:
            issue.input === undefined ? 'is required' : `must be ${TYPE_WORDS[issue.expected] ?? issue.expected}`,
          ...allow(range),
        },
      ];
    case 'invalid_format':
      return [{field, message: 'must be a UUID of version 4'}];
    case 'too_small':
    case 'too_big':
    case 'custom':
      return [
        {
          field,
          message: field === 'inputs.frameImages' ? 'must hold exactly one image' : 'is out of range',
          ...allow(range),
        },
      ];
    default:
      return [{field, message: 'is not allowed as it is', ...allow(range)}];
  }
}

const TYPE_WORDS: Partial<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
};

function allow(allowed: FieldError['allowed']): Pick<FieldError, 'allowed'> {
  return allowed === undefined ? {} : {allowed};
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
