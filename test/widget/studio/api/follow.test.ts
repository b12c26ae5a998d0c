import {assert} from 'chai';
import {follow, resume} from '../../../../widget/studio/api/follow.ts';
import {ApiError, type Client} from '../../../../widget/studio/api/http.ts';
import type {Generation} from '../../../../worker/contract/index.ts';
import {until} from '../../support/page.ts';

const taskUUID = '12c20a98-991b-459f-b3a3-41741a7dfd19';
const request = {taskUUID, positivePrompt: 'A fox'};
const common = {taskUUID, numberResults: 1, results: [], failedResults: 0, startedAt: ''};
const processing: Generation = {...common, status: 'processing'};
const success: Generation = {...common, status: 'success', finishedAt: ''};

type Reply = Response | (() => Response) | 'lost';

/** A client whose network gives these replies in turn, and whose waits are written down instead of waited. */
function scripted(...replies: Reply[]) {
  const asked: {method: string; url: string; body: unknown}[] = [];
  const waits: number[] = [];
  const visibility = {isHidden: false, hidden: () => visibility.isHidden, whenHidden: never, whenBack: never};
  const client: Client = {
    visibility,
    endpoint: 'https://worker.example',
    fetch: async (url, init) => {
      const streams = new Headers(init?.headers).get('Accept') === 'text/event-stream';
      asked.push({
        method: init?.method ?? (streams ? 'STREAM' : 'GET'),
        url: String(url),
        body: init?.body && JSON.parse(String(init.body)),
      });
      const reply = replies.shift();
      if (reply === undefined) throw new Error('asked more often than expected');
      if (reply === 'lost') throw new TypeError('Failed to fetch');
      return typeof reply === 'function' ? reply() : reply;
    },
    // What guards a stream against silence is never the first to be done, unless a test says so.
    wait: async (ms) => (ms === SILENCE_MS ? never() : void waits.push(ms)),
  };
  return {client, asked, waits, visibility, methods: () => asked.map(({method}) => method).join(' ')};
}

const SILENCE_MS = 25_000;
const never = () => new Promise<void>(() => {});

/** An event stream of these pieces, which then breaks off, or stays open. */
function stream(pieces: readonly string[], end: 'open' | 'closed' = 'closed'): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      if (end === 'closed') controller.close();
    },
  });
  return new Response(body, {headers: {'Content-Type': 'text/event-stream'}});
}

const event = (generation: Generation) => `event: generation\ndata: ${JSON.stringify(generation)}\n\n`;

const json = (content: unknown, status = 200, headers = {}) => new Response(JSON.stringify(content), {status, headers});
const signal = () => new AbortController().signal;

async function statesOf(generations: AsyncGenerator<Generation>): Promise<string[]> {
  const states = [];
  for await (const {status} of generations) states.push(status);
  return states;
}

