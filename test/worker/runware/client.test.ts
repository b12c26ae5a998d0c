import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, type IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {type Poll, poll, type Submission, submit} from '../../../worker/runware/client.ts';

const UUID = 'aac49721-1964-481a-ae78-8a4e29b91402';
const CLIP = 'https://vm.runware.ai/video/os/a12d13/ws/5/vi/bfe8f918-e001-4d15-99ed-57b2abf769b5.mp4';
const KEY = 'key';
const ORDER = {
  positivePrompt: 'A fox',
  model: 'minimax:4@1',
  fps: 25,
  width: 1366,
  height: 768,
  duration: 6,
  numberResults: 1,
  outputFormat: 'MP4',
} as const;
const HTML = '<html><body>502 Bad Gateway</body></html>';

interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** An upstream that gives one reply to everything. */
async function upstream({status = 200, headers = {}, body}: Reply) {
  const received: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    received.push(request);
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const settings = {
    RUNWARE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    RUNWARE_TIMEOUT_SECONDS: 5,
  };
  return {
    settings,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

const named = (code: string, more: object = {}) => ({
  data: [],
  errors: [{code, message: 'm', taskUUID: UUID, ...more}],
});

/** Replies to a submit, and what each comes to. */
const SUBMISSIONS: readonly (readonly [name: string, reply: Reply, kind: Submission['kind']])[] = [
  ['a placeholder row', {body: {data: [{taskType: 'videoInference', taskUUID: UUID}]}}, 'accepted'],
  ['no row at all', {body: {data: []}}, 'accepted'],
  ['a conflict', {status: 400, body: named('conflictTaskUUID')}, 'accepted'],
  ['a conflict at 200', {body: named('conflictTaskUUID')}, 'accepted'],
  [
    'a conflict behind another error',
    {
      status: 400,
      body: {
        errors: [
          {code: 'validationFailed', taskUUID: UUID},
          {code: 'conflictTaskUUID', taskUUID: UUID},
        ],
      },
    },
    'accepted',
  ],
  ['a conflict in other words', {status: 400, body: named('taskUUIDAlreadyExists')}, 'accepted'],
  ['our row and an error', {body: {...named('unsupportedParameter'), data: [{taskUUID: UUID}]}}, 'accepted'],
  [
    'our row and an error at 400',
    {status: 400, body: {...named('invalidModel'), data: [{taskUUID: UUID}]}},
    'accepted',
  ],
  ['our row in capitals at 503', {status: 503, body: {data: [{taskUUID: UUID.toUpperCase()}]}}, 'accepted'],
  ['a clip without a name at 500', {status: 500, body: {data: [{videoURL: CLIP}]}}, 'accepted'],
  [
    'the row of another task and an error',
    {body: {...named('unsupportedParameter'), data: [{taskUUID: 'another'}]}},
    'refused',
  ],
  [
    'an error about another task',
    {body: {data: [], errors: [{code: 'invalidModel', taskUUID: 'another'}]}},
    'accepted',
  ],
  [
    'an error that names no task',
    {status: 400, body: {errors: [{code: 'unsupportedDuration', message: 'm'}]}},
    'refused',
  ],
  ['an error on 200', {body: named('invalidProviderContent')}, 'refused'],
  ['one error instead of a list', {status: 400, body: {error: {code: 'invalidModel', message: 'm'}}}, 'refused'],
  ['a bare list of errors', {status: 400, body: [{code: 'invalidModel', message: 'm'}]}, 'refused'],
  ['a 400 without errors', {status: 400, body: {data: []}}, 'refused'],
  ['a 401 as a page', {status: 401, body: HTML}, 'refused'],
  ['a 402', {status: 402, body: named('insufficientCredits')}, 'refused'],
  ['a 429', {status: 429, body: named('rateLimitExceeded')}, 'deferred'],
  ['a 429 as a page', {status: 429, body: HTML}, 'deferred'],
  ['no server free', {status: 503, body: named('noAvailableServer')}, 'deferred'],
  ['a 500', {status: 500, body: named('internalServerError')}, 'unknown'],
  ['a 502 as a page', {status: 502, body: HTML}, 'unknown'],
  ['a 503 without errors', {status: 503, body: {data: []}}, 'unknown'],
  ['a page on 200', {body: HTML}, 'unknown'],
  ['a redirect', {status: 302, headers: {location: 'https://evil.example/'}, body: ''}, 'unknown'],
  ['a provider that timed out', {status: 504, body: named('providerTimeout')}, 'unknown'],
];

for (const [name, reply, kind] of SUBMISSIONS) {
  test(`a submit answered with ${name} is ${kind}`, async () => {
    await using server = await upstream(reply);
    assert.equal((await submit(server.settings, KEY, UUID, ORDER)).kind, kind);
  });
}

/** Counts of what a poll tells, `certain` those failures that end a render at first sight; `unproven`: the task may not be there. */
type Told =
  | (Partial<Record<'results' | 'processing' | 'failures' | 'certain', number>> & {isUnproven?: true})
  | 'failed'
  | 'absent';

/** Replies to a poll, and what each tells. */
const POLLS: readonly (readonly [name: string, reply: Reply, told: Told])[] = [
  ['nothing', {body: {data: []}}, 'absent'],
  ['a running task', {body: {data: [{taskUUID: UUID, status: 'processing'}]}}, {processing: 1}],
  ['an unknown status', {body: {data: [{taskUUID: UUID, status: 'queued'}]}}, {processing: 1}],
  ['a link and no status', {body: {data: [{taskUUID: UUID, videoURL: CLIP}]}}, {results: 1}],
  ['a link and a wrong status', {body: {data: [{taskUUID: UUID, status: 'error', videoURL: CLIP}]}}, {results: 1}],
  ['a clip that was withheld', {body: {data: [{taskUUID: UUID, status: 'success', videoUUID: 'v'}]}}, {results: 1}],
  ['another task', {body: {data: [{taskUUID: 'another', videoURL: CLIP}]}}, 'absent'],
  ['an error in form A', {body: named('timeoutProvider', {status: 'error'})}, {failures: 1, isUnproven: true}],
  ['trouble of its own that names the task', {body: named('serviceUnavailable')}, {failures: 1, isUnproven: true}],
  ['a refused prompt', {body: named('invalidProviderContent')}, {failures: 1, certain: 1}],
  ['a refused parameter', {body: named('unsupportedDuration')}, {failures: 1, certain: 1}],
  ['a refused parameter of no name', {body: named('invalidParameter')}, {failures: 1, isUnproven: true}],
  ['a refused credential', {body: named('invalidCredentials')}, {failures: 1, isUnproven: true}],
  ['a check that could not be made', {body: named('moderationServiceUnavailable')}, {failures: 1, isUnproven: true}],
  [
    'one failure in both forms',
    {
      body: {
        ...named('invalidProviderContent'),
        data: [
          {taskUUID: UUID, status: 'error', error: {code: 'invalidProviderContent'}},
          {taskUUID: UUID, status: 'processing'},
        ],
      },
    },
    {processing: 1, failures: 1, certain: 1},
  ],
  ['a refused UUID', {body: named('invalidTaskUUID')}, {failures: 1, isUnproven: true}],
  [
    'an error in form B',
    {body: {data: [{taskUUID: UUID, status: 'error', error: {code: 'providerError'}}]}},
    {failures: 1},
  ],
  [
    'a failed row of a passing kind',
    {body: {data: [{taskUUID: UUID, status: 'error', error: {code: 'providerRateLimitExceeded'}}]}},
    {failures: 1},
  ],
  [
    'a failed row of a passing kind on 500',
    {status: 500, body: {data: [{taskUUID: UUID, status: 'error', error: {code: 'noAvailableServer'}}]}},
    'failed',
  ],
  [
    'a failed row of a passing kind that names no task',
    {body: {data: [{status: 'error', error: {code: 'noAvailableServer'}}]}},
    'absent',
  ],
  ['an error as words', {body: {data: [{taskUUID: UUID, status: 'error', error: 'it broke'}]}}, {failures: 1}],
  ['an error and no status', {body: {data: [{taskUUID: UUID, error: {code: 'providerError'}}]}}, {failures: 1}],
  [
    'data and errors',
    {body: {data: [{taskUUID: UUID, videoURL: CLIP}], errors: [{code: 'providerError', taskUUID: UUID}]}},
    {results: 1, failures: 1},
  ],
  ['data as one object', {body: {data: {taskUUID: UUID, videoURL: CLIP}}}, {results: 1}],
  ['an error that names no task', {body: {errors: [{code: 'providerError'}]}}, 'failed'],
  ['an error about the key', {body: named('invalidApiKey')}, 'failed'],
  ['a task it does not know', {status: 404, body: named('taskNotFound')}, 'absent'],
  ['a task it does not know, at 200', {body: named('taskNotFound')}, 'absent'],
  ['a task that failed or is not found', {body: named('taskFailedOrNotFound')}, 'failed'],
  ['a task that it does not know any more, at 200', {body: named('taskExpired')}, 'failed'],
  ['a task that it does not know any more', {status: 404, body: named('taskExpired')}, 'failed'],
  ['another task that it does not know', {status: 404, body: {errors: [{code: 'taskNotFound'}]}}, 'failed'],
  ['a server fault that names the task', {status: 500, body: named('internalServerError')}, 'failed'],
  ['a queue that timed out', {status: 504, body: named('providerTimeout')}, 'failed'],
  [
    'a refusal that names the task',
    {status: 400, body: named('invalidProviderContent')},
    {failures: 1, isUnproven: true},
  ],
  ['a 400 of no known code that names the task', {status: 400, body: named('oddity')}, {failures: 1, isUnproven: true}],
  ['a page on 500', {status: 500, body: HTML}, 'failed'],
  ['a page on 200', {body: HTML}, 'failed'],
];

for (const [name, reply, told] of POLLS) {
  test(`a poll answered with ${name} tells ${JSON.stringify(told)}`, async () => {
    await using server = await upstream(reply);
    const heard = await poll(server.settings, KEY, UUID);
    if (typeof told === 'string') return assert.equal(heard.kind, told);
    const {isUnproven, ...some} = told;
    assert.deepEqual(counts(heard), {results: 0, processing: 0, failures: 0, certain: 0, ...some});
    assert.equal(heard.kind === 'read' && heard.isKnown, !isUnproven);
  });
}

function counts(heard: Poll): Record<string, number> {
  assert.equal(heard.kind, 'read');
  return {
    results: heard.results.length,
    processing: heard.processing,
    failures: heard.failures.length,
    certain: heard.failures.filter(({isCertain}) => isCertain).length,
  };
}

test('a call that gets no answer is of unknown fate, and a failed poll', async () => {
  await using server = await upstream({body: ''});
  const settings = {...server.settings, RUNWARE_URL: 'http://127.0.0.1:1/v1'};
  assert.equal((await submit(settings, KEY, UUID, ORDER)).kind, 'unknown');
  assert.equal((await poll(settings, KEY, UUID)).kind, 'failed');
});

test('Retry-After is read as seconds and as a date', async () => {
  for (const [value, atLeast, atMost] of [
    ['7', 7000, 7000],
    [new Date(Date.now() + 60_000).toUTCString(), 50_000, 61_000],
  ] as const) {
    await using server = await upstream({
      status: 429,
      headers: {'retry-after': value},
      body: named('rateLimitExceeded'),
    });
    const submission = await submit(server.settings, KEY, UUID, ORDER);
    const ms = (submission.kind === 'deferred' && submission.retryAfterMs) || 0;
    assert.ok(ms >= atLeast && ms <= atMost, `${ms} ms`);
  }
});

test('a key that an upstream quotes does not come through', async () => {
  await using server = await upstream({status: 401, body: named('invalidApiKey', {message: 'Bearer key is wrong'})});
  assert.doesNotMatch(JSON.stringify(await submit(server.settings, KEY, UUID, ORDER)), /Bearer key/);
});

test('what an upstream quotes of a request does not come through, its other words do', async () => {
  const order = {...ORDER, positivePrompt: 'A red fox in the snow of my own garden'};
  const webhookURL = 'https://proxy.example/v1/webhooks/runware/u?token=0b6cfb9c-44a1-4d4e-8f5e-0c2d2d6a1b7e';
  const words: readonly (readonly [message: string, isKept: boolean])[] = [
    ['The size 1366x768 is not offered.', true],
    [`Refused: "${order.positivePrompt}"`, false],
    ['Refused: "A red fox in the sn…"', false],
    [`Cannot call ${webhookURL}`, false],
  ];
  for (const [message, isKept] of words) {
    await using server = await upstream({status: 400, body: named('invalidValue', {message})});
    const submission = await submit(server.settings, KEY, UUID, order, webhookURL);
    assert.equal(submission.kind === 'refused' && submission.failure.message === message, isKept, message);
    const heard = await poll(server.settings, KEY, UUID);
    assert.equal(heard.kind === 'read' && heard.failures[0]?.message, '', 'later the prompt is not at hand');
  }
  const row = {taskUUID: UUID, status: 'error', error: 'a red fox was refused'};
  await using server = await upstream({body: {data: [row]}});
  assert.doesNotMatch(JSON.stringify(await poll(server.settings, KEY, UUID)), /fox/);
});

test('a cost that no clip can have is none', async () => {
  for (const [cost, told] of [
    ['0.28', 0.28],
    ['280000', undefined],
    ['1e303', undefined],
    ['1e999', undefined],
    ['-1', undefined],
  ] as const) {
    await using server = await upstream({
      body: `{"data":[{"taskUUID":"${UUID}","videoURL":"${CLIP}","cost":${cost}}]}`,
    });
    const heard = await poll(server.settings, KEY, UUID);
    assert.equal(heard.kind === 'read' && heard.results[0]?.cost, told, cost);
  }
});

test('a flag that comes as text is a flag', async () => {
  for (const [flag, told] of [
    ['true', true],
    ['"true"', true],
    ['"false"', false],
    ['"perhaps"', undefined],
  ] as const) {
    await using server = await upstream({
      body: `{"data":[{"taskUUID":"${UUID}","videoURL":"${CLIP}","NSFWContent":${flag}}]}`,
    });
    const heard = await poll(server.settings, KEY, UUID);
    assert.equal(heard.kind === 'read' && heard.results[0]?.NSFWContent, told, flag);
  }
});

test('of an answer without end only as much is read as a generation can have', async () => {
  const row = (index: number) => ({taskUUID: UUID, videoUUID: `clip-${index}`, videoURL: `${CLIP}?${index}`});
  await using server = await upstream({body: {data: Array.from({length: 6000}, (_, index) => row(index))}});
  const heard = await poll(server.settings, KEY, UUID);
  assert.equal(heard.kind === 'read' && heard.results.length, 64);
});

test('a server in trouble is not believed that it did not take a task', async () => {
  for (const code of ['invalidModel', 'unauthorized', 'insufficientCredits', 'invalidProviderContent']) {
    await using server = await upstream({status: 502, body: named(code)});
    assert.equal((await submit(server.settings, KEY, UUID, ORDER)).kind, 'unknown', code);
  }
});

test('a seed beyond 2^53 keeps its digits', async () => {
  const body = `{"data":[{"taskUUID":"${UUID}","videoURL":"${CLIP}","seed":9223372036854775807}]}`;
  await using server = await upstream({body});
  const heard = await poll(server.settings, KEY, UUID);
  assert.equal(heard.kind === 'read' && heard.results[0]?.seed, '9223372036854775807');
});
