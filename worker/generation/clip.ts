// Clips that pass through this Worker: where they may come from, and the copy that outlives Runware's link.

import {OUTPUT_FORMATS, type OutputFormat} from '../contract/index.ts';
import {err, ok, type Result} from '../result.ts';
import type {Settings} from '../settings/settings.ts';
import {copyKey} from './copies.ts';
import type {State} from './state.ts';

/** A clip as its generation knows it. */
export interface Clip {
  /** Runware's link. */
  url: string;
  format: OutputFormat;
  /** Name of the copy in the bucket. */
  key: string;
  /** Whether the copy is there. */
  copied: boolean;
  /** Whether the safety check found unsafe content. */
  flagged: boolean;
  /** Whether it was made only now: where it seems to be missing, it may not have come to all of Runware's servers yet. */
  fresh: boolean;
  /** When the generation and its copies are deleted: no cache may keep the clip longer. Milliseconds since 1970. */
  keptUntil: number;
}

/** How long a clip is fresh. */
const FRESH_MS = 10 * 60_000;

/** One of the clips of a generation, as this Worker may fetch it. */
export function clipOf(state: State, videoUUID: string, now: number, keptUntil: number): Clip | undefined {
  const {taskUUID, results, outputFormat: format, copies, phase} = state;
  const result = results.find((one) => one.videoUUID === videoUUID);
  const url = result?.videoURL;
  if (url === undefined) return undefined;
  const flagged = result?.NSFWContent === true;
  const copied = copies?.[videoUUID] === 'copied';
  const fresh = phase.name !== 'ended' || now < phase.at + FRESH_MS;
  return {url, format, key: copyKey(taskUUID, videoUUID), copied, flagged, fresh, keptUntil};
}

/** Why a clip could not be fetched from Runware. */
export type ClipFailure =
  /** Runware does not have it any more. */
  | {reason: 'clipExpired'}
  /** No answer, an answer of no use, or a host that is not allowed. */
  | {reason: 'clipUnreachable'; detail: string};

/** The settings that say from where clips may come. */
export type ClipSettings = Pick<Settings, 'RUNWARE_URL' | 'CLIP_HOSTS' | 'RUNWARE_TIMEOUT_SECONDS'>;

/** Headers of a viewer's request that concern the file. */
const PASSED_ON = ['range', 'if-range', 'if-none-match', 'if-modified-since'];

/** Statuses that are about the file, not about trouble. */
const USEFUL = new Set([200, 206, 304, 416]);
const GONE = new Set([403, 404, 410]);

/** Fetches a clip from Runware. Redirects are not followed; the wait for the first byte is bounded. */
export async function fetchClip(
  settings: ClipSettings,
  url: string,
  init: {method?: string; headers?: Headers} = {},
): Promise<Result<Response, ClipFailure>> {
  if (!isAllowed(settings, url)) return unreachable(`host not allowed: ${URL.parse(url)?.host ?? ''}`);
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = init.headers?.get(name);
    if (value) headers.set(name, value);
  }
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), settings.RUNWARE_TIMEOUT_SECONDS * 1000);
  try {
    const response = await fetch(url, {
      method: init.method ?? 'GET',
      headers,
      redirect: 'manual',
      signal: timeout.signal,
    });
    const isPage = response.ok && IS_PAGE.test(response.headers.get('content-type') ?? '');
    if (USEFUL.has(response.status) && !isPage) return ok(response);
    await response.body?.cancel();
    if (isPage) return unreachable('a page instead of a clip');
    return GONE.has(response.status) ? err({reason: 'clipExpired'}) : unreachable(`HTTP ${response.status}`);
  } catch (error) {
    return unreachable(error instanceof Error ? error.name : 'unknown');
  } finally {
    clearTimeout(timer);
  }
}

/** What a server says instead of a file: an error page with a good status must not become a clip, least of all its copy. */
const IS_PAGE = /^(text\/|application\/([\w.+-]*(json|xml)))/i;

/** Https from Runware's hosts, or the very host of `RUNWARE_URL`. */
function isAllowed(settings: ClipSettings, text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return false;
  if (url.origin === new URL(settings.RUNWARE_URL).origin) return true;
  // With its port, where it has another than the usual one: the setting may name it too.
  const known = settings.CLIP_HOSTS.some((host) => url.host === host || url.host.endsWith(`.${host}`));
  return known && url.protocol === 'https:';
}

function unreachable(detail: string): {ok: false; error: ClipFailure} {
  return err({reason: 'clipUnreachable', detail});
}

/** How long a copy may take as a whole: less than the fifteen minutes that an alarm of a Durable Object may run. */
const COPY_MAX_MS = 10 * 60_000;

/** How long a copy waits for the next bytes, in time-outs of a call: a minute by default. */
const IDLE_TIMEOUTS = 4;

/** Copies a clip into the bucket as a stream. Each read, and the whole, is bounded: a source that stalls fails the attempt. */
export async function copyClip(settings: ClipSettings, bucket: R2Bucket, clip: Clip): Promise<Result<void, string>> {
  const fetched = await fetchClip(settings, clip.url);
  if (!fetched.ok) return err(fetched.error.reason === 'clipExpired' ? 'expired' : fetched.error.detail);
  const {body, headers, status} = fetched.value;
  const length = Number(headers.get('content-length'));
  // R2 takes a stream only of a known length; without one there is nothing to check the end against either.
  if (!body || status !== 200 || !(length > 0)) {
    await body?.cancel();
    return err(`HTTP ${status} without a length`);
  }
  const {readable, writable} = new FixedLengthStream(length);
  const contentType = OUTPUT_FORMATS[clip.format].type;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new DOMException('the copy took too long', 'TimeoutError')), COPY_MAX_MS);
  try {
    const put = bucket.put(clip.key, readable, {httpMetadata: {contentType}});
    const piped = pipe(body, writable, IDLE_TIMEOUTS * settings.RUNWARE_TIMEOUT_SECONDS * 1000, stop);
    // The bucket may stall as well.
    await Promise.race([Promise.all([piped, put]), rejection(stop.signal)]);
    return ok(undefined);
  } catch (error) {
    stop.abort(error);
    return err(error instanceof Error ? error.name : 'unknown');
  } finally {
    clearTimeout(timer);
  }
}

/** Pipes chunk by chunk; `stop` is aborted where no chunk has come for so long, and ends the pipe. */
async function pipe(
  body: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
  idleMs: number,
  stop: AbortController,
): Promise<void> {
  const isIdle = () => stop.abort(new DOMException('the source stalled', 'TimeoutError'));
  let timer = setTimeout(isIdle, idleMs);
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      clearTimeout(timer);
      timer = setTimeout(isIdle, idleMs);
      controller.enqueue(chunk);
    },
  });
  try {
    await Promise.all([
      body.pipeTo(watch.writable, {signal: stop.signal}),
      watch.readable.pipeTo(writable, {signal: stop.signal}),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects once the signal is aborted. */
function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {once: true});
  });
}
