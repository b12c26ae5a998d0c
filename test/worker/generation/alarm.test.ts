import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eventually} from '../../support/eventually.ts';
import {insideWorld} from '../../support/inside-world.ts';

/** Nobody looks at a generation unless something calls for it. */
const QUIET = {POLL_FIRST_SECONDS: '600', POLL_MAX_SECONDS: '600'};

test('an alarm that meets wrong settings comes again, and goes on when they are mended', async () => {
  await using world = await insideWorld({settings: QUIET, runware: {switches: 'seconds=0'}});
  const {taskUUID} = await world.start({positivePrompt: 'A fox'});
  await world.inside(taskUUID, 'deploy', {SITE_USD_PER_DAY: ''});
  await world.inside(taskUUID, 'ring');
  const ms = Number(await world.inside(taskUUID, 'untilAlarm'));
  assert.ok(ms > 0 && ms <= 60_000, `${ms} ms`);
  assert.ok(world.logs.some((line) => line.includes('SITE_USD_PER_DAY')));
  await world.inside(taskUUID, 'deploy', {SITE_USD_PER_DAY: '1'});
  await world.inside(taskUUID, 'ring');
  assert.equal((await world.ended(taskUUID)).status, 'success');
});

test('a generation whose copies cannot be deleted is kept until they can', async () => {
  await using world = await insideWorld({bucket: true});
  const {taskUUID} = await world.start({positivePrompt: 'A fox @runware(clip=404)'});
  await world.ended(taskUUID);
  await world.inside(taskUUID, 'breakBucket', true);
  await world.inside(taskUUID, 'deploy', {RETENTION_DAYS: '0.00001'});
  await eventually(async () => {
    await world.inside(taskUUID, 'ring');
    return world.logs.some((line) => line.includes('broken'));
  });
  assert.ok(Number(await world.inside(taskUUID, 'untilAlarm')) > 0);
  assert.equal(await world.inside(taskUUID, 'isKnown'), true);
  await world.inside(taskUUID, 'breakBucket', false);
  await world.inside(taskUUID, 'ring');
  assert.equal(await world.inside(taskUUID, 'isKnown'), false);
});

test('whoever comes by sets an alarm again that got lost', async (t) => {
  await using world = await insideWorld({settings: QUIET, runware: {switches: 'seconds=never'}});
  const request = {taskUUID: crypto.randomUUID(), positivePrompt: 'A fox'};
  const {taskUUID} = request;
  await world.start(request);
  const visitors = {
    start: () => world.start(request),
    read: () => world.inside(taskUUID, 'read'),
    watch: async () => (await world.watch(taskUUID).next()).value,
    isKnown: () => world.inside(taskUUID, 'isKnown'),
  };
  for (const [name, visit] of Object.entries(visitors)) {
    await t.test(name, async () => {
      // A step that is still under way would set the alarm by itself.
      await eventually(async () => Number(await world.inside(taskUUID, 'untilAlarm')) >= 60_000);
      const {polls} = world.runware.counts;
      await world.inside(taskUUID, 'loseAlarm');
      await visit();
      await world.runware.until(() => world.runware.counts.polls > polls);
    });
  }
});

test('no order is kept where no alarm looks after it', async () => {
  await using world = await insideWorld();
  const request = {taskUUID: crypto.randomUUID(), positivePrompt: 'A fox'};
  await world.inside(request.taskUUID, 'breakAlarms', true);
  assert.equal((await world.start(request)).response.status, 500);
  assert.equal(world.runware.counts.requests, 0);
  await world.inside(request.taskUUID, 'breakAlarms', false);
  assert.equal(await world.inside(request.taskUUID, 'isKnown'), false);
  assert.equal((await world.start(request)).response.status, 202);
});
