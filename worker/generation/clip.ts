// Clips on their way through this Worker: where they may come from, and the copy that outlives Runware's link.

import {OUTPUT_FORMATS, type OutputFormat} from '../contract/index.ts';
import type {Settings} from '../settings/settings.ts';
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
}

/** How long a clip is fresh. */
const FRESH_MS = 10 * 60_000;

/** One of the clips of a generation, as this Worker may fetch it. */
export function clipOf(state: State, videoUUID: string, now: number): Clip | undefined {
  const {taskUUID, results, outputFormat: format, copies, phase} = state;
  const result = results.find((one) => one.videoUUID === videoUUID);
  const url = result?.videoURL;
  if (url === undefined) return undefined;
  const flagged = result?.NSFWContent === true;
  const copied = copies?.[videoUUID] === 'copied';
  const fresh = phase.name !== 'ended' || now < phase.at + FRESH_MS;
  return {url, format, key: copyKey(taskUUID, videoUUID), copied, flagged, fresh};
}

/** The name of a clip's copy. */
export function copyKey(taskUUID: string, videoUUID: string): string {
  return `${taskUUID.toLowerCase()}/${videoUUID}`;
}

/** What became of an attempt to fetch a clip from Runware. */
export type Fetched =
  | {kind: 'response'; response: Response}
  /** Runware does not have it any more. */
  | {kind: 'expired'}
  /** No answer, an answer of no use, or a host that is not allowed. */
  | {kind: 'unreachable'; why: string};

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
): Promise<Fetched> {
  if (!isAllowed(settings, url)) return {kind: 'unreachable', why: `host not allowed: ${URL.parse(url)?.host ?? ''}`};
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = init.headers?.get(name);
    if (value) headers.set(name, value);
  }
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), settings.RUNWARE_TIMEOUT_SECONDS * 1000);
  try {
    const response = await fetch(url, {
      method: init.method ?? 'GET',
      headers,
      redirect: 'manual',
      signal: patience.signal,
    });
    if (USEFUL.has(response.status)) return {kind: 'response', response};
    await response.body?.cancel();
    return GONE.has(response.status) ? {kind: 'expired'} : {kind: 'unreachable', why: `HTTP ${response.status}`};
  } catch (error) {
    return {kind: 'unreachable', why: error instanceof Error ? error.name : 'unknown'};
  } finally {
    clearTimeout(timer);
  }
}

/** Https from Runware's hosts, or the very host of `RUNWARE_URL`. */
function isAllowed(settings: ClipSettings, text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return false;
  if (url.origin === new URL(settings.RUNWARE_URL).origin) return true;
  const known = settings.CLIP_HOSTS.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  return known && url.protocol === 'https:' && url.port === '';
}

/** Copies a clip into the bucket as a stream. */
export async function copyClip(settings: ClipSettings, bucket: R2Bucket, clip: Clip): Promise<'copied' | 'failed'> {
  const fetched = await fetchClip(settings, clip.url);
  if (fetched.kind !== 'response' || fetched.response.status !== 200) return 'failed';
  const {body, headers} = fetched.response;
  const length = Number(headers.get('content-length'));
  // R2 takes a stream only of a known length; without one there is nothing to check the end against either.
  if (!body || !(length > 0)) return 'failed';
  try {
    const {readable, writable} = new FixedLengthStream(length);
    const contentType = OUTPUT_FORMATS[clip.format].type;
    await Promise.all([body.pipeTo(writable), bucket.put(clip.key, readable, {httpMetadata: {contentType}})]);
    return 'copied';
  } catch {
    return 'failed';
  }
}
