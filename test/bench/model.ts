// Histories of a site with a hostile upstream, many more than in the tests.

import fc from 'fast-check';
import {historiesEndWell} from '../support/model/commands.ts';

/** Runs so many, each with a seed that follows from this one. Rejects with the shortest history found that ends badly. */
export async function checkHistories(runs: number, seed: number): Promise<{runs: number; seconds: number}> {
  const startedAt = performance.now();
  await fc.assert(historiesEndWell(), {numRuns: runs, seed});
  return {runs, seconds: Math.round((performance.now() - startedAt) / 1000)};
}
