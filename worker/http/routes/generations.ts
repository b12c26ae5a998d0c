// The routes under /v1/generations.

import type {Context, Next} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import {type Generation as Resource, UUID_V4} from '../../contract/index.ts';
import {digest} from '../../crypto.ts';
import {generationURL, withVideoLinks} from '../../generation/urls.ts';
import {parseJson} from '../../request/json.ts';
import {readRequest} from '../../request/schema.ts';
import {homeOf, publicHome} from '../base-url.ts';
import {problemAnswer, problemBody} from '../problem.ts';
import {limitHeaders, refusalHeaders} from '../rate-limit-headers.ts';

/** `POST /v1/generations`: starts a generation, or answers the one that the same request started before. */
export async function createGeneration(c: Context<AppEnv>): Promise<Response> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
    return problemAnswer(c, {reason: 'unsupportedMediaType'});
  const body = parseJson(await c.req.text());
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return problemAnswer(c, {reason: 'malformedBody'});
  const reading = readRequest(body, c.get('settings'));
  if (!reading.ok) return problemAnswer(c, {reason: 'invalidRequest', errors: reading.errors});
  const {taskUUID, order} = reading;
  const publicURL = publicHome(c);
  const clientHash = await digest(JSON.stringify(order));
  const start = await stubOf(c, taskUUID)?.start({taskUUID, clientHash, order, publicURL, caller: c.get('caller')});
  if (!start) return problemAnswer(c, {reason: 'notFound'});
  if (!start.ok) return problemAnswer(c, start.error, refusalHeaders(start.error));
  const {generation, limits} = start.value;
  if (generation.status === 'error') return problemBody(c, generation.error);
  return c.json(withVideoLinks(generation, homeOf(c)), 202, {
    Location: new URL(generationURL(homeOf(c), taskUUID)).pathname,
    ...pace(generation),
    ...limitHeaders(limits),
  });
}

/** `GET /v1/generations/:taskUUID` as an event stream, where the client asks for one and there is room. */
export async function streamGeneration(c: Context<AppEnv>, next: Next): Promise<Response | undefined> {
  if (!/\btext\/event-stream\b/.test(c.req.header('accept') ?? '')) return void (await next());
  const watch = await stubOf(c, c.req.param('taskUUID') ?? '')?.watch(homeOf(c));
  if (!watch) return problemAnswer(c, {reason: 'notFound'});
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
  const generation = await stubOf(c, c.req.param('taskUUID') ?? '')?.read();
  return generation
    ? c.json(withVideoLinks(generation, homeOf(c)), 200, pace(generation))
    : problemAnswer(c, {reason: 'notFound'});
}

/** The object of a generation, or undefined where the name can be none. */
export function stubOf(c: Context<AppEnv>, taskUUID: string) {
  return UUID_V4.test(taskUUID) ? c.env.GENERATIONS.getByName(taskUUID.toLowerCase()) : undefined;
}

/** Seconds after which a client that polls should ask again. */
const ASK_AGAIN_SECONDS = 3;

function pace({status}: Resource): Record<string, string> {
  return {
    'Cache-Control': 'private, no-cache',
    ...(status === 'processing' && {'Retry-After': String(ASK_AGAIN_SECONDS)}),
  };
}
