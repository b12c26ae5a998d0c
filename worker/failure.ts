// Why something was not done, as values with data: rich for the log, one stable problem for the public.

import {type FieldError, type LimitState, type Problem, problem, publicLimit} from './contract/index.ts';

/** The kinds of Runware's errors. `worker/runware/errors.ts` maps its codes to them. */
export type UpstreamKind =
  /** Moderation refused the prompt or the image. */
  | 'moderated'
  /** The first frame could not be fetched, decoded or used. */
  | 'image'
  /** Runware finds the request invalid. */
  | 'invalid'
  /** The API key was refused. */
  | 'key'
  /** No balance; or too many at once for the balance, which looks the same. */
  | 'balance'
  /** Too many requests, or no server free. */
  | 'busy'
  /** The provider gave up waiting for the render. */
  | 'timeout'
  /** The render, or the provider, broke. */
  | 'broken'
  /** Runware itself broke: this says nothing about the task. */
  | 'server'
  /** Runware knows no such task, or no longer. */
  | 'unknownTask'
  /** The task UUID is taken. */
  | 'conflict';

/** An error of Runware's, classified. `code` and `message` are its own words: for the log only. */
export interface UpstreamFailure {
  reason: 'upstream';
  kind: UpstreamKind;
  code: string;
  message: string;
}

/** Everything that can keep a request from its answer. */
export type Failure =
  | UpstreamFailure
  | {reason: 'invalidRequest'; errors: readonly FieldError[]}
  | {reason: 'malformedBody'; detail: string}
  | {reason: 'bodyTooLarge'; max: number}
  | {reason: 'unsupportedMediaType'}
  | {reason: 'originNotAllowed'; origin: string}
  | {reason: 'sessionRequired'; detail: string}
  | {reason: 'checkFailed'; detail: string}
  | {reason: 'checkUnreachable'; detail: string}
  | {reason: 'limitExceeded'; limit: LimitState}
  | {reason: 'tooManyRequests'}
  | {reason: 'paused'}
  | {reason: 'ledgerUnreachable'}
  | {reason: 'notFound'}
  | {reason: 'methodNotAllowed'}
  | {reason: 'taskConflict'}
  | {reason: 'clipExpired'}
  | {reason: 'clipUnreachable'; detail: string}
  | {reason: 'misconfigured'; errors: readonly string[]}
  | {reason: 'internal'};

/** Why a visitor check opened no session. */
export type CheckFailure = Extract<Failure, {reason: 'checkFailed' | 'checkUnreachable'}>;

/** Field errors that are listed; of more only the number is told. */
const MAX_ERRORS = 20;

/** Characters of a field's path that are quoted: a client may have named it anything. */
const MAX_FIELD_LENGTH = 100;

/** The first of these errors, and how many more there are: a request cannot make an answer much longer than itself. */
export function boundedErrors(
  errors: readonly FieldError[],
  max = MAX_ERRORS,
): {errors: readonly FieldError[]; moreErrors?: number} {
  const listed = errors.slice(0, max).map((error) => ({...error, field: error.field.slice(0, MAX_FIELD_LENGTH)}));
  const more = errors.length - listed.length;
  return {errors: listed, ...(more > 0 && {moreErrors: more})};
}

/** What the log is told of a failure: nothing that a client wrote, neither values nor the names it gave to unknown fields. */
export function loggedFailure(failure: Failure): object {
  switch (failure.reason) {
    case 'invalidRequest': {
      const known = failure.errors.filter(({message}) => message !== UNKNOWN_FIELD).slice(0, MAX_ERRORS);
      return {reason: failure.reason, count: failure.errors.length, fields: known.map(({field}) => field)};
    }
    case 'originNotAllowed':
      // The owner needs it to complete ALLOWED_ORIGINS. What is no origin may be anything.
      return {...failure, origin: URL.parse(failure.origin)?.origin.slice(0, MAX_FIELD_LENGTH) ?? ''};
    default:
      return failure;
  }
}

/** What is said of a field that no request has. */
export const UNKNOWN_FIELD = 'is not a field of this request';

/** What the public is told of a failure. */
export function problemOf(failure: Failure): Problem {
  switch (failure.reason) {
    case 'upstream':
      return problem(PUBLIC_CODES[failure.kind]);
    case 'invalidRequest':
      return problem('invalidRequest', boundedErrors(failure.errors));
    case 'bodyTooLarge':
      return problem('bodyTooLarge', {
        errors: [{field: '', message: 'is too large', allowed: {max: failure.max}}],
      });
    case 'taskConflict':
      return problem('taskConflict', {
        errors: [{field: 'taskUUID', message: 'is in use by a request with another body'}],
      });
    case 'limitExceeded':
      return problem('limitExceeded', {limit: publicLimit(failure.limit)});
    case 'sessionRequired':
    case 'checkFailed':
    case 'checkUnreachable':
    case 'tooManyRequests':
    case 'paused':
    case 'ledgerUnreachable':
    case 'malformedBody':
    case 'unsupportedMediaType':
    case 'originNotAllowed':
    case 'notFound':
    case 'clipExpired':
    case 'clipUnreachable':
    case 'methodNotAllowed':
    case 'misconfigured':
    case 'internal':
      return problem(failure.reason);
  }
}

const PUBLIC_CODES = {
  moderated: 'contentRefused',
  image: 'imageRefused',
  invalid: 'requestRefused',
  key: 'unavailable',
  balance: 'unavailable',
  busy: 'busy',
  timeout: 'generationTimedOut',
  broken: 'generationFailed',
  server: 'generationFailed',
  unknownTask: 'generationFailed',
  conflict: 'taskConflict',
} as const satisfies Record<UpstreamKind, Problem['code']>;
