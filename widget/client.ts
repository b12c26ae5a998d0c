// The page's side of the wire: one generation, followed from request to end.

import type {Generation, GenerationRequest, Problem, ProblemCode} from '../worker/contract/index.ts';

/** Where the Worker is, and the two things a test must be able to replace. */
export interface Client {
  /** The Worker's base URL. */
  endpoint: string;
  fetch: typeof fetch;
  /** Resolves after `ms`; rejects when aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** What the page itself finds wrong with the way to the endpoint. */
export type WireFault = 'unreachable' | 'badEndpoint';

/** The endpoint refused, or could not be understood or reached. Never thrown for a generation that may still be running. */
export class Refusal extends Error {
  readonly code: ProblemCode | WireFault;
  readonly problem: Problem | undefined;
  constructor(code: ProblemCode | WireFault, options?: {problem?: Problem; cause?: unknown}) {
    super(code, options);
    this.code = code;
    this.problem = options?.problem;
  }
}

/** Troubles that a later poll may not have. */
const PASSING = new Set<Refusal['code']>(['unreachable', 'busy', 'internal']);
/** How often a submission whose answer was lost is sent, always with the same `taskUUID`. */
const SUBMIT_ATTEMPTS = 4;
const BACK_OFF_MS = 1_000;
const BACK_OFF_MAX_MS = 30_000;
/** When the endpoint names no `Retry-After`. */
const POLL_MS = 5_000;
/** Whatever the endpoint says: it is never asked more often, so that a wrong header cannot become a flood. */
const POLL_MIN_MS = 250;
const POLL_MAX_MS = 60_000;
/** A silent connection is a lost one. Long enough for a first frame over a slow line. */
const TIMEOUT_MS = 120_000;

/** A client on the real network. */
export function networkClient(endpoint: string): Client {
  return {endpoint: endpoint.replace(/\/+$/, ''), fetch: (...request) => fetch(...request), wait};
}

/** Starts a generation and yields each of its states until it has ended. Throws {@link Refusal} where it was not taken on. */
export async function* follow(
  client: Client,
  request: GenerationRequest,
  signal: AbortSignal,
): AsyncGenerator<Generation> {
  yield* watch(client, await submit(client, request, signal), signal);
}

/** Yields the states of a generation that was started before, until it has ended. */
export async function* resume(client: Client, taskUUID: string, signal: AbortSignal): AsyncGenerator<Generation> {
  yield* watch(client, await askUntilKnown(client, taskUUID, signal, false), signal);
}

/** One understood answer. */
interface Answer {
  generation: Generation;
  /** How long the endpoint wants to be left alone, in milliseconds. */
  restMs: number;
}

/** A lost answer says nothing about the request, so it is sent again: the same `taskUUID` never starts two. */
async function submit(client: Client, request: GenerationRequest, signal: AbortSignal): Promise<Answer> {
  const body = JSON.stringify(request);
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(client, request.taskUUID, signal, body);
    } catch (error) {
      signal.throwIfAborted();
      if ((error as Refusal).code !== 'unreachable' || attempt === SUBMIT_ATTEMPTS) throw error;
    }
    await client.wait(backOff(attempt), signal);
  }
}

async function* watch(client: Client, first: Answer, signal: AbortSignal): AsyncGenerator<Generation> {
  let {generation, restMs} = first;
  yield generation;
  while (generation.status === 'processing') {
    await client.wait(restMs, signal);
    ({generation, restMs} = await askUntilKnown(client, generation.taskUUID, signal, true));
    yield generation;
  }
}

/** A failed poll says nothing about the generation, so it is asked again until the endpoint knows. */
async function askUntilKnown(
  client: Client,
  taskUUID: string,
  signal: AbortSignal,
  wasKnown: boolean,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(client, taskUUID, signal);
    } catch (error) {
      signal.throwIfAborted();
      const {code} = error as Refusal;
      if (code === 'notFound' || !(wasKnown || PASSING.has(code))) throw error;
    }
    await client.wait(backOff(attempt), signal);
  }
}

/** Asks once: a POST when there is a body to send, otherwise a GET. */
async function ask(client: Client, taskUUID: string, signal: AbortSignal, body?: string): Promise<Answer> {
  const url = `${client.endpoint}/v1/generations${body ? '' : `/${taskUUID}`}`;
  const patience = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const init: RequestInit = body
    ? {method: 'POST', headers: {'Content-Type': 'application/json'}, body}
    : {cache: 'no-store'};
  let response: Response;
  let text: string;
  try {
    response = await client.fetch(url, {...init, credentials: 'omit', signal: patience});
    text = await response.text();
  } catch (cause) {
    throw new Refusal('unreachable', {cause});
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    // A page of HTML with a 5xx comes from something in front of a Worker that may well be there.
    throw new Refusal(response.status < 500 ? 'badEndpoint' : 'unreachable', {cause});
  }
  if (response.ok && isGeneration(content, taskUUID)) return {generation: content, restMs: restOf(response)};
  if (!response.ok && isProblem(content)) throw new Refusal(content.code, {problem: content});
  throw new Refusal('badEndpoint', {cause: content});
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

function restOf(response: Response): number {
  const seconds = Number.parseFloat(response.headers.get('Retry-After') ?? '');
  return Number.isNaN(seconds) ? POLL_MS : Math.min(Math.max(seconds * 1000, POLL_MIN_MS), POLL_MAX_MS);
}

function backOff(attempt: number): number {
  return Math.min(BACK_OFF_MS * 2 ** (attempt - 1), BACK_OFF_MAX_MS);
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  const {promise, resolve, reject} = Promise.withResolvers<void>();
  const stop = () => {
    clearTimeout(timer);
    reject(signal.reason);
  };
  const timer = setTimeout(() => {
    signal.removeEventListener('abort', stop);
    resolve();
  }, ms);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, {once: true});
  return promise;
}
