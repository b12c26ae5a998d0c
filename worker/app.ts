// The routes, as a table of contents. Each answer of theirs that is no success is a problem (RFC 9457); Runware's envelope has its own.

import {Hono} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {cors} from 'hono/cors';
import {etag, RETAINED_304_HEADERS} from 'hono/etag';
import {methodNotAllowed} from 'hono/method-not-allowed';
import {requestId} from 'hono/request-id';
import type {AppEnv} from './bindings.ts';
import {MAX_BODY_BYTES} from './contract/index.ts';
import {admitted} from './http/middleware/caller.ts';
import {allowedOrigin} from './http/middleware/origin.ts';
import {flood} from './http/middleware/rate-limit.ts';
import {logged} from './http/middleware/request-log.ts';
import {configured} from './http/middleware/settings.ts';
import {problemAnswer} from './http/problem.ts';
import {readConfig} from './http/routes/config.ts';
import {createGeneration, readGeneration, streamGeneration} from './http/routes/generations.ts';
import {readOpenAPI} from './http/routes/openapi.ts';
import {answerEnvelope} from './http/routes/runware-envelope.ts';
import {createSession} from './http/routes/session.ts';
import {owner, pauseSite, readUsage, resumeSite} from './http/routes/usage.ts';
import {readVideo} from './http/routes/videos.ts';
import {receiveWebhook} from './http/routes/webhooks.ts';
import {log} from './log.ts';

/** Headers that pages of other origins may read. */
const EXPOSED = ['ETag', 'Location', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'X-Request-Id'];

/** A 304 says what is due besides the body: that the page may read it, when to ask again, and which request it was. */
const tagged = etag({
  retainedHeaders: [
    ...RETAINED_304_HEADERS,
    ...EXPOSED,
    'Access-Control-Allow-Origin',
    'Access-Control-Expose-Headers',
  ],
});

const limited = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: (c) => problemAnswer(c, {reason: 'bodyTooLarge', max: MAX_BODY_BYTES}),
});

/** The Worker's HTTP face. Export it as it is, or mount it under a path of your own: `site.route('/video', app)`. */
export const app = new Hono<AppEnv>();

app.use(requestId(), logged());
app.use(
  '/v1/*',
  cors({
    origin: (origin) => origin,
    exposeHeaders: EXPOSED,
    maxAge: 86_400,
  }),
);
app.use('/v1/*', configured(), allowedOrigin());
app.use(
  methodNotAllowed({
    app,
    onMethodNotAllowed: (c, methods) => problemAnswer(c, {reason: 'methodNotAllowed'}, {Allow: methods.join(', ')}),
  }),
);

app.get('/openapi.json', readOpenAPI);
app.get('/healthz', (c) => c.json({status: 'ok'}));
app.get('/v1/config', flood('READS'), tagged, readConfig);
app.post('/v1/session', flood('STARTS'), limited, createSession);
app.post('/v1/generations', flood('STARTS'), admitted(), limited, createGeneration);
app.get('/v1/generations/:taskUUID', flood('READS'), streamGeneration, tagged, readGeneration);
app.get('/v1/generations/:taskUUID/videos/:videoUUID', flood('READS'), readVideo);
app.post('/v1/webhooks/runware/:taskUUID', receiveWebhook);
app.post('/v1', flood('READS'), admitted(), limited, answerEnvelope);

app.get('/v1/usage', owner(), readUsage);
app.post('/v1/usage/pause', owner(), pauseSite);
app.post('/v1/usage/resume', owner(), resumeSite);

app.notFound((c) => problemAnswer(c, {reason: 'notFound'}));
app.onError((error, c) => {
  log('fault', {requestId: c.get('requestId'), error: error.name, stack: error.stack});
  return problemAnswer(c, {reason: 'internal'});
});
