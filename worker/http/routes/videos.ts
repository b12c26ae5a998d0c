// The route /v1/generations/:taskUUID/videos/:videoUUID: a clip with ranges, from the bucket or from Runware. A withheld one is not there.

import type {Context} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import {OUTPUT_FORMATS} from '../../contract/index.ts';
import {type Clip, fetchClip} from '../../generation/clip.ts';
import {withholdsFlagged} from '../../generation/withheld.ts';
import {log} from '../../log.ts';
import {isNotModified, rangeOf} from '../conditional.ts';
import {generationStub} from '../generation-stub.ts';
import {problemResponse} from '../problem.ts';

/** Seconds a clip may be cached, less where it is deleted sooner. A copy never changes; Runware's file may be gone any time. */
const CACHE_COPY_SECONDS = 604_800;
const CACHE_RELAYED_SECONDS = 300;

/** Longest file name a client may ask for, without its extension. */
const MAX_NAME_LENGTH = 80;

/** `GET` and `HEAD`: the clip. `?download` offers it as a file, `?download=a-name` under that name. */
export async function readVideo(c: Context<AppEnv>): Promise<Response> {
  const stub = generationStub(c, c.req.param('taskUUID') ?? '');
  const clip = await stub?.clip(c.req.param('videoUUID') ?? '');
  if (!clip || (clip.flagged && withholdsFlagged(c.get('settings')))) return problemResponse(c, {reason: 'notFound'});
  const copy = clip.copied ? await fromBucket(c, clip).catch(logFault) : undefined;
  return copy ?? relay(c, clip);
}

/** A bucket that fails is no reason to show nothing while Runware still has the clip. */
function logFault(error: Error): undefined {
  log('fault', {what: 'bucket', error: error.message});
}

async function relay(c: Context<AppEnv>, clip: Clip): Promise<Response> {
  const {method} = c.req.raw;
  const headers = new Headers(c.req.raw.headers);
  // A range is about the body of a GET (RFC 9110, 14.2).
  if (method !== 'GET') for (const name of ['range', 'if-range']) headers.delete(name);
  const fetched = await fetchClip(c.get('settings'), clip.url, {method, headers});
  if (!fetched.ok) {
    const isNotThereYet = fetched.error.reason === 'clipExpired' && clip.fresh;
    return problemResponse(c, isNotThereYet ? {reason: 'clipUnreachable', detail: 'not there yet'} : fetched.error);
  }
  const response = fetched.value;
  const answer = new Headers(fileHeaders(c, clip, `private, max-age=${maxAge(clip, CACHE_RELAYED_SECONDS)}`));
  for (const name of ['content-length', 'content-range', 'accept-ranges', 'etag', 'last-modified']) {
    const value = response.headers.get(name);
    if (value) answer.set(name, value);
  }
  return new Response(response.body, {status: response.status, headers: answer});
}

/** The copy, or undefined where the bucket has none (any more). */
async function fromBucket(c: Context<AppEnv>, clip: Clip): Promise<Response | undefined> {
  const bucket = c.env.VIDEOS;
  if (!bucket) return undefined;
  const {method, headers} = c.req.raw;
  const head = await bucket.head(clip.key);
  if (!head) return undefined;
  const cache = `public, max-age=${maxAge(clip, CACHE_COPY_SECONDS)}, immutable`;
  const answer = new Headers({...fileHeaders(c, clip, cache), 'accept-ranges': 'bytes', etag: head.httpEtag});
  answer.set('last-modified', head.uploaded.toUTCString());
  const validators = {etag: head.httpEtag, lastModified: head.uploaded};
  if (isNotModified(headers, validators)) return new Response(null, {status: 304, headers: answer});
  const range = rangeOf(c.req.raw, head.size, validators);
  if (range === 'unsatisfiable') {
    answer.set('content-range', `bytes */${head.size}`);
    return new Response(null, {status: 416, headers: answer});
  }
  const {offset, length} = range ?? {offset: 0, length: head.size};
  answer.set('content-length', String(length));
  if (range) answer.set('content-range', `bytes ${offset}-${offset + length - 1}/${head.size}`);
  const body = method === 'HEAD' ? null : (await bucket.get(clip.key, {range: {offset, length}}))?.body;
  return body === undefined ? undefined : new Response(body, {status: range ? 206 : 200, headers: answer});
}

/** No cache may keep a clip longer than its generation is kept. */
function maxAge({keptUntil}: Clip, seconds: number): number {
  return Math.max(0, Math.min(seconds, Math.floor((keptUntil - Date.now()) / 1000)));
}

function fileHeaders(c: Context<AppEnv>, clip: Clip, cache: string): Record<string, string> {
  const {type, extension} = OUTPUT_FORMATS[clip.format];
  const download = c.req.query('download');
  const asked = download?.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '');
  // By code points: half a letter could not be written in a header.
  const name = [...(asked ?? '')].slice(0, MAX_NAME_LENGTH).join('');
  const file = `${name || `hailuo-${(c.req.param('videoUUID') ?? '').slice(0, 8)}`}.${extension}`;
  const ascii = file.replace(/[^\x20-\x7e]/g, '_');
  return {
    'content-type': type,
    'cache-control': cache,
    // Whatever the file turns out to be, it is not a page of this origin.
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    ...(download !== undefined && {
      'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(file)}`,
    }),
  };
}
