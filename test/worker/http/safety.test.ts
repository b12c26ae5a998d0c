import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Config, Generation} from '../../../worker/contract/index.ts';
import {insideWorld} from '../../support/inside-world.ts';
import {jsonPost} from '../../support/world.ts';

const FLAGGED = 'x @runware(nsfw=shown seconds=0)';

test('under an enforced safety mode a flagged clip is withheld on every way out, and shown again when the owner allows it', async () => {
  await using world = await insideWorld({settings: {SAFETY_MODE: 'fast'}});
  const {taskUUID} = await world.start({positivePrompt: FLAGGED});
  const told = await world.ended(taskUUID);
  assert.equal(told.status, 'success');
  assert.deepEqual(world.runware.find('x')?.received.safety, {checkContent: true, mode: 'fast'});
  const [clip] = told.results;
  assert.equal(clip?.NSFWContent, true);
  assert.equal(clip?.videoURL, undefined);

  const path = `/v1/generations/${taskUUID}`;
  const read = (await (await world.fetch(path)).json()) as Generation;
  assert.equal(read.results[0]?.videoURL, undefined);
  const envelope = await world.fetch('/v1', jsonPost([{taskType: 'getResponse', taskUUID}]));
  const {data} = (await envelope.json()) as {data: Record<string, unknown>[]};
  assert.deepEqual([data[0]?.status, data[0]?.NSFWContent, data[0]?.videoURL], ['success', true, undefined]);
  const clipPath = `${path}/videos/${clip?.videoUUID}`;
  assert.equal((await world.fetch(clipPath)).status, 404);

  const allowed = {'x-settings': JSON.stringify({SAFETY_SHOW_FLAGGED: 'allowed'})};
  const shown = (await (await world.fetch(path, {headers: allowed})).json()) as Generation;
  assert.deepEqual([shown.results[0]?.NSFWContent, shown.results[0]?.videoURL], [true, world.url + clipPath]);
  const relayed = await world.fetch(clipPath, {headers: allowed});
  assert.equal(relayed.status, 200);
  await relayed.body?.cancel();
});

test('a page learns what becomes of flagged clips where the deployment has every clip checked', async () => {
  await using world = await insideWorld();
  async function flaggedClips(settings: Record<string, string>): Promise<Config['flaggedClips']> {
    const response = await world.fetch('/v1/config', {headers: {'x-settings': JSON.stringify(settings)}});
    return ((await response.json()) as Config).flaggedClips;
  }
  assert.equal(await flaggedClips({SAFETY_MODE: 'full'}), 'withheld');
  assert.equal(await flaggedClips({SAFETY_MODE: 'full', SAFETY_SHOW_FLAGGED: 'allowed'}), 'shown');
  assert.equal(await flaggedClips({SAFETY_MODE: 'none'}), undefined);
  assert.equal(await flaggedClips({}), undefined);
});

test('a clip that is checked at the visitor’s wish is shown with its flag', async () => {
  await using world = await insideWorld();
  const {taskUUID} = await world.start({positivePrompt: FLAGGED, safety: {checkContent: true}});
  const {results} = await world.ended(taskUUID);
  assert.equal(results[0]?.NSFWContent, true);
  assert.equal((await world.fetch(results[0]?.videoURL ?? '')).status, 200);
});
