import assert from 'node:assert/strict';
import {test} from 'node:test';
import {EXAMPLES} from '../../data/examples.ts';
import {jsonPost, sharedWorld, startWorld, type World} from '../../support/world.ts';

const shared = sharedWorld();

interface Envelope {
  data: Record<string, unknown>[];
  errors?: Record<string, unknown>[];
}

async function send(world: World, tasks: unknown): Promise<{status: number; body: Envelope}> {
  const response = await world.fetch('/v1', jsonPost(tasks));
  return {status: response.status, body: (await response.json()) as Envelope};
}

function task(fields: object = {}): Record<string, unknown> {
  return {
    taskType: 'videoInference',
    taskUUID: crypto.randomUUID(),
    model: 'minimax:4@1',
    positivePrompt: 'A red fox',
    ...fields,
  };
}

/** Polls as a Runware client does, until no row is processing. */
async function finished(world: World, taskUUID: unknown): Promise<Envelope> {
  for (let polls = 0; polls < 1000; polls++) {
    const {body} = await send(world, [{taskType: 'getResponse', taskUUID}]);
    if (body.data.length + (body.errors?.length ?? 0) > 0 && body.data.every(({status}) => status !== 'processing'))
      return body;
  }
  throw new Error('it never ended');
}

test('a task is acknowledged with one row and polled to its result', async () => {
  const world = await shared();
  const request = task();
  const ack = await send(world, [request]);
  assert.deepEqual(ack, {status: 200, body: {data: [{taskType: 'videoInference', taskUUID: request.taskUUID}]}});
  const {data, errors} = await finished(world, request.taskUUID);
  assert.equal(errors, undefined);
  const [row] = data;
  assert.equal(row?.status, 'success');
  assert.equal(row?.taskUUID, request.taskUUID);
  assert.equal(row?.cost, 0.28);
  assert.equal((await fetch(String(row?.videoURL), {method: 'HEAD'})).status, 200);
});

test('the examples of the model page are taken as they are', async () => {
  await using world = await startWorld({settings: {IMAGE_HOSTS: 'assets.runware.ai'}});
  for (const example of Object.values(EXAMPLES)) {
    const {status, body} = await send(world, [example]);
    assert.equal(status, 200);
    assert.equal(body.errors, undefined);
  }
  assert.equal(world.runware.accepted, 4);
});

test('rows are cumulative, and those still to come are processing', async () => {
  const world = await shared();
  const request = task({positivePrompt: 'x @runware(seconds=never)', numberResults: 3});
  await send(world, [request]);
  const {body} = await send(world, [{taskType: 'getResponse', taskUUID: request.taskUUID}]);
  assert.deepEqual(
    body.data.map(({status}) => status),
    ['processing', 'processing', 'processing'],
  );
});

test('paid siblings stand beside the errors of those that failed', async () => {
  const world = await shared();
  const request = task({positivePrompt: 'x @runware(seconds=0 fail=providerError:2)', numberResults: 3});
  await send(world, [request]);
  const {data, errors} = await finished(world, request.taskUUID);
  assert.deepEqual(
    data.map(({status}) => status),
    ['success'],
  );
  assert.deepEqual(
    errors?.map(({code, status, taskUUID}) => [code, status, taskUUID]),
    [
      ['processingFailed', 'error', request.taskUUID],
      ['processingFailed', 'error', request.taskUUID],
    ],
  );
});

test('what is wrong is told in Runware’s error form', async () => {
  const world = await shared();
  const request = task({outputQuality: 100, outputFormat: 'GIF'});
  const {status, body} = await send(world, [request]);
  assert.equal(status, 400);
  assert.deepEqual(body.data, []);
  const byParameter = Object.fromEntries((body.errors ?? []).map((error) => [error.parameter, error]));
  assert.equal(byParameter.outputQuality?.taskUUID, request.taskUUID);
  assert.equal(byParameter.outputQuality?.max, 99);
  assert.deepEqual(byParameter.outputFormat?.allowedValues, ['MP4', 'WEBM', 'MOV']);
});

