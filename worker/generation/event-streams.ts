// The pages that watch one generation: server-sent events, the whole state at once and again at each change.
// Format: https://html.spec.whatwg.org/multipage/server-sent-events.html

import type {Generation as Resource} from '../contract/index.ts';

/** Open streams of one generation at most; whoever comes later is answered once and asked to poll. */
const MAX_VIEWERS = 100;

/** Shorter than the idle time-outs of common proxies (30 s and up). */
const HEARTBEAT_MS = 15_000;

/** How long a page waits before it opens the stream again. */
const RETRY_MS = 2_000;

/** Messages a viewer that does not read may be behind before its stream is ended. */
const MAX_UNREAD = 64;

interface Viewer {
  controller: ReadableStreamDefaultController<Uint8Array>;
  /** The resource as this viewer gets it: its links start with the URL it came by. */
  present: (resource: Resource) => Resource;
  last: string;
}

const encoder = new TextEncoder();

/** The open streams of one generation. */
export class EventStreams {
  readonly #viewers = new Set<Viewer>();
  #heartbeat: number | null = null;

  /** Whether there is room for another. That a page has left shows only on a write, so all are written to where there is none. */
  hasRoom(): boolean {
    if (this.#viewers.size >= MAX_VIEWERS) this.#beat();
    return this.#viewers.size < MAX_VIEWERS;
  }

  /** A stream that starts with the state as it is. It ends with the last state. */
  add(resource: Resource, present: Viewer['present']): ReadableStream<Uint8Array> {
    let viewer: Viewer;
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          viewer = {controller, present, last: ''};
          this.#viewers.add(viewer);
          this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT_MS);
          controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n`));
          this.#send(viewer, resource);
        },
        cancel: () => this.#remove(viewer),
      },
      {highWaterMark: MAX_UNREAD},
    );
  }

  /** Sends the resource to every viewer for whom something has changed. */
  broadcast(resource: Resource): void {
    for (const viewer of this.#viewers) this.#send(viewer, resource);
  }

  #send(viewer: Viewer, resource: Resource): void {
    const text = JSON.stringify(viewer.present(resource));
    if (text === viewer.last) return;
    viewer.last = text;
    this.#write(viewer, `event: generation\ndata: ${text}\n\n`);
    if (resource.status === 'processing' || !this.#viewers.has(viewer)) return;
    this.#remove(viewer);
    viewer.controller.close();
  }

  #beat(): void {
    for (const viewer of this.#viewers) this.#write(viewer, ':\n\n');
  }

  #write(viewer: Viewer, text: string): void {
    if ((viewer.controller.desiredSize ?? 0) <= 0) {
      this.#remove(viewer);
      viewer.controller.error(new Error('the viewer does not read'));
      return;
    }
    viewer.controller.enqueue(encoder.encode(text));
  }

  #remove(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size > 0) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = null;
  }
}
