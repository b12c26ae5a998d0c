// One question to the endpoint, and what its answer means.

import type {Generation, Problem, ProblemCode} from '../../../worker/contract/index.ts';
import type {WireFault} from '../../failure-code.ts';
import type {PageVisibility} from './page-visibility.ts';

/** Where the Worker is, and the things a test must be able to replace. */
export interface Client {
  /** The Worker's base URL. */
  endpoint: string;
  fetch: typeof fetch;
  /** Resolves after `ms`; rejects when aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  visibility: PageVisibility;
  session?: SessionProvider;
}

/** What stands before a POST. */
export interface SessionProvider {
  /** Of this visitor's session. Undefined where, as far as is known, none is needed. */
  token(signal: AbortSignal): Promise<string | undefined>;
  /** Another one, after one was refused or missed. */
  renew(signal: AbortSignal): Promise<string>;
  /** Hears what is left to a visitor whose request was accepted. */
  onAccepted(headers: Headers): void;
}

/** A request that starts something. */
interface Post {
  body: string;
  token: string | undefined;
}

/** The endpoint refused, or could not be understood or reached. Never thrown for a generation that may still be running. */
export class ApiError extends Error {
  readonly code: ProblemCode | WireFault;
  readonly problem: Problem | undefined;
  /** What came instead of an answer, for whoever has to mend it. */
  readonly received: string | undefined;
  /** The answer to an earlier attempt was lost, so it may be under way all the same. */
  answerLost = false;
  constructor(code: ProblemCode | WireFault, options?: {problem?: Problem; received?: string; cause?: unknown}) {
    super(code, options);
    this.code = code;
    this.problem = options?.problem;
    this.received = options?.received;
  }
}

/** One understood answer. */
export interface GenerationResponse {
  generation: Generation;
  /** How long the endpoint wants to be left alone, in milliseconds. */
  retryAfterMs: number;
}

/** When the endpoint names no `Retry-After`. */
const POLL_MS = 5_000;
/** Whatever the endpoint says: it is never asked more often, so that a wrong header cannot become a flood. */
const POLL_MIN_MS = 250;
const POLL_MAX_MS = 60_000;
/** A silent connection is a lost one. Long enough for a first frame over a slow line. */
const TIMEOUT_MS = 120_000;

/** Asks once: a POST when there is a body to send, otherwise a GET. */
export async function requestGeneration(
  client: Client,
  taskUUID: string,
  signal: AbortSignal,
  post?: Post,
): Promise<GenerationResponse> {
  const timeout = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  // The browser asks with the ETag it has. Done by hand, `If-None-Match` would cost a preflight each time.
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

/** Where a generation is. */
export function generationPath(taskUUID: string): string {
  return `generations/${taskUUID}`;
}

/** Sends a request to one of the endpoint's routes. */
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

/** Reads an answer that is a generation and no stream. */
export async function parseGeneration(response: Response, taskUUID: string): Promise<GenerationResponse> {
  const content = await readJSON(response);
  if (isGeneration(content, taskUUID)) return {generation: content, retryAfterMs: retryAfterOf(response)};
  throw new ApiError('badEndpoint', {received: describeResponse(response), cause: content});
}

/** What an answer holds, if it is no problem. */
export async function readJSON(response: Response): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    throw new ApiError('unreachable', {cause});
  }
  const content = parseJSON(text);
  // A page of HTML with a 5xx comes from something in front of a Worker that may well be there.
  if (content === undefined)
    throw new ApiError(response.status < 500 ? 'badEndpoint' : 'unreachable', {received: describeResponse(response)});
  if (response.ok) return content;
  if (isProblem(content)) throw new ApiError(content.code, {problem: content});
  throw new ApiError('badEndpoint', {received: describeResponse(response), cause: content});
}

function describeResponse({status, headers}: Response): string {
  return `${status} with ${headers.get('Content-Type')?.split(';')[0] || 'no content'}`;
}

/** Reads a generation as an event carries it. */
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