/** Tasks that are not for this server, and the error code of each. */
const REFUSED: readonly (readonly [task: object, code: string])[] = [
  [{taskType: 'imageInference', taskUUID: crypto.randomUUID()}, 'unsupportedTaskType'],
  [{taskType: 'accountManagement', operation: 'getDetails'}, 'unsupportedTaskType'],
  [{taskType: 'getTaskDetails', taskUUID: crypto.randomUUID()}, 'unsupportedTaskType'],
  [task({model: 'klingai:5@3'}), 'invalidModel'],
  [task({taskUUID: 'mine'}), 'invalidTaskUUID'],
  [task({webhookURL: 'https://evil.example/'}), 'invalidParameter'],
  [{taskType: 'getResponse', taskUUID: 'mine'}, 'invalidTaskUUID'],
];

test('any other task or model is refused and reaches nobody', async () => {
  await using world = await startWorld();
  for (const [refused, code] of REFUSED) {
    const {status, body} = await send(world, [refused]);
    assert.equal(status, 400, code);
    assert.equal(body.errors?.[0]?.code, code);
  }
  assert.equal(world.runware.counts.requests, 0);
});

test('data and errors stand together when one task of several is wrong', async () => {
  const world = await shared();
  const {status, body} = await send(world, [{taskType: 'ping', ping: true}, task({fps: 24}), task()]);
  assert.equal(status, 200);
  assert.deepEqual(
    body.data.map(({taskType}) => taskType),
    ['ping', 'videoInference'],
  );
  assert.equal(body.errors?.length, 1);
});

test('the same task twice is answered alike; another task of the same UUID is a conflict', async () => {
  await using world = await startWorld();
  const request = task();
  assert.equal((await send(world, [request])).status, 200);
  assert.equal((await send(world, [request])).status, 200);
  const {status, body} = await send(world, [{...request, positivePrompt: 'A blue fox'}]);
  assert.equal(status, 400);
  assert.equal(body.errors?.[0]?.code, 'conflictTaskUUID');
  assert.equal(world.runware.accepted, 1);
});

test('an unknown task is answered with no rows', async () => {
  const world = await shared();
  const {status, body} = await send(world, [{taskType: 'getResponse', taskUUID: crypto.randomUUID()}]);
  assert.deepEqual({status, body}, {status: 200, body: {data: []}});
});

test('a body that is no array of tasks is an error, not a fault', async () => {
  const world = await shared();
  for (const body of [{}, [], [1], [{}], null, Array.from({length: 11}, () => ({taskType: 'ping'}))]) {
    assert.equal((await send(world, body)).status, 400);
  }
});

test('tasks that cost money are counted one by one, so that a flood of them does not come in one envelope', async () => {
  await using world = await startWorld({floodLimit: 3});
  const response = await world.fetch('/v1', jsonPost(Array.from({length: 5}, () => task())));
  const {data, errors = []} = (await response.json()) as Envelope;
  assert.deepEqual([data.length, errors.map(({code}) => code)], [3, ['rateLimitExceeded', 'rateLimitExceeded']]);
  assert.equal(response.headers.get('retry-after'), '60');
  assert.equal(world.runware.accepted, 3);
});

/** Sends tasks as a server of Runware's clients does: with a key and no origin. */
async function sendAsServer(world: World, tasks: unknown, key?: string): Promise<{status: number; body: Envelope}> {
  const post = jsonPost(tasks);
  const authorization = key === undefined ? {} : {authorization: `Bearer ${key}`};
  const response = await fetch(new URL('/v1', world.url), {...post, headers: {...post.headers, ...authorization}});
  return {status: response.status, body: (await response.json()) as Envelope};
}

const SERVER_TOKEN = 'a-server-token-of-the-tests';

/** The status and code of what is wrong, where all of the answer is in Runware's shape. */
function failureOf({status, body}: {status: number; body: Envelope}): [status: number, code: unknown] {
  assert.deepEqual(body.data, []);
  assert.equal(typeof body.errors?.[0]?.message, 'string');
  return [status, body.errors?.[0]?.code];
}

