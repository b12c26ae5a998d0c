import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Site} from '../../support/model/site.ts';

test('while only keys of another account are left, an attempt of unknown fate is asked for ever more rarely', async () => {
  using site = new Site('uuid');
  let polls = 0;
  const poll = site.upstream.poll.bind(site.upstream);
  site.upstream.poll = (keyId, uuid) => {
    polls++;
    return poll(keyId, uuid);
  };
  site.upstream.faults = [{way: 'unanswered', code: '', status: 200, shape: 'nothing', isCalling: false}];
  await site.click(1, 0, 30, false);
  site.keyIds = ['b'];
  site.upstream.keys = new Map([['b', 'another']]);
  await site.pass(540_000, 1000);
  assert.ok(polls > 10 && polls < 40, `${polls} polls in nine minutes`);
  assert.equal(site.upstream.tasks.length, 1);
  await site.settle();
  site.check();
});
