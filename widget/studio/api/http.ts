// Requests to the Worker, and how its responses are read.

import type {Generation, Problem, ProblemCode} from '../../../worker/contract/index.ts';
import type {WireFault} from '../../failure-code.ts';
import type {PageVisibility} from './page-visibility.ts';

/** The Worker's address, and the environment, which tests replace. */
export interface Client {
  /** The Worker's base URL. */
  endpoint: string;
  fetch: typeof fetch;
  /** Resolves after `ms`; rejects when aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  visibility: PageVisibility;
  session?: SessionProvider;
}

/** Provides the session that a POST may need. */
export interface SessionProvider {
  /** The session's token. Undefined where, as far as is known, none is needed. */
  token(signal: AbortSignal): Promise<string | undefined>;
  /** Gets a new token after one was refused or was missing. */
  renew(signal: AbortSignal): Promise<string>;
  /** Reads what is left of the visitor's limits from an accepted request's response. */
  onAccepted(headers: Headers): void;
}

/** A request that starts something. */
interface Post {
  body: string;
  token: string | undefined;
}

/** The Worker refused, or could not be reached or understood. */
export class ApiError extends Error {
  readonly code: ProblemCode | WireFault;
  readonly problem: Problem | undefined;
  /** What was received instead of a valid response, for the page's owner. */
  readonly received: string | undefined;
  /** The response to an earlier attempt was lost, so the request may have been accepted. */
  answerLost = false;
  constructor(code: ProblemCode | WireFault, options?: {problem?: Problem; received?: string; cause?: unknown}) {
    super(code, options);
    this.code = code;
    this.problem = options?.problem;
    this.received = options?.received;
  }
}

/** A response that contains a generation. */
export interface GenerationResponse {
  generation: Generation;
  /** Milliseconds to wait before the next request. */
  retryAfterMs: number;
}

/** Used without a `Retry-After` header. */
const POLL_MS = 5_000;
/** Lower bound for `Retry-After`, so that a wrong header cannot cause a flood of requests. */
const POLL_MIN_MS = 250;
const POLL_MAX_MS = 60_000;
/** Long enough to upload a first frame over a slow connection. */
const TIMEOUT_MS = 120_000;

/** Sends one request: a POST with a body, a GET without. */
export async function requestGeneration(
  client: Client,
  taskUUID: string,
  signal: AbortSignal,
  post?: Post,
): Promise<GenerationResponse> {
  const timeout = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  // The browser revalidates with its own ETag. A hand-made `If-None-Match` would need a preflight each time.
  if (!post)
    return parseGeneration(
      await sendRequest(client, generationPath(taskUUID), {signal: timeout, cache: 'no-cache'}),
      taskUUID,
    );
  const {body, token} = post;
  const response = await sendRequest(client, 'generations', {
    method: 'POST',
    headers: {'Content-Type': 'application/json', ...(token && {Authorization: `Bearer ${token}`})},
    body,
    signal: timeout,
  });
  if (response.ok) client.session?.onAccepted(response.headers);
  return parseGeneration(response, taskUUID);
}

/** The path of a generation. */
export function generationPath(taskUUID: string): string {
  return `generations/${taskUUID}`;
}

/** Sends a request to one of the Worker's routes. */
export async function sendRequest(
  {endpoint, fetch}: Pick<Client, 'endpoint' | 'fetch'>,
  path: string,
  init: RequestInit,
): Promise<Response> {
  try {
    return await fetch(`${endpoint}/v1/${path}`, {...init, credentials: 'omit'});
  } catch (cause) {
    throw new ApiError('unreachable', {cause});
  }
}

/** Reads a generation from a JSON response. */
export async function parseGeneration(response: Response, taskUUID: string): Promise<GenerationResponse> {
  const content = await readJSON(response);
  if (isGeneration(content, taskUUID)) return {generation: content, retryAfterMs: retryAfterOf(response)};
  throw new ApiError('badEndpoint', {received: describeResponse(response), cause: content});
}

/** The JSON of a successful response. Throws the {@link ApiError} that an unsuccessful one describes. */
export async function readJSON(response: Response): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    throw new ApiError('unreachable', {cause});
  }
  const content = parseJSON(text);
  // HTML with a 5xx status comes from a proxy: the Worker behind it may be right.
  if (content === undefined)
    throw new ApiError(response.status < 500 ? 'badEndpoint' : 'unreachable', {received: describeResponse(response)});
  if (response.ok) return content;
  if (isProblem(content)) throw new ApiError(content.code, {problem: content});
  throw new ApiError('badEndpoint', {received: describeResponse(response), cause: content});
}

function describeResponse({status, headers}: Response): string {
  return `${status} with ${headers.get('Content-Type')?.split(';')[0] || 'no content'}`;
}

/** Reads a generation from the data of an event. */
export function parseGenerationEvent(text: string, taskUUID: string): Generation | undefined {
  const content = parseJSON(text);
  return isGeneration(content, taskUUID) ? content : undefined;
}

function parseJSON(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isGeneration(content: unknown, taskUUID: string): content is Generation {
  const {status, taskUUID: theirs, results} = Object(content) as Partial<Generation>;
  return (
    /^(processing|success|error)$/.test(`${status}`) &&
    `${theirs}`.toLowerCase() === taskUUID.toLowerCase() &&
    Array.isArray(results)
  );
}

function isProblem(content: unknown): content is Problem {
  return typeof (Object(content) as Partial<Problem>).code === 'string';
}

function retryAfterOf(response: Response): number {
  const seconds = Number.parseFloat(response.headers.get('Retry-After') ?? '');
  return Number.isNaN(seconds) ? POLL_MS : Math.min(Math.max(seconds * 1000, POLL_MIN_MS), POLL_MAX_MS);
}
