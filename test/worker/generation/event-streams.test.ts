import assert from 'node:assert/strict';
import type {Generation} from '../../../worker/contract/index.ts';
import {test} from '../../support/concurrent.ts';
import {eventually} from '../../support/eventually.ts';
import {sharedWorld, startWorld} from '../../support/world.ts';

const shared = sharedWorld();

const SSE = {headers: {accept: 'text/event-stream'}};

test('the stream tells the whole state at once and at each change, and ends after the last', async () => {
  const world = await shared();
  // Far enough apart that no poll of a slow machine sees two changes as one.
  const {taskUUID} = await world.start({positivePrompt: 'live @runware(seconds=2 stagger=5)', numberResults: 2});
  const seen: number[] = [];
  let last: Generation | undefined;
  for await (const generation of world.watch(taskUUID)) {
    seen.push(generation.results.length);
    last = generation;
  }
  assert.deepEqual(seen, [0, 1, 2]);
  assert.equal(last?.status, 'success');
});

test('whoever comes after the end is told the end', async () => {
  const world = await shared();
  const {taskUUID} = await world.start({positivePrompt: 'live'});
  await world.ended(taskUUID);
  const late = await Array.fromAsync(world.watch(taskUUID));
  assert.deepEqual(
    late.map(({status}) => status),
    ['success'],
  );
});

test('who refuses a stream by its quality is answered once', async () => {
  const world = await shared();
  const {taskUUID} = await world.start({positivePrompt: 'live'});
  const accepts = async (accept: string) =>
    isStream(await world.fetch(`/v1/generations/${taskUUID}`, {headers: {accept}}));
  assert.ok(!(await accepts('application/json, text/event-stream;q=0')));
  assert.ok(await accepts('text/event-stream;q=0.5, application/json;q=0.1'));
});

test('any number of viewers costs one poll at a time', async () => {
  await using world = await startWorld({settings: {POLL_FIRST_SECONDS: '0.3', POLL_MAX_SECONDS: '0.3'}});
  const {taskUUID} = await world.start({positivePrompt: 'live @runware(seconds=never)'});
  const viewers = Array.from({length: 50}, () => Array.fromAsync(world.watch(taskUUID)));
  await world.runware.until(() => world.runware.counts.polls >= 2);
  const {upstream} = upstreamOf(world.runware.tasks);
  const before = world.runware.counts.polls;
  world.runware.finish(upstream);
  const ends = await Promise.all(viewers);
  for (const states of ends) assert.equal(states.at(-1)?.status, 'success');
  assert.ok(world.runware.counts.polls <= before + 1, `${world.runware.counts.polls - before} polls for 50 viewers`);
});

test('beyond a hundred viewers the next one is answered as JSON and asked to poll', async () => {
  const world = await shared();
  const {taskUUID} = await world.start({positivePrompt: 'live @runware(seconds=never)'});
  const path = `/v1/generations/${taskUUID}`;
  const streams = await Promise.all(Array.from({length: 100}, () => world.fetch(path, SSE)));
  assert.ok(streams.every(isStream));
  const next = await world.fetch(path, SSE);
  assert.equal(next.headers.get('content-type'), 'application/json');
  assert.ok(Number(next.headers.get('retry-after')) > 0);
  await Promise.all(streams.map(({body}) => body?.cancel()));
});

test('viewers that leave make room', async () => {
  const world = await shared();
  const {taskUUID} = await world.start({positivePrompt: 'live @runware(seconds=never)'});
  const path = `/v1/generations/${taskUUID}`;
  const leaving = new AbortController();
  const first = await Promise.all(Array.from({length: 100}, () => world.fetch(path, {...SSE, signal: leaving.signal})));
  assert.ok(first.every(isStream));
  leaving.abort();
  await eventually(async () => {
    const next = await world.fetch(path, SSE);
    await next.body?.cancel();
    return isStream(next);
  });
});

test('a plain read has an ETag and answers 304 where nothing has changed', async () => {
  await using world = await startWorld();
  const {taskUUID} = await world.start({positivePrompt: 'live @runware(seconds=never)'});
  const path = `/v1/generations/${taskUUID}`;
  const first = await world.fetch(path);
  const etag = first.headers.get('etag') ?? '';
  assert.ok(etag.length > 4);
  const second = await world.fetch(path, {headers: {'if-none-match': etag}});
  assert.equal(second.status, 304);
  world.runware.finish(upstreamOf(world.runware.tasks).upstream);
  await world.ended(taskUUID);
  const third = await world.fetch(path, {headers: {'if-none-match': etag}});
  assert.equal(third.status, 200);
  assert.equal(third.headers.get('retry-after'), null);
});

test('an unknown generation has no stream', async () => {
  const world = await shared();
  const response = await world.fetch(`/v1/generations/${crypto.randomUUID()}`, SSE);
  assert.equal(response.status, 404);
});

function upstreamOf(tasks: ReadonlyMap<string, unknown>): {upstream: string} {
  const [upstream] = [...tasks.keys()];
  assert.ok(upstream);
  return {upstream};
}

function isStream({headers}: Response): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}
