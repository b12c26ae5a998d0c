// One question to the endpoint, and what its answer means.

import type {Generation, Problem, ProblemCode} from '../worker/contract/index.ts';
import type {Presence} from './presence.ts';

/** Where the Worker is, and the things a test must be able to replace. */
export interface Client {
  /** The Worker's base URL. */
  endpoint: string;
  fetch: typeof fetch;
  /** Resolves after `ms`; rejects when aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  presence: Presence;
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

/** One understood answer. */
export interface Answer {
  generation: Generation;
  /** How long the endpoint wants to be left alone, in milliseconds. */
  restMs: number;
}

/** When the endpoint names no `Retry-After`. */
const POLL_MS = 5_000;
/** Whatever the endpoint says: it is never asked more often, so that a wrong header cannot become a flood. */
const POLL_MIN_MS = 250;
const POLL_MAX_MS = 60_000;
/** A silent connection is a lost one. Long enough for a first frame over a slow line. */
const TIMEOUT_MS = 120_000;

/** Asks once: a POST when there is a body to send, otherwise a GET. */
export async function ask(client: Client, taskUUID: string, signal: AbortSignal, body?: string): Promise<Answer> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const response = await send(client, body ? undefined : taskUUID, {
    signal: patience,
    // The browser asks with the ETag it has. Done by hand, `If-None-Match` would cost a preflight each time.
    ...(body ? {method: 'POST', headers: {'Content-Type': 'application/json'}, body} : {cache: 'no-cache'}),
  });
  return understand(response, taskUUID);
}

/** Sends a request to the collection, or to one generation. */
export async function send(client: Client, taskUUID: string | undefined, init: RequestInit): Promise<Response> {
  const url = `${client.endpoint}/v1/generations${taskUUID ? `/${taskUUID}` : ''}`;
  try {
    return await client.fetch(url, {...init, credentials: 'omit'});
  } catch (cause) {
    throw new Refusal('unreachable', {cause});
  }
}

/** Reads an answer that is no stream. */
export async function understand(response: Response, taskUUID: string): Promise<Answer> {
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    throw new Refusal('unreachable', {cause});
  }
  const content = parse(text);
  // A page of HTML with a 5xx comes from something in front of a Worker that may well be there.
  if (content === undefined) throw new Refusal(response.status < 500 ? 'badEndpoint' : 'unreachable');
  if (response.ok && isGeneration(content, taskUUID)) return {generation: content, restMs: restOf(response)};
  if (!response.ok && isProblem(content)) throw new Refusal(content.code, {problem: content});
  throw new Refusal('badEndpoint', {cause: content});
}

/** Reads a generation as an event carries it. */
export function generationIn(text: string, taskUUID: string): Generation | undefined {
  const content = parse(text);
  return isGeneration(content, taskUUID) ? content : undefined;
}

function parse(text: string): unknown {
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

function restOf(response: Response): number {
  const seconds = Number.parseFloat(response.headers.get('Retry-After') ?? '');
  return Number.isNaN(seconds) ? POLL_MS : Math.min(Math.max(seconds * 1000, POLL_MIN_MS), POLL_MAX_MS);
}
