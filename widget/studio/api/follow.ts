// Follows one generation from the request to its end: by its event stream, or by polling where there is none.

import type {Generation, GenerationRequest} from '../../../worker/contract/index.ts';
import {readStream} from './event-stream.ts';
import {ApiError, type Client, type GenerationResponse, requestGeneration, type SessionProvider} from './http.ts';
import {pageVisibility} from './page-visibility.ts';

/** Errors that are temporary. */
const RETRYABLE = new Set<ApiError['code']>(['unreachable', 'busy', 'internal', 'tooManyRequests']);
/** Refusals of a request's content. If an earlier response was lost, the same request may have been accepted before. */
const CONTENT_REFUSED = new Set<ApiError['code']>([
  'taskConflict',
  'invalidRequest',
  'malformedBody',
  'bodyTooLarge',
  'unsupportedMediaType',
  'methodNotAllowed',
]);
/** How often a request whose response was lost is sent, always with the same `taskUUID`. */
const SUBMIT_ATTEMPTS = 4;
/** How often a stream is opened before the Worker is polled instead. */
const STREAM_ATTEMPTS = 4;
const BACK_OFF_MS = 1_000;
const BACK_OFF_MAX_MS = 30_000;
/** Poll interval of a hidden page. Short enough for a timely notification. */
const HIDDEN_POLL_MS = 30_000;

/** A client on the real network. */
export function networkClient(endpoint: string, session: SessionProvider): Client {
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    fetch: (...request) => fetch(...request),
    wait,
    visibility: pageVisibility,
    session,
  };
}

/**
 * Starts a generation and yields its states until it has ended. Throws an {@link ApiError} if it was not accepted.
 * `answerLost`: the same request was sent before, with an unknown result.
 *
 * An accepted request can be refused when it is sent again, for instance after the deployment's settings have changed.
 * So after a lost response the generation is looked up, and the refusal is reported only if there is none.
 */
export async function* follow(
  client: Client,
  request: GenerationRequest,
  signal: AbortSignal,
  answerLost = false,
): AsyncGenerator<Generation> {
  const {taskUUID} = request;
  const submitted = await submit(client, request, signal, answerLost).catch((error: unknown) => {
    if (error instanceof ApiError && error.answerLost && CONTENT_REFUSED.has(error.code)) return error;
    throw error;
  });
  if (!(submitted instanceof ApiError)) return yield* watch(client, taskUUID, signal, submitted);
  try {
    yield* watch(client, taskUUID, signal);
  } catch (error) {
    throw error instanceof ApiError && error.code === 'notFound' ? submitted : error;
  }
}

/** Yields the states of a generation that was started before, until it has ended. */
export function resume(client: Client, taskUUID: string, signal: AbortSignal): AsyncGenerator<Generation> {
  return watch(client, taskUUID, signal);
}

/**
 * After a lost response the request is sent again: the same `taskUUID` never starts two generations. If a session was
 * required, nothing was started, and the request is sent once more with a session.
 */
async function submit(
  client: Client,
  request: GenerationRequest,
  signal: AbortSignal,
  answerLost: boolean,
): Promise<GenerationResponse> {
  const {session} = client;
  const body = JSON.stringify(request);
  let sessionRefused = false;
  for (let attempt = 1; ; attempt++) {
    try {
      const token = await (sessionRefused ? session?.renew(signal) : session?.token(signal));
      return await requestGeneration(client, request.taskUUID, signal, {body, token});
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'sessionRequired' && session && !sessionRefused) {
        sessionRefused = true;
        continue;
      }
      error.answerLost = answerLost;
      if (error.code !== 'unreachable' || attempt === SUBMIT_ATTEMPTS) throw error;
      answerLost = true;
    }
    await delay(client, backOff(attempt), signal);
  }
}

/** Yields states until the last one. A temporary error says nothing about the generation, so the request is repeated. */
async function* watch(
  client: Client,
  taskUUID: string,
  signal: AbortSignal,
  latest?: GenerationResponse,
): AsyncGenerator<Generation> {
  let streams = STREAM_ATTEMPTS;
  let failures = 0;
  if (latest) yield latest.generation;
  while (!latest || latest.generation.status === 'processing') {
    const hidden = client.visibility.hidden();
    if (latest && (hidden || !streams)) await delay(client, hidden ? HIDDEN_POLL_MS : latest.retryAfterMs, signal);
    try {
      if (streams && !client.visibility.hidden()) {
        // Counted before it is opened, since opening can fail too.
        streams--;
        const {end, answer} = yield* readStream(client, taskUUID, signal);
        signal.throwIfAborted();
        latest = answer ?? latest;
        if (end === 'hidden') streams++;
        else if (end === 'broken') await delay(client, backOff(STREAM_ATTEMPTS - streams), signal);
        else streams = 0;
      } else {
        latest = await requestGeneration(client, taskUUID, signal);
        yield latest.generation;
      }
      failures = 0;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ApiError) || error.code === 'notFound') throw error;
      if (!latest && !RETRYABLE.has(error.code)) throw error;
      await delay(client, backOff(++failures), signal);
    }
  }
}

/** Waits, but not longer than until the page is visible or online again. */
async function delay(client: Client, ms: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const back = client.visibility.whenBack(either);
  back.catch(() => {});
  const waited = client.wait(ms, either);
  waited.catch(() => {});
  try {
    await Promise.race([waited, back]);
  } finally {
    over.abort();
  }
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
