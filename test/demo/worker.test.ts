import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startWorker} from '../../demo/run/worker.ts';

test('a Worker that has nothing to serve says so at once', async () => {
  await assert.rejects(startWorker({site: '/no/such/folder'}), /no\/such\/folder.*npm run build/);
});
