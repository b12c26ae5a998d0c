// The responses for each simulated fault. Does not use Node's API.

import {TASK_TYPE} from '../../worker/contract/index.ts';
import {errorOf, type RunwareError, statusOf} from './errors.ts';

/** Faults after which the task is accepted all the same. */
export const ACCEPTED_FAULTS: ReadonlySet<string> = new Set(['lost', 'lostlate', 'conflict', 'rowerror']);

/** How the server replies to a request. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Record<string, string>;
    }
  | {readonly kind: 'text'; readonly status: number; readonly type: string; readonly text: string}
  | {readonly kind: 'hang'}
  | {readonly kind: 'reset'};

/** The faults that submissions and polls have in common, with a description. */
export const TRANSPORT_FAULTS = {
  '401': 'The API key is refused.',
  '402': 'The balance is exhausted.',
  '402throttle': 'A temporary 402 caused by throttling. Occurs twice by default.',
  '403': 'The API key lacks the permission.',
  '408': 'Request timeout, as plain text.',
  '429': 'Too many requests, without Retry-After.',
  '429retry': 'Too many requests, with Retry-After: 1.',
  '500': 'A server error, as JSON.',
  '503': 'No capacity, as JSON.',
  '504': 'Timeout in the queue, as JSON.',
  html500: 'A server error, as an HTML page.',
  empty503: 'HTTP 503 with the body {"data":[]} and no errors.',
  errors200: 'HTTP 200 with a rate limit error in the body.',
  hang: 'No response until the client times out.',
  reset: 'The connection breaks before the request is processed.',
  slow: 'The correct response, after `delay` seconds.',
} as const;

const HTML = `<html>
<head><title>500 Internal Server Error</title></head>
<body><center><h1>500 Internal Server Error</h1></center><hr><center>nginx</center></body>
</html>
`;

// Faults that clear by themselves and do not make the client wait for a timeout.
const TRANSIENT = ['408', '429', '429retry', '500', '503', '504', 'html500', 'empty503', 'errors200', 'reset'] as const;

/** The faults that `chaos` picks from when a task is submitted. */
export const TRANSIENT_SUBMIT_FAULTS = [...TRANSIENT, 'lost', 'conflict', 'rowerror'] as const;

/** The faults that `chaos` picks from when a task is polled. */
export const TRANSIENT_POLL_FAULTS = [
  ...TRANSIENT,
  'empty',
  'anonymous',
  'bare',
  'singular',
  'unavailable',
  'oddity',
] as const;

/** A response that contains only this error. */
export function refusal(error: RunwareError, status = statusOf(error.code)): Reply {
  return {kind: 'answer', status, body: {data: [], errors: [error]}};
}

/** The reply for this fault; undefined for values that need no special reply (`none`, `slow`, …). */
export function replyOf(fault: string, taskUUID: string): Reply | undefined {
  switch (fault) {
    case '401':
      return refusal(errorOf('invalidApiKey'));
    case '402':
      return refusal(errorOf('insufficientCredits', {taskUUID}));
    case '402throttle':
      return refusal(
        errorOf('insufficientCredits', {taskUUID, message: 'Concurrency limit reached for this balance.'}),
      );
    case '403':
      return refusal(errorOf('insufficientPermissions', {taskUUID}));
    case '408':
      return {kind: 'text', status: 408, type: 'text/plain', text: 'Request Timeout'};
    case '429':
      return refusal(errorOf('rateLimitExceeded', {taskUUID}));
    case '429retry':
      return {
        kind: 'answer',
        status: 429,
        headers: {'retry-after': '1'},
        body: {data: [], errors: [errorOf('rateLimitExceeded', {taskUUID})]},
      };
    case '500':
      return refusal(errorOf('internalServerError', {taskUUID}));
    case '503':
      return refusal(errorOf('noAvailableServer', {taskUUID}));
    case '504':
      return refusal(errorOf('requestTimeout', {taskUUID}));
    case 'html500':
      return {kind: 'text', status: 500, type: 'text/html', text: HTML};
    case 'empty503':
      return {kind: 'answer', status: 503, body: {data: []}};
    case 'errors200':
    case 'rate':
      return refusal(errorOf('rateLimitExceeded', {taskUUID}), 200);
    case 'auth':
      return refusal(errorOf('invalidApiKey', {taskUUID}), 200);
    case 'hang':
    case 'lostlate':
      return {kind: 'hang'};
    case 'reset':
    case 'lost':
      return {kind: 'reset'};
    case 'unavailable':
      return refusal(errorOf('serviceUnavailable', {taskUUID}), 200);
    case 'oddity':
      return refusal(errorOf('somethingNew', {taskUUID}), 400);
    case 'rowerror':
      return {
        kind: 'answer',
        status: 200,
        body: {data: [{taskType: TASK_TYPE, taskUUID}], errors: [errorOf('unsupportedParameter', {taskUUID})]},
      };
    case 'conflict':
      return refusal(errorOf('conflictTaskUUID', {taskUUID}));
    case 'empty':
      return {kind: 'answer', status: 200, body: {data: []}};
    case 'notfound':
      return refusal(errorOf('taskNotFound', {taskUUID}));
    case 'anonymous':
      return refusal(errorOf('internalServerError'));
    case 'bare':
      return {kind: 'answer', status: 500, body: [errorOf('internalServerError')]};
    case 'singular':
      return {kind: 'answer', status: 500, body: {error: errorOf('internalServerError'), taskUUID}};
    default:
      return undefined;
  }
}