async function apiErrorOf(generations: AsyncGenerator<Generation>): Promise<string> {
  try {
    await statesOf(generations);
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
  throw new Error('was not refused');
}

test('a generation costs two requests: one starts it, one listens until it has ended', async () => {
  const {client, asked, methods} = scripted(
    json(processing, 202),
    stream(['retry: 2000\n', event(processing), ':\n\n', event(success)]),
  );
  assert.deepEqual(await statesOf(follow(client, request, signal())), ['processing', 'processing', 'success']);
  assert.equal(methods(), 'POST STREAM');
  assert.deepEqual(asked[0], {method: 'POST', url: 'https://worker.example/v1/generations', body: request});
  assert.deepEqual(asked[1], {
    method: 'STREAM',
    url: `https://worker.example/v1/generations/${taskUUID}`,
    body: undefined,
  });
});

test('an event in pieces, and in Windows’ line ends, is one event', async () => {
  const text = event(success).replaceAll('\n', '\r\n');
  const pieces = [text.slice(0, 9), text.slice(9, 40), text.slice(40)];
  const {client} = scripted(json(processing, 202), stream(pieces));
  assert.deepEqual(await statesOf(follow(client, request, signal())), ['processing', 'success']);
});

test('a full endpoint is polled, at the pace it asks for', async () => {
  const {client, waits, methods} = scripted(
    json(processing, 202),
    json(processing, 200, {'Retry-After': '10'}),
    json(processing, 200, {'Retry-After': '0'}),
    json(success),
  );
  await statesOf(follow(client, request, signal()));
  assert.equal(methods(), 'POST STREAM GET GET');
  assert.equal(waits[0], 10_000);
  assert.isAbove(waits[1] as number, 0);
});

test('a stream that breaks is opened again, later each time, then polled', async () => {
  const broken = () => stream([event(processing)]);
  const {client, waits, methods} = scripted(json(processing, 202), broken, 'lost', broken, broken, json(success));
  assert.equal((await statesOf(follow(client, request, signal()))).at(-1), 'success');
  assert.equal(methods(), 'POST STREAM STREAM STREAM STREAM GET');
  assert.deepEqual(waits.slice(0, 4), [1000, 1000, 4000, 8000]);
});

test('a stream that a proxy holds back is given up for polling', async () => {
  const {client, methods} = scripted(json(processing, 202), stream([], 'open'), json(processing), json(success));
  client.wait = async () => {};
  assert.deepEqual(await statesOf(follow(client, request, signal())), ['processing', 'processing', 'success']);
  assert.equal(methods(), 'POST STREAM GET GET');
});

test('while the page is hidden it hangs up and asks rarely, and is back at once when seen', async () => {
  const {client, waits, methods, visibility} = scripted(
    json(processing, 202),
    stream([event(processing)], 'open'),
    json(processing),
    stream([event(success)]),
  );
  visibility.whenHidden = async () => {
    // Only the first stream is left.
    if (methods().endsWith('STREAM STREAM')) return never();
    await until(() => methods().endsWith('STREAM'));
    visibility.isHidden = true;
  };
  const wait = client.wait;
  client.wait = async (ms, signal) => {
    if (ms === 30_000 && waits.includes(ms)) visibility.isHidden = false;
    return wait(ms, signal);
  };
  const states = await statesOf(follow(client, request, signal()));
  assert.equal(states.at(-1), 'success');
  assert.include(waits, 30_000);
  assert.match(methods(), /^POST STREAM GET STREAM$/);
});

test('a lost answer is asked for again with the same taskUUID, later each time', async () => {
  const {client, asked, waits} = scripted('lost', 'lost', json(success, 202));
  assert.deepEqual(await statesOf(follow(client, request, signal())), ['success']);
  assert.deepEqual(
    asked.map(({body}) => body),
    [request, request, request],
  );
  assert.deepEqual(waits, [1000, 2000]);
});

test('a proxy’s page of HTML in place of an answer counts as lost', async () => {
  const {client} = scripted(new Response('<h1>502</h1>', {status: 502}), json(success, 202));
  assert.deepEqual(await statesOf(follow(client, request, signal())), ['success']);
});

test('an endpoint that never answers is unreachable', async () => {
  const {client, asked} = scripted('lost', 'lost', 'lost', 'lost');
  assert.equal(await apiErrorOf(follow(client, request, signal())), 'unreachable');
  assert.lengthOf(asked, 4);
});

test('a problem is told by its code and not asked for again', async () => {
  const {client, asked} = scripted(json({code: 'contentRefused'}, 422));
  assert.equal(await apiErrorOf(follow(client, request, signal())), 'contentRefused');
  assert.lengthOf(asked, 1);
});

for (const [what, reply] of Object.entries({
  'a page of HTML': () => new Response('<!doctype html>'),
  'other JSON': () => json({hello: 'world'}),
  null: () => json(null),
  'the state of another generation': () => json({...success, taskUUID: '97375c0b-7fe1-4361-b9c9-dbe56adbb1ea'}),
  'an error without a code': () => json({error: 'no'}, 404),
})) {
  test(`an endpoint that answers with ${what} is not one`, async () => {
    assert.equal(await apiErrorOf(follow(scripted(reply).client, request, signal())), 'badEndpoint');
    assert.equal(await apiErrorOf(resume(scripted(reply).client, taskUUID, signal())), 'badEndpoint');
  });
}

test('a failed poll never means a failed generation', async () => {
  const {client} = scripted(
    json(processing, 202),
    'lost',
    json({code: 'internal'}, 500),
    new Response('<h1>502</h1>', {status: 502}),
    json({code: 'busy'}, 503),
    new Response('<h1>Wi-Fi log-in</h1>'),
    json({code: 'requestRefused'}, 422),
    json(success),
  );
  assert.deepEqual(await statesOf(follow(client, request, signal())), ['processing', 'success']);
});

test('a generation the endpoint no longer knows is told', async () => {
  const {client} = scripted(json(processing, 202), json({code: 'notFound'}, 404));
  assert.equal(await apiErrorOf(follow(client, request, signal())), 'notFound');
});

test('resuming starts nothing', async () => {
  const {client, asked} = scripted('lost', json(processing), json(success));
  assert.deepEqual(await statesOf(resume(client, taskUUID, signal())), ['processing', 'success']);
  assert.notInclude(
    asked.map(({method}) => method),
    'POST',
  );
});

test('an aborted run asks nothing more', async () => {
  const controller = new AbortController();
  const {client, asked} = scripted(json(processing, 202));
  const generations = follow(client, request, controller.signal);
  await generations.next();
  controller.abort();
  const end = await generations.next().catch((error: Error) => error.name);
  assert.equal(end, 'AbortError');
  assert.isAtMost(asked.length, 2);
});

for (const code of ['taskConflict', 'invalidRequest']) {
  test(`${code} after a lost answer is no end: what was taken before is looked for`, async () => {
    const {client, asked, methods} = scripted('lost', json({code}, 409), stream([event(processing), event(success)]));
    assert.deepEqual(await statesOf(follow(client, request, signal())), ['processing', 'success']);
    assert.equal(methods(), 'POST POST STREAM');
    assert.equal(asked[2]?.url, `https://worker.example/v1/generations/${taskUUID}`);
  });

  test(`${code} after a lost answer counts where there is no such generation`, async () => {
    const {client, methods} = scripted('lost', json({code}, 409), json({code: 'notFound'}, 404));
    assert.equal(await apiErrorOf(follow(client, request, signal())), code);
    assert.equal(methods(), 'POST POST STREAM');
  });

  test(`${code} to a request sent before, of which nothing is known, is looked into; to the first one it is the answer`, async () => {
    const again = scripted(json({code}, 409), stream([event(success)]));
    assert.deepEqual(await statesOf(follow(again.client, request, signal(), true)), ['success']);
    const first = scripted(json({code}, 409));
    assert.equal(await apiErrorOf(follow(first.client, request, signal())), code);
    assert.equal(first.methods(), 'POST');
  });
}
