// What can go wrong, as the wire and the screen say it: RFC 9457 problems with a stable code.

import type {ReachedLimit} from './limit.ts';

/**
 * Each code, its HTTP status, its title, and whether the same request can succeed when tried again later: with another
 * `taskUUID` where a generation has ended with it.
 */
export const PROBLEMS = {
  /** A field is missing, unknown, or outside what the model offers: see `errors`. */
  invalidRequest: {status: 400, title: 'The request has fields that are not allowed as they are', retry: false},
  /** The body is not JSON, or not a JSON object. */
  malformedBody: {status: 400, title: 'The body is not a JSON object', retry: false},
  /** There is no session, or it has run out or belongs to another page or address: get one at `POST /v1/session`. */
  sessionRequired: {status: 401, title: 'A session is required', retry: true},
  /** The human check, or the identity that the site vouched for, was not accepted. */
  checkFailed: {status: 403, title: 'The check was not passed', retry: false},
  /** The page's origin is not on the deployment's list, or a request that only pages may make came from no page. */
  originNotAllowed: {status: 403, title: 'This page is not allowed to use this endpoint', retry: false},
  /** No such route, or no such generation. */
  notFound: {status: 404, title: 'There is nothing here', retry: false},
  /** The route exists, with other methods: see the `Allow` header. */
  methodNotAllowed: {status: 405, title: 'This method is not allowed here', retry: false},
  /** The `taskUUID` is in use by a request with another body. */
  taskConflict: {status: 409, title: 'This taskUUID belongs to another request', retry: false},
  /** Runware has deleted the clip. */
  clipExpired: {status: 410, title: 'The clip is not kept any more', retry: false},
  /** The body exceeds `MAX_BODY_BYTES`. */
  bodyTooLarge: {status: 413, title: 'The body is too large', retry: false},
  /** The body's `Content-Type` is not `application/json`. */
  unsupportedMediaType: {status: 415, title: 'The body must be application/json', retry: false},
  /** A limit of this deployment is reached: see `limit`. */
  limitExceeded: {status: 429, title: 'A limit of this site is reached', retry: true},
  /** Too many requests in a short time, of any kind. */
  tooManyRequests: {status: 429, title: 'Too many requests', retry: true},
  /** The provider's moderation refused the prompt or the image; trying again gives the same answer. */
  contentRefused: {status: 422, title: 'The prompt or the image was refused by moderation', retry: false},
  /** The first frame could not be read or has a size the model refuses. */
  imageRefused: {status: 422, title: 'The first frame could not be used', retry: false},
  /** Runware found the request invalid although this Worker did not. */
  requestRefused: {status: 422, title: 'The video service refused the request', retry: false},
  /** The render broke at the provider. */
  generationFailed: {status: 502, title: 'The video could not be made', retry: true},
  /** The clip exists as far as is known, but cannot be fetched now. */
  clipUnreachable: {status: 502, title: 'The clip could not be fetched', retry: true},
  /** The render timed out at the provider. */
  generationTimedOut: {status: 504, title: 'Making the video timed out', retry: true},
  /** Too much is asked of the video service at this moment. */
  busy: {status: 503, title: 'The video service is busy', retry: true},
  /** The deployment's account at Runware needs its owner (key or balance). */
  unavailable: {status: 503, title: 'The video service is not available', retry: false},
  /** The owner of the site has paused it. */
  paused: {status: 503, title: 'This site is paused', retry: false},
  /** The visitor check cannot be verified now. */
  checkUnreachable: {status: 503, title: 'The check cannot be verified at this moment', retry: true},
  /** The ledger cannot be asked what may be spent, so nothing is started. */
  ledgerUnreachable: {status: 503, title: 'Nothing can be started at this moment', retry: true},
  /** A setting of the deployment is missing or wrong; the log names it. */
  misconfigured: {status: 503, title: 'This endpoint is not set up correctly', retry: false},
  /** A fault of the Worker itself. */
  internal: {status: 500, title: 'Something went wrong here', retry: true},
} as const satisfies Record<string, ProblemKind>;

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly retry: boolean;
}

/** Stable name of a problem; the page chooses its own words by it. */
export type ProblemCode = keyof typeof PROBLEMS;

/** Body of every answer that is not a success (`application/problem+json`), and `error` of a failed generation. */
export interface Problem {
  /** `urn:hailuo-generator:problem:` and the code. */
  type: string;
  /** English, for developers; the page shows its own words. */
  title: string;
  /** The HTTP status. */
  status: number;
  code: ProblemCode;
  /** The offending fields, where the request was at fault: 20 at most. */
  errors?: readonly FieldError[];
  /** How many more there are. */
  moreErrors?: number;
  /** The limit that was reached, with the code `limitExceeded`. */
  limit?: ReachedLimit;
}

/** What was wrong with one field. */
export interface FieldError {
  /** Its path as Runware writes it, for example `inputs.frameImages`. Empty for the body as a whole. */
  field: string;
  /** What was wrong, in English. */
  message: string;
  /** What is allowed instead, where a list or a range says it. */
  allowed?: readonly (string | number | boolean)[] | {min?: number; max?: number};
}

/** The problem of this code, as it goes on the wire. */
export function problem(code: ProblemCode, more: Pick<Problem, 'errors' | 'moreErrors' | 'limit'> = {}): Problem {
  const {status, title} = PROBLEMS[code];
  return {type: `urn:hailuo-generator:problem:${code}`, title, status, code, ...more};
}
