// A generation's live stream: server-sent events, read with fetch, so that its silence and its refusals can be told apart.
// Format: https://html.spec.whatwg.org/multipage/server-sent-events.html

import type {Generation} from '../../../worker/contract/index.ts';
import {type Answer, type Client, generationIn, pathOf, send, understand} from './http.ts';

/** The endpoint sends a heartbeat every 15 s. Where none comes through, something on the way is holding it back. */
const SILENCE_MS = 25_000;

/** How a stream ended: with the last state, cut, mute, answered with JSON instead, or hung up because nobody was looking. */
export type End = 'ended' | 'broken' | 'silent' | 'full' | 'left';

/** What was heard until then. */
export interface Heard {
  end: End;
  answer: Answer | undefined;
}

/** Yields the states of a generation as they come. Throws a `Refusal` where there is no such stream. */
export async function* listen(
  client: Client,
  taskUUID: string,
  signal: AbortSignal,
): AsyncGenerator<Generation, Heard> {
  const line = new Line(client, signal);
  try {
    const opened = await line.within(
      send(client, pathOf(taskUUID), {headers: {Accept: 'text/event-stream'}, cache: 'no-store', signal: line.signal}),
    );
    if (typeof opened === 'string') return {end: opened, answer: undefined};
    if (opened.body && /^text\/event-stream\b/i.test(opened.headers.get('Content-Type') ?? ''))
      return yield* read(opened.body, taskUUID, line);
    const answer = await understand(opened, taskUUID);
    yield answer.generation;
    return {end: 'full', answer};
  } finally {
    line.hangUp();
  }
}

async function* read(
  body: ReadableStream<Uint8Array>,
  taskUUID: string,
  line: Line,
): AsyncGenerator<Generation, Heard> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let answer: Answer | undefined;
  let rest = '';
  for (;;) {
    // Whatever breaks it, a stream that broke is one that ended early.
    const chunk = await line.within(reader.read().catch(() => undefined));
    if (typeof chunk === 'string') return {end: chunk, answer};
    if (!chunk?.value) return {end: 'broken', answer};
    const messages = (rest + decoder.decode(chunk.value, {stream: true})).split(/\r?\n\r?\n/);
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const generation = generationIn(dataOf(message), taskUUID);
      if (!generation) continue;
      answer = {generation, restMs: 0};
      yield generation;
      if (generation.status !== 'processing') return {end: 'ended', answer};
    }
  }
}

/** A connection that is given up when it is mute or nobody looks. */
class Line {
  readonly signal: AbortSignal;
  readonly #client: Client;
  readonly #over = new AbortController();
  readonly #left: Promise<'left'>;

  constructor(client: Client, signal: AbortSignal) {
    this.#client = client;
    this.signal = AbortSignal.any([signal, this.#over.signal]);
    this.#left = client.presence.left(this.signal).then(() => 'left');
    this.#left.catch(() => {});
  }

  /** What the connection gives, or why it gave nothing. */
  async within<T>(gift: Promise<T>): Promise<T | 'silent' | 'left'> {
    const heard = new AbortController();
    const silence = this.#client.wait(SILENCE_MS, AbortSignal.any([this.signal, heard.signal]));
    const silent = silence.then(() => 'silent' as const);
    silent.catch(() => {});
    gift.catch(() => {});
    try {
      return await Promise.race([gift, silent, this.#left]);
    } finally {
      heard.abort();
    }
  }

  hangUp(): void {
    this.#over.abort();
  }
}

function dataOf(message: string): string {
  return message
    .split(/\r?\n/)
    .flatMap((line) => /^data: ?(.*)/.exec(line)?.[1] ?? [])
    .join('\n');
}
