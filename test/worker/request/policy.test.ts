import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Config, Problem} from '../../../worker/contract/index.ts';
import {readRequest} from '../../../worker/request/read-request.ts';
import {eventually} from '../../support/eventually.ts';
import {jsonPost, settingsWith, startWorld} from '../../support/world.ts';

const NARROW = {
  OFFER_PRESETS: '768p',
  OFFER_DURATIONS: '10',
  OFFER_RESULTS_MAX: '2',
  OFFER_FORMATS: 'WEBM',
  OFFER_OPTIMIZER: 'denied',
  SAFETY_MODE: 'full',
};

/** What the model offers and this deployment does not, with what is allowed instead. */
const REFUSED: readonly (readonly [field: string, request: object, allowed: unknown])[] = [
  ['width', {width: 1920, height: 1080, duration: 6}, ['1366x768']],
  ['duration', {duration: 6}, [10]],
  ['numberResults', {numberResults: 3}, {min: 1, max: 2}],
  ['outputFormat', {outputFormat: 'MP4'}, ['WEBM']],
  ['safety.mode', {safety: {mode: 'none'}}, ['full']],
  ['safety.checkContent', {safety: {checkContent: false}}, [true]],
  ['providerSettings.minimax.promptOptimizer', {providerSettings: {minimax: {promptOptimizer: true}}}, [false]],
];

const narrow = settingsWith(NARROW);
assert.ok(narrow.ok);

for (const [field, more, allowed] of REFUSED) {
  test(`a ${field} that a deployment does not offer is refused, with what it offers`, () => {
    const reading = readRequest({taskUUID: crypto.randomUUID(), positivePrompt: 'A fox', ...more}, narrow.value);
    assert.ok(reading.ok && !reading.value.order.ok);
    assert.deepEqual(reading.value.order.error.find((fault) => fault.field === field)?.allowed, allowed);
  });
}

test('what a deployment does not offer does not reach Runware, and what it forces does', async () => {
  await using world = await startWorld({settings: NARROW});
  const [, unoffered] = REFUSED[0] ?? [];
  const request = {taskUUID: crypto.randomUUID(), positivePrompt: 'A fox', ...unoffered};
  assert.equal((await world.fetch('/v1/generations', jsonPost(request))).status, 400);
  assert.equal(world.runware.accepted, 0);
  assert.equal((await world.start({positivePrompt: 'A fox'})).response.status, 202);
  const {width, duration, outputFormat, safety} = world.runware.find('A fox')?.received ?? {};
  assert.deepEqual([width, duration, outputFormat, safety], [1366, 10, 'WEBM', {checkContent: true, mode: 'full'}]);
});

test('a page can ask what is offered, at what price and within what limits, and ask again cheaply', async () => {
  await using world = await startWorld({settings: {...NARROW, CALLER_PER_HOUR: '7', IMAGE_HOSTS: 'img.example'}});
  const response = await world.fetch('/v1/config');
  const tag = response.headers.get('etag') ?? '';
  assert.match(response.headers.get('cache-control') ?? '', /max-age=60/);
  const {callerLimits, ...config} = (await response.json()) as Config;
  assert.equal(callerLimits.callerPerHour, 7);
  assert.deepEqual(config, {
    presets: [{name: '768p', width: 1366, height: 768, durations: [{seconds: 10, usd: 0.56}]}],
    maxResults: 2,
    formats: ['WEBM'],
    safetyMode: 'full',
    flaggedClips: 'withheld',
    promptOptimizer: false,
    imageHosts: ['img.example'],
    retentionDays: 7,
    visitorCheck: 'none',
  });
  assert.equal((await world.fetch('/v1/config', {headers: {'if-none-match': tag}})).status, 304);
  const {taskUUID} = await world.start({positivePrompt: 'A fox'});
  await world.ended(taskUUID);
  await eventually(async () => {
    const later = (await (await world.fetch('/v1/config')).json()) as Config;
    return later.presets[0]?.durations[0]?.usualWaitSeconds === 1;
  });
});

test('a second key takes over while the first is refused', async () => {
  await using world = await startWorld({
    settings: {RUNWARE_API_KEY: 'an-old-key', RUNWARE_API_KEY_NEXT: 'canary-7f3a9c51e8b2'},
  });
  const {taskUUID} = await world.start({positivePrompt: 'A fox'});
  assert.equal((await world.ended(taskUUID)).status, 'success');
  assert.equal(world.runware.accepted, 1);
});

test('the owner sees what was spent, stops the site and lets it go on; to others there is nothing', async () => {
  const ADMIN_TOKEN = 'an-admin-token-of-the-tests';
  await using world = await startWorld({settings: {ADMIN_TOKEN}});
  const headers = {authorization: `Bearer ${ADMIN_TOKEN}`};
  const {taskUUID} = await world.start({positivePrompt: 'A fox'});
  await world.ended(taskUUID);
  assert.equal((await world.fetch('/v1/usage/pause', {method: 'POST', headers})).status, 200);
  const {response} = await world.start({positivePrompt: 'A fox'});
  assert.equal(((await response.json()) as Problem).code, 'paused');
  assert.equal(((await (await world.fetch('/v1/config')).json()) as Config).paused, true);
  const usage = (await (await world.fetch('/v1/usage', {headers})).json()) as Record<string, unknown>;
  assert.equal(usage.paused, true);
  assert.equal(usage.balanceUSD, 999.72);
  assert.deepEqual(
    (usage.refusals as {reason: string}[]).map(({reason}) => reason),
    ['paused'],
  );
  assert.equal((await world.fetch('/v1/usage/resume', {method: 'POST', headers})).status, 200);
  assert.equal((await world.start({positivePrompt: 'A fox'})).response.status, 202);
  await using closed = await startWorld();
  const strangers = [
    world.fetch('/v1/usage'),
    world.fetch('/v1/usage', {headers: {authorization: 'Bearer guess'}}),
    world.fetch('/v1/usage/pause', {method: 'POST'}),
    closed.fetch('/v1/usage', {headers: {authorization: 'Bearer '}}),
  ];
  for (const answer of await Promise.all(strangers)) assert.equal(answer.status, 404);
});
