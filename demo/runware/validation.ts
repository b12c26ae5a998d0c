// Validates a task like Runware, by the rules of the model's page, and returns Runware's error if it is invalid.

import {
  DEFAULT_MODEL,
  DELIVERY_METHOD,
  durationsOf,
  type Model,
  OUTPUT_TYPE,
  type OutputFormat,
  type Preset,
  presetOf,
  promptLength,
  shortestOf,
  TASK_TYPE,
  UUID_V4,
} from '../../worker/contract/index.ts';
import {errorOf, type RunwareError} from './errors.ts';

/** The model that is served. */
const MODEL: Model = DEFAULT_MODEL;

/** A JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** A valid task with its defaults filled in. */
export interface Order {
  taskUUID: string;
  positivePrompt: string;
  preset: Preset;
  duration: number;
  numberResults: number;
  outputFormat: OutputFormat;
  includeCost: boolean;
  /** Whether the finished clip is checked for unsafe content. */
  checked: boolean;
  /** Whether there is a first frame. */
  firstFrame: boolean;
  /** Seconds until the clip is deleted. */
  ttl?: number;
  webhookURL?: string;
}

/** Whether it is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a `videoInference` task. Returns the first error if it is invalid. */
export function readOrder(task: Fields): Order | RunwareError {
  const error = findError(task);
  if (error) return error;
  const sized = typeof task.width === 'number' ? presetOf(MODEL, task.width, Number(task.height)) : undefined;
  const preset = sized ?? MODEL.presets[0];
  const {safety, inputs, ttl, webhookURL} = task;
  const {checkContent, mode = checkContent ? 'fast' : 'none'} = isFields(safety) ? safety : {};
  return {
    taskUUID: String(task.taskUUID),
    positivePrompt: String(task.positivePrompt ?? ''),
    preset,
    duration: Number(task.duration ?? shortestOf(preset)),
    numberResults: Number(task.numberResults ?? 1),
    outputFormat: MODEL.formats.find((name) => name === task.outputFormat) ?? MODEL.formats[0],
    includeCost: task.includeCost === true,
    checked: mode !== 'none',
    firstFrame: hasFirstFrame(inputs),
    ...(typeof ttl === 'number' && {ttl}),
    ...(typeof webhookURL === 'string' && {webhookURL}),
  };
}

type Check = (value: unknown, path: string) => RunwareError | undefined;

const DURATIONS = durationsOf(...MODEL.presets);

const TASK: Readonly<Record<string, Check>> = {
  taskType: only([TASK_TYPE]),
  taskUUID: (value) =>
    typeof value === 'string' && UUID_V4.test(value)
      ? undefined
      : errorOf('invalidTaskUUID', {message: "'taskUUID' must be a UUID v4.", parameter: 'taskUUID', type: 'string'}),
  model: only([MODEL.id]),
  positivePrompt: checkPrompt,
  width: number({integer: true}),
  height: number({integer: true}),
  duration: (value) => (DURATIONS.some((duration) => duration === value) ? undefined : unsupportedDuration(DURATIONS)),
  fps: only([MODEL.fps]),
  numberResults: number({integer: true, min: 1, max: MODEL.maxResults}),
  outputType: only([OUTPUT_TYPE]),
  outputFormat: only(MODEL.formats),
  outputQuality: number({integer: true, ...MODEL.quality}),
  deliveryMethod: only([DELIVERY_METHOD]),
  includeCost: only([true, false]),
  ttl: number({integer: true, ...MODEL.ttl}),
  webhookURL: checkURL,
  uploadEndpoint: checkURL,
  safety: object({checkContent: only([true, false]), mode: only(MODEL.safetyModes)}),
  inputs: object({frameImages: checkFrameImages}),
  ...(MODEL.promptOptimizer !== undefined && {
    providerSettings: object({[MODEL.provider]: object({promptOptimizer: only([true, false])})}),
  }),
};

function findError(task: Fields): RunwareError | undefined {
  // The UUID first, because every other error contains it.
  const unnamed = TASK.taskUUID?.(task.taskUUID, 'taskUUID');
  if (unnamed) return unnamed;
  if (task.model === undefined) return missing('model');
  const error = object(TASK)(task, '');
  if (error) return error;
  if (task.positivePrompt === undefined && !hasFirstFrame(task.inputs)) return missing('positivePrompt');
  return findSizeError(task);
}

function findSizeError({width, height, duration}: Fields): RunwareError | undefined {
  if (width === undefined && height === undefined) return undefined;
  if (width === undefined || height === undefined) return missing(width === undefined ? 'width' : 'height');
  const preset = presetOf(MODEL, Number(width), Number(height));
  if (!preset) {
    return errorOf('unsupportedDimensions', {
      message: `Unsupported dimensions ${width}x${height} for this model.`,
      parameter: ['width', 'height'],
      type: 'integer',
      allowedValues: MODEL.presets.map((offered) => `${offered.width}x${offered.height}`),
    });
  }
  const durations = durationsOf(preset);
  return duration === undefined || durations.some((allowed) => allowed === duration)
    ? undefined
    : unsupportedDuration(durations);
}

