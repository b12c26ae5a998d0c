import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {type Runware, startRunware} from '../../demo/runware/index.ts';
import {API_KEY, connect, FAST, freePort, OPEN, type WorkerClient} from '../world.ts';

/** A Worker that can be killed like a machine that loses its power, and started again on the same storage. */
interface MortalWorld extends AsyncDisposable, WorkerClient {
  runware: Runware;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

async function mortalWorld(switches = 'seconds=0'): Promise<MortalWorld> {
  const runware = await startRunware({apiKeys: [API_KEY], switches});
  const port = await freePort();
  const persist = await mkdtemp(join(tmpdir(), 'hailuo-'));
  const settings = {RUNWARE_URL: runware.url, RUNWARE_API_KEY: API_KEY, ...FAST, ...OPEN};
  const options = JSON.stringify({port, persist, bucket: true, settings});
  const script = fileURLToPath(new URL('process.ts', import.meta.url));
  let child: ReturnType<typeof spawn> | undefined;

  async function kill(): Promise<void> {
    if (!child?.pid) return;
    const gone = once(child, 'exit');
    // The whole group: workerd is a child of the process.
    process.kill(-child.pid, 'SIGKILL');
    await gone;
    child = undefined;
  }

  async function restart(): Promise<void> {
    child = spawn(process.execPath, [script, options], {detached: true, stdio: ['ignore', 'pipe', 'inherit']});
    assert.ok(child.stdout);
    await once(createInterface(child.stdout), 'line');
  }

  await restart();
  return {
    ...connect(`http://127.0.0.1:${port}`),
    runware,
    kill,
    restart,
    async [Symbol.asyncDispose]() {
      await kill();
      await runware[Symbol.asyncDispose]();
      await rm(persist, {recursive: true, force: true});
    },
  };
}

test('killed before Runware took the task, it submits after the restart, with nobody asking', async () => {
  await using world = await mortalWorld('submit=reset:1 seconds=0');
  const {taskUUID} = await world.start({positivePrompt: 'A red fox'});
  await world.kill();
  assert.equal(world.runware.accepted, 0);
  await world.restart();
  await world.runware.until(() => world.runware.accepted === 1);
  assert.equal((await world.ended(taskUUID)).status, 'success');
  assert.equal(world.runware.accepted, 1);
});

test('killed between submit and answer, it finds its task again and pays once', async () => {
  await using world = await mortalWorld('submit=lostlate:1 seconds=0');
  const taskUUID = crypto.randomUUID();
  const lost = world.start({taskUUID, positivePrompt: 'A red fox'}).catch(() => 'lost');
  await world.runware.until(() => world.runware.accepted === 1);
  await world.kill();
  assert.equal(await lost, 'lost');
  await world.restart();
  assert.equal((await world.ended(taskUUID)).status, 'success');
  assert.equal(world.runware.accepted, 1);
  assert.equal(world.runware.billedMicroUSD, 280_000);
});

test('killed while the clip is made, it polls on after the restart, with nobody watching', async () => {
  await using world = await mortalWorld('seconds=never');
  const {taskUUID} = await world.start({positivePrompt: 'A red fox'});
  await world.runware.until(() => world.runware.counts.polls > 0);
  await world.kill();
  const [upstream = ''] = world.runware.tasks.keys();
  world.runware.finish(upstream);
  const {polls} = world.runware.counts;
  await world.restart();
  await world.runware.until(() => world.runware.counts.polls > polls);
  assert.equal((await world.ended(taskUUID)).status, 'success');
  assert.equal(world.runware.accepted, 1);
});

test('killed while a clip is copied, it copies again', async () => {
  await using world = await mortalWorld('seconds=0 clip=slow delay=1');
  const {taskUUID} = await world.start({positivePrompt: 'A red fox'});
  const {results} = await world.ended(taskUUID);
  await world.runware.until(() => world.runware.counts.clips === 1);
  await world.kill();
  await world.restart();
  await world.runware.until(() => world.runware.counts.clips === 2);
  const link = results[0]?.videoURL ?? '';
  for (let tries = 0; tries < 2000; tries++) {
    const response = await fetch(link, {method: 'HEAD'});
    if (response.headers.get('cache-control')?.includes('immutable')) return;
  }
  assert.fail('no copy was made');
});

test('killed at any moment of a submit, a client that asks again gets one generation, paid once', async () => {
  await using world = await mortalWorld('seconds=0');
  const rounds = 4;
  for (let round = 0; round < rounds; round++) {
    const request = {taskUUID: crypto.randomUUID(), positivePrompt: `round ${round}`};
    const first = world.start(request).catch(() => 'lost');
    // From "before it arrived" to "answered": the later rounds let more of the work happen.
    if (round % 2 === 1)
      await Promise.race([first, world.runware.until(() => world.runware.find(request.positivePrompt) !== undefined)]);
    await world.kill();
    await first;
    await world.restart();
    await world.start(request);
    assert.equal((await world.ended(request.taskUUID)).status, 'success');
  }
  assert.equal(world.runware.accepted, rounds);
  assert.equal(world.runware.billedMicroUSD, rounds * 280_000);
});
