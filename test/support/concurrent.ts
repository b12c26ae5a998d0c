// Tests that need nothing of each other run at once: `import {test} from '../support/concurrent.ts'` in place of node's.

import {describe, test as one, type TestContext} from 'node:test';

/** How many of a file run at once. They mostly wait: for a browser, for an alarm, for a process to start. */
const AT_ONCE = 3;

/** For each test, as on node's command line. */
const TIMEOUT_MS = 300_000;

/** For the suite, whose tests wait for one another: the longest that node knows. Infinity would be its default. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

type Body = (context: TestContext) => void | Promise<void>;

let queued: {name: string; body: Body}[] = [];

/** Like node's `test`, but the file's tests run a few at a time. */
export function test(name: string, body: Body): void {
  // The suite is made when the file has named all of its tests.
  if (!queued.length) queueMicrotask(suite);
  queued.push({name, body});
}

function suite(): void {
  const tests = queued;
  queued = [];
  describe('at once', {concurrency: AT_ONCE, timeout: NO_TIMEOUT_MS}, () => {
    for (const {name, body} of tests) one(name, {timeout: TIMEOUT_MS}, body);
  });
}
