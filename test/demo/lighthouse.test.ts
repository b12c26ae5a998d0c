import assert from 'node:assert/strict';
import {test} from 'node:test';
import {costs, look} from '../bench/lighthouse.ts';
import {startWorld} from '../support/world.ts';

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

test('the bench names all that the element costs a page, and nothing where it costs nothing', () => {
  const fine = {
    performance: 100,
    accessibility: 100,
    bestPractices: 100,
    seo: 100,
    firstPaint: 1000,
    largestPaint: 1000,
    blocked: 20,
    layoutShift: 0,
  };
  assert.deepEqual(costs({with: fine, without: fine}), []);
  assert.deepEqual(costs({with: {...fine, performance: 99, blocked: 30, layoutShift: 0.1}, without: fine}), [
    'performance is 99, not 100',
    'the layout shifts by 0.1',
    'the main thread is blocked 10 ms longer',
  ]);
});