test('a key is taken from the header or from an authentication task, and a wrong one is an error of Runware’s', async () => {
  await using world = await startWorld({settings: {SERVER_TOKENS: SERVER_TOKEN}});
  const login = (apiKey: string) => ({taskType: 'authentication', apiKey});
  assert.equal((await sendAsServer(world, [task()], SERVER_TOKEN)).status, 200);
  const {status, body} = await sendAsServer(world, [login(SERVER_TOKEN), task({includeCost: true})]);
  assert.equal(status, 200);
  assert.deepEqual(
    body.data.map(({taskType}) => taskType),
    ['authentication', 'videoInference'],
  );
  const wrong = 'another-token-of-24-characters';
  assert.deepEqual(failureOf(await sendAsServer(world, [task()], wrong)), [401, 'invalidApiKey']);
  assert.deepEqual(failureOf(await sendAsServer(world, [login(wrong), task()])), [401, 'invalidApiKey']);
  assert.deepEqual(failureOf(await sendAsServer(world, [task()])), [403, 'forbidden']);
  assert.equal(world.runware.accepted, 2);
});

test('servers are not held to the rate of a visitor', async () => {
  await using world = await startWorld({floodLimit: 3, settings: {SERVER_TOKENS: SERVER_TOKEN}});
  for (let start = 0; start < 6; start++)
    assert.equal((await sendAsServer(world, [task()], SERVER_TOKEN)).status, 200, `start ${start}`);
  const wrong = Array.from({length: 6}, () => sendAsServer(world, [task()], 'another-token-of-24-characters'));
  const statuses = (await Promise.all(wrong)).map(({status}) => status);
  assert.deepEqual(statuses.sort(), [401, 401, 401, 429, 429, 429]);
  assert.equal(world.runware.accepted, 6);
});

test('set-up, origin, session, limit and pause fail in Runware’s shape', async (t) => {
  const server = {SERVER_TOKENS: SERVER_TOKEN};
  await t.test('set-up', async () => {
    await using world = await startWorld({settings: {...server, VISITOR_CHECK: ''}});
    assert.deepEqual(failureOf(await sendAsServer(world, [task()], SERVER_TOKEN)), [503, 'serviceUnavailable']);
  });
  await using world = await startWorld({
    settings: {
      ...server,
      VISITOR_CHECK: 'identity',
      IDENTITY_SECRET: 'the-secret-with-which-a-site-signs-identities',
      SITE_USD_PER_DAY: '0.30',
      ADMIN_TOKEN: 'an-admin-token-of-the-tests',
    },
  });
  await t.test('origin', async () => {
    const post = jsonPost([task()]);
    const response = await world.fetch('/v1', {...post, headers: {...post.headers, origin: 'https://evil.example'}});
    const answer = {status: response.status, body: (await response.json()) as Envelope};
    assert.deepEqual(failureOf(answer), [403, 'forbidden']);
  });
  await t.test('session', async () => {
    assert.deepEqual(failureOf(await send(world, [task()])), [401, 'invalidApiKey']);
  });
  await t.test('limit', async () => {
    assert.equal((await sendAsServer(world, [task()], SERVER_TOKEN)).status, 200);
    assert.deepEqual(failureOf(await sendAsServer(world, [task()], SERVER_TOKEN)), [429, 'quotaExceeded']);
  });
  await t.test('pause', async () => {
    const headers = {authorization: 'Bearer an-admin-token-of-the-tests'};
    assert.equal((await world.fetch('/v1/usage/pause', {method: 'POST', headers})).status, 200);
    assert.deepEqual(failureOf(await sendAsServer(world, [task()], SERVER_TOKEN)), [503, 'serviceUnavailable']);
  });
  await t.test('a body that is too large', async () => {
    assert.deepEqual(failureOf(await sendAsServer(world, ['x'.repeat(12_000_001)], SERVER_TOKEN)), [
      413,
      'maxRequestSizeExceeded',
    ]);
  });
  await t.test('a body that is not JSON', async () => {
    const init = {method: 'POST', body: '{', headers: {authorization: `Bearer ${SERVER_TOKEN}`}};
    const response = await fetch(new URL('/v1', world.url), init);
    const answer = {status: response.status, body: (await response.json()) as Envelope};
    assert.deepEqual(failureOf(answer), [400, 'invalidRequestBody']);
  });
});

test('who asks for another delivery than the model’s is told which one it is, and how to get the result', async () => {
  await using world = await startWorld();
  const {status, body} = await send(world, [task({deliveryMethod: 'sync'})]);
  assert.equal(status, 400);
  const [error] = body.errors ?? [];
  assert.equal(error?.code, 'invalidDeliveryMethod');
  assert.match(String(error?.message), /"async".*getResponse/);
  assert.deepEqual(error?.allowedValues, ['async']);
});
