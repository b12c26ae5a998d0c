// The routes under /v1/generations.

import type {Context, Next} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import type {Generation as Resource} from '../../contract/index.ts';
import {generationURL, withVideoLinks} from '../../generation/urls.ts';
import {parseJSON} from '../../request/json.ts';
import {baseURL} from '../base-url.ts';
import {generationStub} from '../generation-stub.ts';
import {problemBody, problemResponse} from '../problem.ts';
import {limitHeaders, refusalHeaders} from '../rate-limit-headers.ts';
import {startGeneration} from '../start-generation.ts';

/** `POST /v1/generations`: starts a generation, or answers the one that the same request started before. */
export async function createGeneration(c: Context<AppEnv>): Promise<Response> {
  if (!/^application\/json *(;|$)/i.test(c.req.header('content-type') ?? ''))
    return problemResponse(c, {reason: 'unsupportedMediaType'});
  const body = parseJSON(await c.req.raw.text());
  if (!body.ok) return problemResponse(c, body.error);
  if (typeof body.value !== 'object' || body.value === null || Array.isArray(body.value))
    return problemResponse(c, {reason: 'malformedBody', detail: 'not an object'});
  const start = await startGeneration(c, body.value);
  if (!start.ok) return problemResponse(c, start.error, refusalHeaders(start.error));
  const {generation, limits} = start.value;
  if (generation.status === 'error') return problemBody(c, generation.error);
  return c.json(withVideoLinks(generation, baseURL(c), c.get('settings')), 202, {
    Location: new URL(generationURL(baseURL(c), generation.taskUUID)).pathname,
    ...pollingHeaders(generation),
    ...limitHeaders(limits),
  });
}

/** In an `Accept` header, unless at quality 0: that refuses it. */
const EVENT_STREAM = /\btext\/event-stream\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i;

/** `GET /v1/generations/:taskUUID` as an event stream, where the client asks for one and there is room. */
export async function streamGeneration(c: Context<AppEnv>, next: Next): Promise<Response | undefined> {
  if (!EVENT_STREAM.test(c.req.header('accept') ?? '')) return void (await next());
  const watch = await generationStub(c, c.req.param('taskUUID') ?? '')?.watch(baseURL(c));
  if (!watch) return problemResponse(c, {reason: 'notFound'});
  if (!watch.ok) return void (await next());
  return new Response(watch.value, {
    headers: {
      'content-type': 'text/event-stream',
      // `no-transform` and the second header keep proxies from holding events back.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

/** `GET /v1/generations/:taskUUID` as JSON: the generation as it is known now. */
export async function readGeneration(c: Context<AppEnv>): Promise<Response> {
  const generation = await generationStub(c, c.req.param('taskUUID') ?? '')?.read();
  return generation
    ? c.json(withVideoLinks(generation, baseURL(c), c.get('settings')), 200, pollingHeaders(generation))
    : problemResponse(c, {reason: 'notFound'});
}

/** Seconds after which a client that polls should ask again. */
const ASK_AGAIN_SECONDS = 3;

function pollingHeaders({status}: Resource): Record<string, string> {
  return {
    'Cache-Control': 'private, no-cache',
    ...(status === 'processing' && {'Retry-After': String(ASK_AGAIN_SECONDS)}),
  };
}
