import assert from 'node:assert/strict';
import {test} from 'node:test';
import {checkHistories} from '../../bench/model.ts';

/** More of them: `RUNS=20000 node --test test/worker/generation/model.test.ts`, or `npm run bench -- model`. */
const RUNS = Number(process.env.RUNS ?? 150);

test('after every history what Runware billed is in the books once, and every clip it made is delivered', async () => {
  assert.equal((await checkHistories(RUNS, Number(process.env.SEED ?? 12))).runs, RUNS);
});
