import assert from 'node:assert/strict';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startWorker} from '../../../demo/run/worker.ts';
import {test} from '../../support/concurrent.ts';
import {API_KEY, connect, OPEN, startWorld, type World} from '../../support/world.ts';

/** Polls so rare that only a webhook can be what brought the news. */
const RARE = {POLL_FIRST_SECONDS: '60', POLL_MAX_SECONDS: '60'};

/** A world that Runware can call: its public URL is the Worker's own. */
async function reachable(): Promise<World> {
  return startWorld({settings: RARE, publicURL: 'own'});
}

/** Habits of the webhook; every one of them must end in the right state. */
const HABITS = ['flat', 'wrapped', 'twice', 'early', 'unordered', 'forged'];

test('a webhook brings the news at once, whatever its habits', async (t) => {
  await using world = await reachable();
  await Promise.all(
    HABITS.map((habit) =>
      t.test(habit, async () => {
        const {taskUUID} = await world.start({
          positivePrompt: `${habit} @runware(webhook=${habit} seconds=0.2 stagger=0.1)`,
          numberResults: 3,
        });
        const {status, results} = await world.ended(taskUUID);
        assert.equal(status, 'success');
        assert.equal(results.length, 3);
        const task = world.runware.find(habit);
        assert.equal(new Set(results.map(({videoUUID}) => videoUUID)).size, 3);
        assert.deepEqual(
          results.map(({videoUUID}) => videoUUID).sort(),
          task?.clips.map(({videoUUID}) => videoUUID).sort(),
          'no forged clip is among them',
        );
      }),
    ),
  );
});

test('a failure told by webhook is read from Runware, not from the call', async () => {
  await using world = await reachable();
  const {taskUUID} = await world.start({positivePrompt: 'x @runware(seconds=0.1 fail=invalidProviderContent)'});
  assert.equal((await world.ended(taskUUID)).status, 'error');
});

test('with webhooks a clip costs one submit and at most two polls', async () => {
  await using world = await reachable();
  const {taskUUID} = await world.start({positivePrompt: 'thrifty @runware(seconds=0.2)'});
  await world.ended(taskUUID);
  assert.equal(world.runware.counts.submits, 1);
  assert.ok(world.runware.counts.polls <= 2, `${world.runware.counts.polls} polls`);
});

test('a stranger’s call is answered like any other and makes nobody poll', async () => {
  await using world = await reachable();
  const {taskUUID} = await world.start({positivePrompt: 'quiet @runware(seconds=never)'});
  const paths = [taskUUID, crypto.randomUUID(), 'x'].flatMap((name) =>
    ['', '?token=', '?token=wrong', `?token=${'x'.repeat(5000)}`].map(
      (query) => `/v1/webhooks/runware/${name}${query}`,
    ),
  );
  const body = JSON.stringify({taskUUID, status: 'success', videoURL: 'https://evil.example/x.mp4'});
  for (const path of paths) {
    const response = await world.fetch(path, {method: 'POST', body});
    assert.equal(response.status, 204);
    assert.equal(await response.text(), '');
  }
  const generation = await (await world.fetch(`/v1/generations/${taskUUID}`)).json();
  assert.equal((generation as {status: string}).status, 'processing');
  assert.equal(world.runware.counts.polls, 0);
});

test('a webhook that never comes is made up for by polling', async () => {
  await using world = await startWorld({publicURL: 'own', settings: {POLL_MAX_SECONDS: '0.02'}});
  const {taskUUID} = await world.start({positivePrompt: 'silent @runware(webhook=never seconds=0)'});
  assert.equal((await world.ended(taskUUID)).status, 'success');
});

test('on loopback, with no public URL set, no webhook is asked for', async () => {
  await using world = await startWorld();
  await world.start({positivePrompt: 'local'});
  assert.equal(world.runware.find('local')?.received.webhookURL, undefined);
});

test('calls without a proof are rate limited, calls with one are not', async () => {
  await using world = await startWorld({settings: RARE, publicURL: 'own', floodLimit: 5});
  const {taskUUID} = await world.start({positivePrompt: 'proof @runware(seconds=never webhook=never)'});
  const own = new URL(String(world.runware.find('proof')?.received.webhookURL));
  const strange = `/v1/webhooks/runware/${taskUUID}?token=${'0'.repeat(64)}`;
  const statuses: number[] = [];
  for (let call = 0; call < 7; call++) statuses.push((await world.fetch(strange, {method: 'POST'})).status);
  assert.deepEqual(statuses, [204, 204, 204, 204, 204, 429, 429]);
  assert.equal((await world.fetch(own.pathname + own.search, {method: 'POST'})).status, 204);
  await world.runware.until(() => world.runware.counts.polls > 0);
});

test('calls about unknown generations create no object', async () => {
  const persist = await mkdtemp(join(tmpdir(), 'hailuo-'));
  try {
    const settings = {RUNWARE_API_KEY: API_KEY, ...OPEN};
    await using worker = await startWorker({persist, settings});
    const {fetch} = connect(worker.url);
    await fetch('/v1/webhooks/runware/x?token=x', {method: 'POST'});
    const before = await storedFiles(persist);
    for (let call = 0; call < 20; call++) {
      const path = `/v1/webhooks/runware/${crypto.randomUUID()}?token=${'0'.repeat(64)}`;
      assert.equal((await fetch(path, {method: 'POST'})).status, 204);
    }
    assert.deepEqual(await storedFiles(persist), before);
    const read = await fetch(`/v1/generations/${crypto.randomUUID()}`);
    assert.equal(read.status, 404);
    assert.notDeepEqual(await storedFiles(persist), before, 'an object would have been seen here');
  } finally {
    await rm(persist, {recursive: true, force: true});
  }
});

async function storedFiles(folder: string): Promise<string[]> {
  return (await readdir(folder, {recursive: true})).sort();
}
