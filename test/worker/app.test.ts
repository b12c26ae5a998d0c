import assert from 'node:assert/strict';
import type {Problem} from '../../worker/contract/index.ts';
import {test} from '../support/concurrent.ts';
import {eventually} from '../support/eventually.ts';
import {insideWorld} from '../support/inside-world.ts';
import {jsonPost, startWorld} from '../support/world.ts';

const PAGE = 'https://page.example';

test('methods and paths that are not on the table are refused, with what is allowed', async () => {
  await using world = await startWorld();
  const refused: readonly (readonly [method: string, path: string, status: number, allow?: string])[] = [
    ['GET', '/v1/generations', 405, 'POST'],
    ['PUT', '/v1/generations', 405, 'POST'],
    ['DELETE', `/v1/generations/${crypto.randomUUID()}`, 405, 'GET, HEAD'],
    ['GET', '/v1', 405, 'POST'],
    ['GET', `/v1/webhooks/runware/${crypto.randomUUID()}`, 405, 'POST'],
    ['POST', '/healthz', 405, 'GET, HEAD'],
    ['GET', '/v1/models', 404],
    ['POST', '/v1/chat/completions', 404],
    ['GET', '/nothing', 404],
  ];
  for (const [method, path, status, allow] of refused) {
    const response = await world.fetch(path, {method});
    assert.equal(response.status, status, `${method} ${path}`);
    assert.equal(response.headers.get('allow') ?? undefined, allow, `${method} ${path}`);
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
    await response.body?.cancel();
  }
  assert.equal(world.runware.counts.requests, 0);
});

test('a page of an allowed origin may use the Worker, and may read its problems', async () => {
  await using world = await startWorld({settings: {ALLOWED_ORIGINS: `https://other.example, ${PAGE}`}});
  const headers = {...jsonPost({}).headers, origin: PAGE};
  const good = await world.fetch('/v1/generations', {
    ...jsonPost({taskUUID: crypto.randomUUID(), positivePrompt: 'A fox'}),
    headers,
  });
  const bad = await world.fetch('/v1/generations', {...jsonPost({}), headers});
  const lost = await world.fetch(`/v1/generations/${crypto.randomUUID()}`, {headers});
  assert.deepEqual([good.status, bad.status, lost.status], [202, 400, 404]);
  for (const response of [good, bad, lost]) {
    assert.equal(response.headers.get('access-control-allow-origin'), PAGE);
    assert.match(response.headers.get('access-control-expose-headers') ?? '', /Retry-After/);
    assert.match(response.headers.get('vary') ?? '', /Origin/i);
    await response.body?.cancel();
  }
});

test('a page may read an answer that says nothing has changed, and learns from it when to ask again', async () => {
  await using world = await startWorld({settings: {ALLOWED_ORIGINS: PAGE}, runware: {switches: 'seconds=never'}});
  const {taskUUID} = await world.start({positivePrompt: 'A fox'});
  for (const path of [`/v1/generations/${taskUUID}`, '/v1/config']) {
    const first = await world.fetch(path, {headers: {origin: PAGE}});
    await first.body?.cancel();
    const etag = first.headers.get('etag') ?? '';
    const again = await world.fetch(path, {headers: {origin: PAGE, 'if-none-match': etag}});
    assert.equal(again.status, 304);
    for (const name of ['access-control-allow-origin', 'access-control-expose-headers', 'retry-after', 'vary', 'etag'])
      assert.equal(again.headers.get(name), first.headers.get(name), `${path} ${name}`);
    assert.ok(again.headers.has('x-request-id'));
  }
});

