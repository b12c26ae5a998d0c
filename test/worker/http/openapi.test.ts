import assert from 'node:assert/strict';
import {test} from 'node:test';
import {jsonPost, sharedWorld, startWorld} from '../../support/world.ts';

const shared = sharedWorld();

interface Document {
  paths: Record<
    string,
    Record<
      string,
      {
        requestBody?: {content: {'application/json': {schema: Record<string, unknown>}}};
        responses: Record<string, {content?: Record<string, unknown>}>;
      }
    >
  >;
}

test('every documented route answers as documented', async () => {
  const ADMIN_TOKEN = 'an-admin-token-of-the-tests';
  await using world = await startWorld({settings: {ADMIN_TOKEN}});
  const document = (await (await world.fetch('/openapi.json')).json()) as Document;
  const {taskUUID} = await world.start({positivePrompt: 'A fox'});
  const {results} = await world.ended(taskUUID);
  const bodies: Record<string, unknown> = {
    '/v1/generations': {taskUUID: crypto.randomUUID(), positivePrompt: 'A fox'},
    '/v1/session': {},
    '/v1': [{taskType: 'ping'}],
  };
  let called = 0;
  for (const [path, calls] of Object.entries(document.paths)) {
    for (const [method, call] of Object.entries(calls)) {
      const url = path.replace('{taskUUID}', taskUUID).replace('{videoUUID}', results[0]?.videoUUID ?? '');
      const isOwners = path.startsWith('/v1/usage');
      const post = method === 'post' ? jsonPost(bodies[path]) : {};
      const good = await world.fetch(url, {
        ...post,
        headers: {...post.headers, ...(isOwners && {authorization: `Bearer ${ADMIN_TOKEN}`})},
      });
      const bad = await world.fetch(url, {...post, headers: {...post.headers, origin: 'https://evil.example'}});
      assert.ok(good.ok, `${method} ${path} ${good.status}`);
      for (const response of [good, bad]) {
        const documented = call.responses[response.status];
        assert.ok(documented, `${method} ${path} may answer ${response.status}`);
        const type =
          response.headers
            .get('content-type')
            ?.split(';')[0]
            ?.replace(/^video\/.*/, 'video/*') ?? '';
        const types = Object.keys(documented.content ?? {'': 'no body'});
        assert.ok(types.includes(type), `${method} ${path} ${response.status} is ${type}`);
        await response.body?.cancel();
        called++;
      }
    }
  }
  assert.ok(called >= 20);
});

/** What comes to another answer than most: the path, what is posted there, and the status. */
const RARE: readonly (readonly [path: string, request: object, status: number])[] = [
  ...Object.entries({
    invalidValueUploadFailed: 422,
    unsupportedDuration: 422,
    insufficientCredits: 503,
    taskCancelled: 502,
  }).flatMap(([code, status]) => {
    const task = () => ({taskUUID: crypto.randomUUID(), positivePrompt: `A fox @runware(reject=${code})`});
    return [
      ['/v1/generations', task(), status],
      ['/v1', [{taskType: 'videoInference', ...task()}], status],
    ] as const;
  }),
  ['/v1/session', {turnstile: 'x'.repeat(12_000_001)}, 413],
  ['/v1', [{taskType: 'ping', padding: 'x'.repeat(12_000_001)}], 413],
  ['/v1', [{taskType: 'imageInference'}], 400],
];

test('rarer answers are documented too', async () => {
  const world = await shared();
  const document = (await (await world.fetch('/openapi.json')).json()) as Document;
  for (const [path, request, status] of RARE) {
    const response = await world.fetch(path, jsonPost(request));
    const type = response.headers.get('content-type') ?? '';
    assert.equal(response.status, status, `${path} ${await response.text()}`);
    const documented = document.paths[path]?.post?.responses[status]?.content ?? {};
    assert.ok(type in documented, `${path} ${status} is ${type}`);
  }
  const {taskUUID} = await world.start({positivePrompt: 'A fox'});
  const {results} = await world.ended(taskUUID);
  const video = document.paths['/v1/generations/{taskUUID}/videos/{videoUUID}']?.get?.responses ?? {};
  const link = results[0]?.videoURL ?? '';
  const etag = (await fetch(link, {method: 'HEAD'})).headers.get('etag') ?? '';
  for (const [headers, status] of [
    [{range: 'bytes=0-9'}, 206],
    [{range: 'bytes=999999999-'}, 416],
    [{'if-none-match': etag}, 304],
  ] as const) {
    const response = await fetch(link, {headers});
    await response.body?.cancel();
    assert.equal(response.status, status);
    assert.ok(video[status], `a clip may answer ${status}`);
  }
});

test('the documented request is the schema that judges it', async () => {
  const world = await shared();
  const document = (await (await world.fetch('/openapi.json')).json()) as Document;
  const schema = document.paths['/v1/generations']?.post?.requestBody?.content['application/json'].schema;
  assert.ok(schema);
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(schema.required, ['taskUUID']);
  const {positivePrompt, numberResults, outputFormat} = schema.properties as Record<string, Record<string, unknown>>;
  assert.deepEqual([positivePrompt?.minLength, positivePrompt?.maxLength], [2, 2000]);
  assert.deepEqual([numberResults?.minimum, numberResults?.maximum], [1, 4]);
  assert.deepEqual(outputFormat?.enum, ['MP4', 'WEBM', 'MOV']);
});

test('the log has one line for each request, by the route’s pattern, and nothing that a visitor said', async () => {
  await using world = await startWorld();
  const {taskUUID} = await world.start({positivePrompt: 'a very private prompt'});
  await world.fetch(`/v1/generations/${taskUUID}`);
  await world.fetch('/v1/nothing-like-this');
  const lines = world.logs
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({event}) => event === 'request');
  assert.deepEqual(lines.map(({method, route, status}) => `${method} ${route} ${status}`).slice(0, 2), [
    'POST /v1/generations 202',
    'GET /v1/generations/:taskUUID 200',
  ]);
  assert.match(String(lines[0]?.caller), /^[0-9a-f]{32}$/);
  assert.ok(!world.logs.join('\n').includes('private'));
  assert.ok(!world.logs.join('\n').includes('127.0.0.1'));
});
