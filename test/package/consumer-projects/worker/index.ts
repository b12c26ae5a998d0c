// Mounts it three times: without a router, in another version of Hono than the package's own, and in itty-router.

import {type Bindings, Generation, Ledger, mount} from 'hailuo-generator/worker';
import {Hono} from 'hono-elsewhere';
import {type IRequest, Router} from 'itty-router';

export {Generation, Ledger};

const plain = mount('/video');
const inHono = mount('/hono');
const inItty = mount('/itty');

const hono = new Hono<{Bindings: Bindings}>();
hono.get('/hello', (c) => c.text('Hello'));
hono.all('/hono/*', (c) => inHono.fetch(c.req.raw, c.env, c.executionCtx));

const itty = Router<IRequest, [env: Bindings, context: ExecutionContext]>();
itty.all('/itty/*', (request, env, context) => inItty.fetch(request, env, context));

export default {
  fetch(request, env, context) {
    const [, first] = new URL(request.url).pathname.split('/');
    if (first === 'video') return plain.fetch(request, env, context);
    return first === 'itty' ? itty.fetch(request, env, context) : hono.fetch(request, env, context);
  },
} satisfies ExportedHandler<Bindings>;
