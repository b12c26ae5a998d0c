import assert from 'node:assert/strict';
import {test} from 'node:test';
import {look} from '../bench/lighthouse.ts';
import {startWorld} from '../world.ts';

test('Lighthouse finds nothing to say about the marketing page, and nothing on it moves', async () => {
  await using world = await startWorld();
  const {accessibility, bestPractices, seo, layoutShift} = await look(`${world.url}/`);
  assert.deepEqual(
    {accessibility, bestPractices, seo, layoutShift},
    {
      accessibility: 100,
      bestPractices: 100,
      seo: 100,
      layoutShift: 0,
    },
  );
});
