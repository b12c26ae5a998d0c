// The routes, as a table of contents. Every answer that is not a success is a problem (RFC 9457); Runware's envelope has its own errors.

import {Hono} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {cors} from 'hono/cors';
import {etag, RETAINED_304_HEADERS} from 'hono/etag';
import {methodNotAllowed} from 'hono/method-not-allowed';
import {requestId} from 'hono/request-id';
import type {AppEnv} from './bindings.ts';
import {MAX_BODY_BYTES} from './contract/index.ts';
import {requireAdmin} from './http/middleware/admin.ts';
import {requireCaller} from './http/middleware/caller.ts';
import {allowedOrigin} from './http/middleware/origin.ts';
import {rateLimit} from './http/middleware/rate-limit.ts';
import {requestLog} from './http/middleware/request-log.ts';
import {loadSettings} from './http/middleware/settings.ts';
import {vary} from './http/middleware/vary.ts';
import {problemResponse} from './http/problem.ts';
import {readConfig} from './http/routes/config.ts';
import {createGeneration, readGeneration, streamGeneration} from './http/routes/generations.ts';
import {readOpenAPI} from './http/routes/openapi.ts';
import {answerEnvelope} from './http/routes/runware-envelope.ts';
import {createSession} from './http/routes/session.ts';
import {pauseSite, readUsage, resumeSite} from './http/routes/usage.ts';
import {readVideo} from './http/routes/videos.ts';
import {receiveWebhook} from './http/routes/webhooks.ts';
import {runwareErrors} from './http/runware-errors.ts';
import {log} from './log.ts';

/** Headers that pages of other origins may read. */
const EXPOSED = ['ETag', 'Link', 'Location', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'X-Request-Id'];

/** A 304 has the headers of the 200 it stands for: CORS, when to ask again, the request id. */
const withETag = etag({
  retainedHeaders: [
    ...RETAINED_304_HEADERS,
    ...EXPOSED,
    'Access-Control-Allow-Origin',
    'Access-Control-Expose-Headers',
  ],
});

/** Bytes of a request for a session: more than any token has. */
const MAX_SESSION_BODY_BYTES = 32_768;

function limitBody(max: number) {
  return bodyLimit({maxSize: max, onError: (c) => problemResponse(c, {reason: 'bodyTooLarge', max})});
}

/** The Worker's HTTP face. `mount.ts` offers it to others, who may have another copy of Hono. */
export const app = new Hono<AppEnv>();

app.use(requestId(), requestLog());
app.use(
  '/v1/*',
  cors({
    origin: (origin) => origin,
    exposeHeaders: EXPOSED,
    maxAge: 86_400,
  }),
);
app.use('/v1', runwareErrors());
app.use('/v1/*', loadSettings(), allowedOrigin());
app.use('/v1/usage/*', rateLimit('READS'), requireAdmin());
app.use(
  methodNotAllowed({
    app,
    onMethodNotAllowed: (c, methods) => problemResponse(c, {reason: 'methodNotAllowed'}, {Allow: methods.join(', ')}),
  }),
);

app.get('/openapi.json', readOpenAPI);
app.get('/healthz', (c) => c.json({status: 'ok'}));
app.get('/v1/config', rateLimit('READS'), withETag, readConfig);
app.post('/v1/session', rateLimit('STARTS'), limitBody(MAX_SESSION_BODY_BYTES), createSession);
app.post('/v1/generations', rateLimit('STARTS'), requireCaller(), limitBody(MAX_BODY_BYTES), createGeneration);
app.get('/v1/generations/:taskUUID', rateLimit('READS'), vary('Accept'), streamGeneration, withETag, readGeneration);
app.get('/v1/generations/:taskUUID/videos/:videoUUID', rateLimit('READS'), readVideo);
app.post('/v1/webhooks/runware/:taskUUID', receiveWebhook);
app.post('/v1', rateLimit('READS'), limitBody(MAX_BODY_BYTES), answerEnvelope);

app.get('/v1/usage', readUsage);
app.post('/v1/usage/pause', pauseSite);
app.post('/v1/usage/resume', resumeSite);

app.notFound((c) => problemResponse(c, {reason: 'notFound'}));
app.onError((error, c) => {
  log('fault', {requestId: c.get('requestId'), error: error.name, stack: error.stack});
  return problemResponse(c, {reason: 'internal'});
});
