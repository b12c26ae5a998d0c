import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Site} from '../../support/model/site.ts';
import type {Fault} from '../../support/model/upstream.ts';

const FAULT: Fault = {way: 'error', code: 'invalidProviderContent', status: 400, shape: 'named', isCalling: false};

/** A site that counts how often its upstream is polled. */
function countingSite() {
  const site = new Site('uuid');
  const poll = site.upstream.poll.bind(site.upstream);
  let polls = 0;
  site.upstream.poll = (keyId, uuid) => {
    polls++;
    return poll(keyId, uuid);
  };
  return {site, count: () => polls};
}

test('while only keys of another account are left, an attempt of unknown fate is asked for ever more rarely', async () => {
  const {site, count} = countingSite();
  using _ = site;
  site.upstream.faults = [{...FAULT, way: 'unanswered'}];
  await site.click(1, 0, 30, false);
  site.keyIds = ['b'];
  site.upstream.keys = new Map([['b', 'another']]);
  await site.pass(540_000, 1000);
  assert.ok(count() > 10 && count() < 40, `${count()} polls in nine minutes`);
  assert.equal(site.upstream.tasks.length, 1);
  await site.settle();
  site.check();
});

test('the last look at a refused generation is not tried every minute while Runware answers nobody', async () => {
  const {site, count} = countingSite();
  using _ = site;
  site.upstream.faults = [FAULT];
  await site.click(1, 0, 30, false);
  site.upstream.keys = new Map();
  await site.pass(10 * 24 * 3_600_000, 5000);
  assert.equal(site.generations[0]?.disk.state, undefined);
  assert.ok(count() < 80, `${count()} polls`);
});