test('a preflight is answered without reaching anything', async () => {
  await using world = await startWorld();
  const response = await world.fetch('/v1/generations', {
    method: 'OPTIONS',
    headers: {origin: PAGE, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type'},
  });
  assert.equal(response.status, 204);
  assert.match(response.headers.get('access-control-allow-headers') ?? '', /content-type/i);
  assert.equal(world.runware.counts.requests, 0);
});

test('the owner’s routes do not exist for strangers, whatever the method; the owner is told which methods there are', async () => {
  const ADMIN_TOKEN = 'an-admin-token-of-the-tests';
  await using world = await startWorld({settings: {ADMIN_TOKEN}});
  for (const path of ['/v1/usage', '/v1/usage/pause', '/v1/usage/anything']) {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'])
      assert.equal((await world.fetch(path, {method})).status, 404, `${method} ${path}`);
  }
  const headers = {authorization: `Bearer ${ADMIN_TOKEN}`};
  assert.equal((await world.fetch('/v1/usage', {headers})).status, 200);
  const wrongMethod = await world.fetch('/v1/usage', {method: 'PUT', headers});
  assert.deepEqual([wrongMethod.status, wrongMethod.headers.get('allow')], [405, 'GET, HEAD']);
});

test('answers say what they depend on and how to authenticate', async () => {
  await using world = await startWorld({
    settings: {VISITOR_CHECK: 'identity', IDENTITY_SECRET: 'the-secret-with-which-a-site-signs-identities'},
  });
  const unauthorized = await world.fetch('/v1/generations', jsonPost({}));
  assert.equal(unauthorized.status, 401);
  assert.match(unauthorized.headers.get('www-authenticate') ?? '', /^Bearer realm=/);
  for (const accept of ['application/json', 'text/event-stream']) {
    const response = await world.fetch(`/v1/generations/${crypto.randomUUID()}`, {headers: {accept}});
    assert.match(response.headers.get('vary') ?? '', /\bAccept\b/);
    await response.body?.cancel();
  }
});

test('a body of another type is not JSON, however its type begins', async () => {
  await using world = await startWorld();
  const types = ['application/json-patch+json', 'application/jsonp', 'text/json', 'application/x+json', ''];
  const post = jsonPost({taskUUID: crypto.randomUUID(), positivePrompt: 'A fox'});
  for (const type of types)
    assert.equal((await world.fetch('/v1/generations', {...post, headers: {'content-type': type}})).status, 415, type);
  for (const type of ['application/json;charset=utf-8', 'Application/JSON ; charset="utf-8"'])
    assert.equal((await world.fetch('/v1/generations', {...post, headers: {'content-type': type}})).status, 202, type);
});

/** Origins that look like the allowed one. */
const LOOK_ALIKES = [
  'https://page.example.evil.example',
  'http://page.example',
  'https://page.example:8443',
  'https://evil-page.example',
  'https://PAGE.example',
  'null',
  'https://page.example/',
  'https://sub.page.example',
];

test('a page of any other origin is refused, in words that its developer can read', async () => {
  await using world = await startWorld({settings: {ALLOWED_ORIGINS: PAGE}});
  for (const origin of LOOK_ALIKES) {
    const request = jsonPost({taskUUID: crypto.randomUUID(), positivePrompt: 'A fox'});
    const response = await world.fetch('/v1/generations', {...request, headers: {...request.headers, origin}});
    assert.equal(response.status, 403, origin);
    assert.equal(((await response.json()) as Problem).code, 'originNotAllowed');
  }
  assert.equal(world.runware.counts.requests, 0);
});

test('pages come with a strict policy, and what other sites load with leave to load it', async () => {
  await using world = await startWorld();
  const page = await world.fetch('/');
  assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none';.*frame-ancestors 'self'$/);
  assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(page.headers.get('x-robots-tag'), 'noindex');
  const script = await world.fetch('/hailuo-generator.js');
  assert.equal(script.headers.get('access-control-allow-origin'), '*');
  assert.match(script.headers.get('cache-control') ?? '', /max-age=0, must-revalidate/);
  assert.ok(script.headers.get('etag'));
  await page.body?.cancel();
  await script.body?.cancel();
});

/** Settings that are wrong, and whether the log may quote them. */
const WRONG: readonly (readonly [name: string, value: string, isSecret?: boolean])[] = [
  ['RUNWARE_API_KEY', 'two words', true],
  ['ADMIN_TOKEN', 'a secret that is wrong', true],
  ['RUNWARE_URL', 'http://api.example/v1'],
  ['RUNWARE_URL', 'not a url'],
  ['RUNWARE_TIMEOUT_SECONDS', 'soon'],
  ['ALLOWED_ORIGINS', '*'],
  ['ALLOWED_ORIGINS', 'www.example.com'],
  ['ALLOWED_ORIGINS', 'https://page.example/path'],
  ['IMAGE_HOSTS', 'https://images.example'],
  ['POLL_FIRST_SECONDS', '987654'],
  ['RETENTION_DAYS', '-31'],
  ['PUBLIC_URL', 'http://proxy.example'],
  ['VISITOR_CHECK', ''],
];

test('a wrong setting is one clear problem, and one log line that names it and quotes no secret', async (t) => {
  await using world = await insideWorld();
  for (const [name, value, isSecret = false] of WRONG) {
    await t.test(`${name}=${value}`, async () => {
      const post = jsonPost({});
      const headers = {...post.headers, 'x-settings': JSON.stringify({[name]: value})};
      const before = world.logs.length;
      const response = await world.fetch('/v1/generations', {...post, headers});
      assert.equal(response.status, 503);
      assert.equal(((await response.json()) as Problem).code, 'misconfigured');
      await eventually(() => world.logs.slice(before).some((line) => line.includes('misconfigured')));
      const [line = '', ...others] = world.logs.slice(before).filter((text) => text.includes('misconfigured'));
      assert.ok(line.includes(name), line);
      assert.equal(line.includes(value), !isSecret, line);
      assert.deepEqual(others, []);
      assert.equal((await world.fetch('/healthz', {headers})).status, 200);
    });
  }
});
