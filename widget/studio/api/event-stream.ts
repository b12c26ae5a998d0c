// A generation's event stream. Read with `fetch`: `EventSource` cannot tell a refusal from a broken connection.
// Format: https://html.spec.whatwg.org/multipage/server-sent-events.html

import type {Generation} from '../../../worker/contract/index.ts';
import {
  type Client,
  type GenerationResponse,
  generationPath,
  parseGeneration,
  parseGenerationEvent,
  sendRequest,
} from './http.ts';

/** The Worker sends a heartbeat every 15 s. Without one, a proxy is buffering the stream. */
const SILENCE_MS = 25_000;

/** How a stream ended: after the last state, interrupted, without data, with JSON instead, or as the page was hidden. */
export type StreamEnd = 'ended' | 'broken' | 'silent' | 'json' | 'hidden';

/** How a stream ended, and the last generation it carried. */
export interface StreamResult {
  end: StreamEnd;
  answer: GenerationResponse | undefined;
}

/** Yields the states of a generation as they arrive. Throws an {@link ApiError} where there is no such stream. */
export async function* readStream(
  client: Client,
  taskUUID: string,
  signal: AbortSignal,
): AsyncGenerator<Generation, StreamResult> {
  const connection = new Connection(client, signal);
  try {
    const opened = await connection.waitFor(
      sendRequest(client, generationPath(taskUUID), {
        headers: {Accept: 'text/event-stream'},
        cache: 'no-store',
        signal: connection.signal,
      }),
    );
    if (typeof opened === 'string') return {end: opened, answer: undefined};
    if (opened.body && /^text\/event-stream\b/i.test(opened.headers.get('Content-Type') ?? ''))
      return yield* readEvents(opened.body, taskUUID, connection);
    const answer = await parseGeneration(opened, taskUUID);
    yield answer.generation;
    return {end: 'json', answer};
  } finally {
    connection.close();
  }
}

async function* readEvents(
  body: ReadableStream<Uint8Array>,
  taskUUID: string,
  connection: Connection,
): AsyncGenerator<Generation, StreamResult> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let answer: GenerationResponse | undefined;
  let unfinished = '';
  for (;;) {
    // Any error while reading means that the stream was interrupted.
    const chunk = await connection.waitFor(reader.read().catch(() => undefined));
    if (typeof chunk === 'string') return {end: chunk, answer};
    if (!chunk?.value) return {end: 'broken', answer};
    const messages = (unfinished + decoder.decode(chunk.value, {stream: true})).split(/\r?\n\r?\n/);
    unfinished = messages.pop() ?? '';
    for (const message of messages) {
      const generation = parseGenerationEvent(dataOf(message), taskUUID);
      if (!generation) continue;
      answer = {generation, retryAfterMs: 0};
      yield generation;
      if (generation.status !== 'processing') return {end: 'ended', answer};
    }
  }
}

/** A connection that is closed when no data arrives or the page is hidden. */
class Connection {
  readonly signal: AbortSignal;
  readonly #client: Client;
  readonly #closed = new AbortController();
  readonly #hidden: Promise<'hidden'>;

  constructor(client: Client, signal: AbortSignal) {
    this.#client = client;
    this.signal = AbortSignal.any([signal, this.#closed.signal]);
    this.#hidden = client.visibility.whenHidden(this.signal).then(() => 'hidden');
    this.#hidden.catch(() => {});
  }

  /** The result of a step, or why it was abandoned. */
  async waitFor<T>(work: Promise<T>): Promise<T | 'silent' | 'hidden'> {
    const settled = new AbortController();
    const silence = this.#client.wait(SILENCE_MS, AbortSignal.any([this.signal, settled.signal]));
    const silent = silence.then(() => 'silent' as const);
    silent.catch(() => {});
    work.catch(() => {});
    try {
      return await Promise.race([work, silent, this.#hidden]);
    } finally {
      settled.abort();
    }
  }

  close(): void {
    this.#closed.abort();
  }
}

function dataOf(message: string): string {
  return message
    .split(/\r?\n/)
    .flatMap((connection) => /^data: ?(.*)/.exec(connection)?.[1] ?? [])
    .join('\n');
}
