// The page's side of the wire: one generation, followed from request to end. By its live stream; by asking where there is none.

import type {Generation, GenerationRequest} from '../../../worker/contract/index.ts';
import {readStream} from './event-stream.ts';
import {ApiError, type Client, type GenerationResponse, requestGeneration, type SessionProvider} from './http.ts';
import {pageVisibility} from './page-visibility.ts';

/** Troubles that a later question may not have. */
const RETRYABLE = new Set<ApiError['code']>(['unreachable', 'busy', 'internal', 'tooManyRequests']);
/** Refusals of what a request says. Where an earlier answer was lost, the same request may have been taken before. */
const CONTENT_REFUSED = new Set<ApiError['code']>([
  'taskConflict',
  'invalidRequest',
  'malformedBody',
  'bodyTooLarge',
  'unsupportedMediaType',
  'methodNotAllowed',
]);
/** How often a submission whose answer was lost is sent, always with the same `taskUUID`. */
const SUBMIT_ATTEMPTS = 4;
/** How often a stream that broke is opened again before the endpoint is polled instead. */
const STREAM_ATTEMPTS = 4;
const BACK_OFF_MS = 1_000;
const BACK_OFF_MAX_MS = 30_000;
/** How often a page that nobody looks at asks. Often enough for a sound or a notification to make sense. */
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
 * Starts a generation and yields its states until it has ended. Throws {@link ApiError} where it was not taken on.
 * `answerLost`: the same request was sent before, and what became of it is not known.
 *
 * A request that was taken can be refused when it is sent again, for instance after the deployment's settings have changed.
 * So after a lost answer it is looked for, and the refusal counts only where there is no such generation.
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
 * A lost answer says nothing about the request, so it is sent again: the same `taskUUID` never starts two. One that was
 * refused for want of a session has started nothing, and is sent again with one, once.
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
      const {code} = error as ApiError;
      if (code === 'sessionRequired' && session && !sessionRefused) {
        sessionRefused = true;
        continue;
      }
      if (error instanceof ApiError) error.answerLost = answerLost;
      if (code !== 'unreachable' || attempt === SUBMIT_ATTEMPTS) throw error;
      answerLost = true;
    }
    await delay(client, backOff(attempt), signal);
  }
}

/** A failed question says nothing about the generation, so it is asked again until the endpoint knows. */
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
        // Counted before it is opened: a stream that cannot be opened is one that broke.
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
      const {code} = error as ApiError;
      if (code === 'notFound' || !(latest || RETRYABLE.has(code))) throw error;
      await delay(client, backOff(++failures), signal);
    }
  }
}

/** Waits, but not longer than until somebody looks again or the network is back. */
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
