import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eventually} from '../../support/eventually.ts';
import {insideWorld} from '../../support/inside-world.ts';

const ADMIN_TOKEN = 'an-admin-token-of-the-tests';

/** Nobody polls for a generation unless something calls for it. */
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

test('after retention a copy that cannot be deleted is remembered, and nothing else, until it is gone', async () => {
  await using world = await insideWorld({bucket: true});
  const {taskUUID} = await world.start({positivePrompt: 'A fox'});
  const {results} = await world.ended(taskUUID);
  const key = `${taskUUID}/${results[0]?.videoUUID}`;
  const path = `/v1/generations/${taskUUID}`;
  await eventually(
    async () =>
      (await world.fetch(`${path}/videos/${results[0]?.videoUUID}`, {method: 'HEAD'})).headers
        .get('cache-control')
        ?.includes('immutable') ?? false,
  );
  await world.inside(taskUUID, 'deploy', {RETENTION_DAYS: '0.00001'});
  for (const condition of ['broken', 'unbound']) {
    await world.inside(taskUUID, 'setBucket', condition);
    await eventually(async () => (await world.fetch(path)).status === 404);
    await world.inside(taskUUID, 'ring');
    assert.deepEqual(await world.inside(taskUUID, 'undeleted'), [key], condition);
    assert.ok(Number(await world.inside(taskUUID, 'untilAlarm')) > 0, 'and it is tried again');
    assert.ok(world.logs.some((line) => line.includes('copies not deleted')));
  }
  await world.inside(taskUUID, 'setBucket', 'working');
  await world.inside(taskUUID, 'ring');
  assert.equal(await world.inside(taskUUID, 'undeleted'), null);
  assert.equal(await world.inside(taskUUID, 'untilAlarm'), null);
});

test('a retention time that is shortened holds for generations that are there', async () => {
  await using world = await insideWorld();
  const {taskUUID} = await world.start({positivePrompt: 'A fox'});
  await world.ended(taskUUID);
  assert.ok(Number(await world.inside(taskUUID, 'untilAlarm')) <= 24 * 3_600_000, 'whoever reads it or not');
  await world.inside(taskUUID, 'deploy', {RETENTION_DAYS: '0.00001'});
  await eventually(async () => (await world.fetch(`/v1/generations/${taskUUID}`)).status === 404);
  assert.equal(await world.inside(taskUUID, 'untilAlarm'), null, 'nothing is left');
});

test('a call of Runware’s that comes while the next alarm is being set is not lost', async () => {
  await using world = await insideWorld({
    publicURL: 'own',
    settings: QUIET,
    runware: {switches: 'seconds=never webhook=never'},
  });
  const {taskUUID} = await world.start({positivePrompt: 'A fox'});
  const {token} = (await world.inside(taskUUID, 'webhook')) as {token: string};
  const held = world.inside(taskUUID, 'holdAlarmAfterNext');
  const rung = world.inside(taskUUID, 'ring');
  await held;
  assert.equal(world.runware.counts.polls, 1);
  const called = world.inside(taskUUID, 'pollNow', token);
  await eventually(async () => ((await world.inside(taskUUID, 'webhook')) as {hasCalled: boolean}).hasCalled);
  await world.inside(taskUUID, 'releaseAlarm');
  await Promise.all([rung, called]);
  assert.equal(world.runware.counts.polls, 2);
});

test('a copy whose source stalls fails, is made again, and does not stand in the way of the end of retention', async () => {
  await using world = await insideWorld({bucket: true, settings: {RUNWARE_TIMEOUT_SECONDS: '0.3'}});
  const {taskUUID} = await world.start({positivePrompt: 'A fox @runware(clip=stall:1 seconds=0)'});
  const {results} = await world.ended(taskUUID);
  const path = `/v1/generations/${taskUUID}/videos/${results[0]?.videoUUID}`;
  await eventually(async () => world.logs.some((line) => line.includes('TimeoutError')));
  await eventually(async () => {
    await world.inside(taskUUID, 'ring');
    const {headers} = await world.fetch(path, {method: 'HEAD'});
    return headers.get('cache-control')?.includes('immutable') ?? false;
  });
  const stalling = await world.start({positivePrompt: 'A fox @runware(clip=stall seconds=0)'});
  await world.ended(stalling.taskUUID);
  await world.inside(stalling.taskUUID, 'deploy', {RETENTION_DAYS: '0.00001'});
  await eventually(async () => (await world.fetch(`/v1/generations/${stalling.taskUUID}`)).status === 404);
});

test('a failed end that was none is corrected: the clip is delivered and the books say so', async () => {
  await using world = await insideWorld({settings: {ADMIN_TOKEN}});
  // More polls that agree than a failure needs to be believed.
  const {taskUUID} = await world.start({positivePrompt: 'A fox @runware(seconds=0 poll=unavailable:20)'});
  assert.equal((await world.ended(taskUUID)).status, 'error');
  const path = `/v1/generations/${taskUUID}`;
  await eventually(async () => {
    await world.inside(taskUUID, 'ring');
    return ((await (await world.fetch(path)).json()) as {status: string}).status === 'success';
  });
  const usage = await world.fetch('/v1/usage', {headers: {authorization: `Bearer ${ADMIN_TOKEN}`}});
  const {spend, spentMicroUSD} = (await usage.json()) as {spend: {outcome: string}[]; spentMicroUSD: number};
  assert.deepEqual([spend.map(({outcome}) => outcome), spentMicroUSD], [['success'], 280_000]);
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
