import assert from 'node:assert/strict';
import {test} from 'node:test';
import {clientHash} from '../../../worker/request/client-hash.ts';
import {type InsideWorld, insideWorld} from '../../support/inside-world.ts';
import {jsonPost} from '../../support/world.ts';

/** Deployments after which the request of these tests would be refused. */
const DEPLOYMENTS: readonly Record<string, string>[] = [
  {OFFER_DURATIONS: '10'},
  {OFFER_PRESETS: '1080p'},
  {OFFER_RESULTS_MAX: '1'},
  {SAFETY_MODE: 'full'},
  {IMAGE_HOSTS: 'other.example'},
];

const REQUEST = {
  positivePrompt: 'A fox @runware(seconds=never)',
  width: 1366,
  height: 768,
  duration: 6,
  numberResults: 2,
  safety: {mode: 'none'},
  inputs: {frameImages: [{image: 'https://images.example/fox.png', frame: 'first'}]},
};

/** The same request, with its keys in another order. */
const REORDERED = {
  inputs: {frameImages: [{frame: 'first', image: 'https://images.example/fox.png'}]},
  safety: REQUEST.safety,
  numberResults: 2,
  duration: 6,
  height: 768,
  width: 1366,
  positivePrompt: REQUEST.positivePrompt,
};

async function post(world: InsideWorld, body: object, settings: Record<string, string> = {}) {
  const request = jsonPost(body);
  const headers = {...request.headers, 'x-settings': JSON.stringify(settings)};
  const response = await world.fetch('/v1/generations', {...request, headers});
  return {status: response.status, body: (await response.json()) as {status: string | number; code?: string}};
}

test('the same click is answered by its generation after a deployment that would refuse it', async (t) => {
  await using world = await insideWorld({settings: {IMAGE_HOSTS: 'images.example'}});
  for (const settings of DEPLOYMENTS) {
    await t.test(JSON.stringify(settings), async () => {
      const taskUUID = crypto.randomUUID();
      const before = world.runware.accepted;
      assert.equal((await post(world, {taskUUID, ...REQUEST})).status, 202);
      const again = await post(world, {...REORDERED, taskUUID: taskUUID.toUpperCase()}, settings);
      assert.deepEqual([again.status, again.body.status], [202, 'processing'], JSON.stringify(again.body));
      const changed = await post(world, {taskUUID, ...REQUEST, positivePrompt: 'A cat'}, settings);
      assert.deepEqual([changed.status, changed.body.code], [409, 'taskConflict']);
      const fresh = await post(world, {taskUUID: crypto.randomUUID(), ...REQUEST}, settings);
      assert.deepEqual([fresh.status, fresh.body.code], [400, 'invalidRequest']);
      assert.equal(world.runware.accepted, before + 1);
    });
  }
});

test('what a client asked for has one hash, in whatever order and through whichever route; anything else has another', async () => {
  const taskUUID = crypto.randomUUID();
  const request = {taskUUID, positivePrompt: 'A fox', duration: 6, safety: {mode: 'fast', checkContent: true}} as const;
  const hash = await clientHash(request);
  const same = [
    {safety: {checkContent: true, mode: 'fast'}, duration: 6, positivePrompt: 'A fox', taskUUID},
    {...request, taskType: 'videoInference', model: 'minimax:4@1', fps: 25, deliveryMethod: 'async', outputType: 'URL'},
    {...request, taskUUID: crypto.randomUUID()},
  ] as const;
  for (const one of same) assert.equal(await clientHash(one), hash, JSON.stringify(one));
  const other = [
    {...request, positivePrompt: 'A fox '},
    {...request, duration: 10},
    {...request, numberResults: 1},
    {...request, safety: {mode: 'fast'}},
    {...request, inputs: {frameImages: [taskUUID]}},
    {...request, inputs: {frameImages: [{image: taskUUID}]}},
  ] as const;
  const hashes = new Set([hash, ...(await Promise.all(other.map((one) => clientHash(one as typeof request))))]);
  assert.equal(hashes.size, other.length + 1);
});
