import assert from 'node:assert/strict';
import {test} from 'node:test';
import {soak} from '../../bench/soak.ts';

test('eighty generations with two viewers each survive every fault on the list', async () => {
  const report = await soak({generations: 80, viewers: 2, concurrent: 20, seed: 42});
  assert.equal(report.succeeded + report.failed, 80);
  assert.equal(report.accepted, 80);
});
