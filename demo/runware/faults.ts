// Answers that are faults: what goes over the wire for each transport fault and each odd poll answer. Free of Node.

import {TASK_TYPE} from '../../worker/contract/index.ts';
import {errorOf, type RunwareError, statusOf} from './errors.ts';

/** Faults of an answer whose task was accepted all the same. */
export const ACCEPTED_FAULTS: ReadonlySet<string> = new Set(['lost', 'lostlate', 'conflict', 'rowerror']);

/** What the server does with a request. */
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

/** The faults that sending a task and polling it have in common, each with what it does. */
export const TRANSPORT_FAULTS = {
  '401': 'The API key is refused.',
  '402': 'The balance is exhausted.',
  '402throttle': 'The 402 that is a throttle and clears by itself; twice unless told.',
  '403': 'The API key may not do this.',
  '408': 'Request timeout, as plain text.',
  '429': 'Too many requests, without Retry-After.',
  '429retry': 'Too many requests, with Retry-After: 1.',
  '500': 'A server fault, as JSON.',
  '503': 'No capacity, as JSON.',
  '504': 'Waited too long in the queue, as JSON.',
  html500: 'A server fault, as an HTML page.',
  empty503: 'HTTP 503 whose body is {"data":[]}, without errors.',
  errors200: 'HTTP 200 whose body holds a rate limit error.',
  hang: 'No answer at all, until the caller gives up.',
  reset: 'The connection breaks before anything is taken in.',
  slow: 'The right answer, after `delay` seconds.',
} as const;

const HTML = `<html>
<head><title>500 Internal Server Error</title></head>
<body><center><h1>500 Internal Server Error</h1></center><hr><center>nginx</center></body>
</html>
`;

// Those that pass, and cost a caller no long wait.
const PASSING = ['408', '429', '429retry', '500', '503', '504', 'html500', 'empty503', 'errors200', 'reset'] as const;

/** The faults that chance may pick when a task is sent. */
export const PASSING_SUBMIT_FAULTS = [...PASSING, 'lost', 'conflict', 'rowerror'] as const;

/** The faults that chance may pick when a task is polled. */
export const PASSING_POLL_FAULTS = [
  ...PASSING,
  'empty',
  'anonymous',
  'bare',
  'singular',
  'unavailable',
  'oddity',
] as const;

/** An answer that holds only this error. */
export function refusal(error: RunwareError, status = statusOf(error.code)): Reply {
  return {kind: 'answer', status, body: {data: [], errors: [error]}};
}

/** The reply that is this fault, or undefined where the value of the switch is none (`none`, `slow`, `lost`, …). */
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