function unsupportedDuration(allowedValues: readonly number[]): RunwareError {
  return errorOf('unsupportedDuration', {allowedValues});
}

function missing(parameter: string): RunwareError {
  return errorOf(`missing${lastOf(parameter)}`, {message: `The parameter '${parameter}' is required.`, parameter});
}

function invalid(parameter: string, message: string, more: Partial<RunwareError>, suffix = ''): RunwareError {
  return errorOf(`invalid${lastOf(parameter)}${suffix}`, {message, parameter, ...more});
}

/** The last name of a path, capitalised, as in error codes. */
function lastOf(path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function only(allowedValues: readonly unknown[]): Check {
  return (value, path) =>
    allowedValues.includes(value)
      ? undefined
      : invalid(path, `Invalid value for '${path}'.`, {type: typeof allowedValues[0], allowedValues});
}

function number({integer, min, max}: {integer: boolean; min?: number; max?: number}): Check {
  return (value, path) => {
    const range = {...(min !== undefined && {min}), ...(max !== undefined && {max})};
    const valid =
      typeof value === 'number' &&
      (!integer || Number.isInteger(value)) &&
      value >= (min ?? -Infinity) &&
      value <= (max ?? Infinity);
    return valid
      ? undefined
      : invalid(path, `Invalid value for '${path}'.`, {type: integer ? 'integer' : 'float', ...range});
  };
}

function object(checks: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    if (!isFields(value)) return invalid(path, `'${path}' must be an object.`, {type: 'object'});
    for (const [name, inner] of Object.entries(value)) {
      const parameter = path ? `${path}.${name}` : name;
      const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
      const error = check
        ? check(inner, parameter)
        : errorOf('unsupportedParameter', {
            message: `The parameter '${parameter}' is not supported by this model.`,
            parameter,
          });
      if (error) return error;
    }
    return undefined;
  };
}

function checkPrompt(value: unknown, parameter: string): RunwareError | undefined {
  if (typeof value !== 'string') return invalid(parameter, `'${parameter}' must be a string.`, {type: 'string'});
  const length = promptLength(value);
  const {min, max} = MODEL.prompt;
  if (length >= min && length <= max) return undefined;
  const message = `'${parameter}' must have ${min} to ${max} characters.`;
  return invalid(parameter, message, {type: 'string', min, max}, 'Length');
}

function checkURL(value: unknown, parameter: string): RunwareError | undefined {
  return typeof value === 'string' && URL.canParse(value)
    ? undefined
    : invalid(parameter, `'${parameter}' must be a URI.`, {type: 'string'});
}

function hasFirstFrame(inputs: unknown): boolean {
  return isFields(inputs) && Array.isArray(inputs.frameImages) && inputs.frameImages.length > 0;
}

function checkFrameImages(value: unknown, parameter: string): RunwareError | undefined {
  if (!Array.isArray(value) || value.length > 1) {
    return invalid(parameter, `'${parameter}' takes one image.`, {type: 'array', min: 0, max: 1});
  }
  for (const item of value as readonly unknown[]) {
    const error = checkFrameImage(item, parameter);
    if (error) return error;
  }
  return undefined;
}

function checkFrameImage(item: unknown, parameter: string): RunwareError | undefined {
  if (typeof item === 'string') return checkImage(item, parameter);
  if (!isFields(item)) return invalid(parameter, `'${parameter}' takes strings or objects.`, {type: 'string|object'});
  if (item.image === undefined) return missing(`${parameter}.image`);
  const frame = only(MODEL.firstFrame.positions);
  const checks = object({image: (image) => checkImage(image, parameter), frame});
  return checks(item, parameter);
}

/** Images given by UUID or URL are not fetched or checked. An image in the request must be a picture. */
function checkImage(image: unknown, parameter: string): RunwareError | undefined {
  if (typeof image !== 'string')
    return invalid(parameter, `'${parameter}' takes strings or objects.`, {type: 'string'});
  return isImage(image) ? undefined : errorOf('invalidValueUploadFailed');
}

/** Whether it has a form that Runware accepts: a UUID, a URL, or a picture in base64. */
export function isImage(image: string): boolean {
  if (UUID_V4.test(image) || /^https?:\/\//i.test(image)) return true;
  const base64 = image.replace(/^data:image\/(jpeg|jpg|png|webp);base64,/i, '');
  // The first bytes tell the type; of the rest only the alphabet is checked.
  if (base64.length % 4 === 1 || !/^[A-Za-z0-9+/\s]+=*$/.test(base64)) return false;
  const head = Buffer.from(base64.slice(0, 64), 'base64');
  return (
    head.subarray(0, 3).toString('hex') === 'ffd8ff' ||
    head.subarray(0, 8).toString('hex') === '89504e470d0a1a0a' ||
    (head.subarray(0, 4).toString('latin1') === 'RIFF' && head.subarray(8, 12).toString('latin1') === 'WEBP')
  );
}
