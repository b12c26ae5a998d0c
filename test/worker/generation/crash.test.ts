import assert from 'node:assert/strict';
import {test} from '../../support/concurrent.ts';
import {eventually} from '../../support/eventually.ts';
import {mortalWorld} from '../../support/killable-world.ts';

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
  // The first download never ends by itself: however late the kill comes, it comes before the copy is there.
  await using world = await mortalWorld('seconds=0 clip=stall:1');
  const {taskUUID} = await world.start({positivePrompt: 'A red fox'});
  const {results} = await world.ended(taskUUID);
  await world.runware.until(() => world.runware.counts.clips === 1);
  await world.kill();
  await world.restart();
  await world.runware.until(() => world.runware.counts.clips === 2);
  const link = results[0]?.videoURL ?? '';
  // Only a copy is promised to stay as it is.
  await eventually(async () => {
    const {headers} = await fetch(link, {method: 'HEAD'});
    return headers.get('cache-control')?.includes('immutable') ?? false;
  });
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
