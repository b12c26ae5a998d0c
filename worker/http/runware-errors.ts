// Failures in the shape of Runware's own errors, for clients that speak its envelope.
// Source: https://runware.ai/docs/platform/errors; the codes are those that Runware's clients sort into kinds.

import type {MiddlewareHandler} from 'hono';
import type {AppEnv} from '../bindings.ts';
import {type FieldError, LIMITS, type Problem, type ProblemCode} from '../contract/index.ts';
import {boundedErrors} from '../failure.ts';

/** One object of `errors`, with the HTTP status it has where it stands alone. */
export interface TaskError {
  status: number;
  body: {code: string; message: string; [field: string]: unknown};
}

/** What an error says about the task it belongs to. Both are the client's words. */
export interface TaskName {
  taskType?: string | undefined;
  taskUUID?: string | undefined;
}

/** Runware's code for each problem. */
const CODES = {
  invalidRequest: 'invalidParameter',
  malformedBody: 'invalidRequestBody',
  sessionRequired: 'invalidApiKey',
  checkFailed: 'invalidApiKey',
  originNotAllowed: 'forbidden',
  notFound: 'taskNotFound',
  methodNotAllowed: 'invalidMethod',
  taskConflict: 'conflictTaskUUID',
  clipExpired: 'taskExpired',
  bodyTooLarge: 'maxRequestSizeExceeded',
  unsupportedMediaType: 'invalidContentType',
  limitExceeded: 'rateLimitExceeded',
  tooManyRequests: 'rateLimitExceeded',
  contentRefused: 'contentPolicyViolation',
  imageRefused: 'invalidFrameImage',
  requestRefused: 'validationFailed',
  generationFailed: 'processingFailed',
  clipUnreachable: 'downloadFailed',
  generationTimedOut: 'timeoutProvider',
  busy: 'noAvailableServer',
  unavailable: 'serviceUnavailable',
  paused: 'serviceUnavailable',
  checkUnreachable: 'serviceUnavailable',
  ledgerUnreachable: 'serviceUnavailable',
  misconfigured: 'serviceUnavailable',
  internal: 'internalServerError',
} as const satisfies Record<ProblemCode, string>;

/** Fields that have an error code of their own at Runware. */
const FIELD_CODES: Partial<Record<string, string>> = {
  model: 'invalidModel',
  taskUUID: 'invalidTaskUUID',
  deliveryMethod: 'invalidDeliveryMethod',
};

/** What is said of fields that Runware's clients often set. */
const FIELD_MESSAGES: Partial<Record<string, string>> = {
  deliveryMethod:
    'deliveryMethod must be "async", the only one the model has. The task is acknowledged at once; poll it with getResponse.',
};

/** Characters of a client's words that are quoted: a UUID and a task type have fewer. */
const MAX_QUOTED = 64;

/** A problem as an error of this task. */
export function taskError({code, title, status, limit}: Problem, task: TaskName): TaskError {
  const isMoney = limit !== undefined && LIMITS[limit.name].unit === 'USD';
  return {
    status,
    body: {code: isMoney ? 'quotaExceeded' : CODES[code], status: 'error', message: `${title}.`, ...nameOf(task)},
  };
}

/** Field errors as errors of this task: at most `max`, of which the last tells how many more there are. */
export function fieldErrors(errors: readonly FieldError[], task: TaskName, max: number): TaskError[] {
  const {errors: listed, moreErrors} = boundedErrors(errors, max);
  return listed.map(({field, message, allowed}, index) => {
    const limits = Array.isArray(allowed) ? {allowedValues: allowed} : allowed;
    const more = moreErrors !== undefined && index === listed.length - 1 ? ` (${moreErrors} more errors)` : '';
    return {
      status: 400,
      body: {
        code: FIELD_CODES[field] ?? CODES.invalidRequest,
        message: (FIELD_MESSAGES[field] ?? `${field} ${message}.`) + more,
        parameter: field,
        ...limits,
        ...nameOf(task),
      },
    };
  });
}

/** The fields by which an error names its task. */
export function nameOf({taskType, taskUUID}: TaskName): TaskName {
  return {
    ...(taskType !== undefined && {taskType: taskType.slice(0, MAX_QUOTED)}),
    ...(taskUUID !== undefined && {taskUUID: taskUUID.slice(0, MAX_QUOTED)}),
  };
}

/** Turns problems into Runware's error shape, wherever in the Worker they come from. */
export function runwareErrors(): MiddlewareHandler<AppEnv> {
  return async function runwareErrors(c, next) {
    await next();
    if (c.req.method === 'POST' && c.res.headers.get('content-type') === 'application/problem+json')
      // Hono keeps the other headers of an answer that is replaced.
      c.res = await convert(c.res);
  };
}

async function convert(response: Response): Promise<Response> {
  const error = taskError(await response.json<Problem>(), {});
  return Response.json({data: [], errors: [error.body]}, {status: response.status});
}
