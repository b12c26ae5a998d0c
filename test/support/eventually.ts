import assert from 'node:assert/strict';
import {setTimeout as pause} from 'node:timers/promises';

/** Between two looks: long enough to leave the core to what is waited for, short enough that nobody waits for it. */
const PAUSE_MS = 25;

/** After which it never will: a test that is over keeps no process busy. */
const GIVE_UP_MS = 120_000;

/** Resolves once this holds, for what tells nobody that it has happened. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now();
  while (!(await holds())) {
    assert.ok(performance.now() - start < GIVE_UP_MS, `it never came to this: ${holds}`);
    await pause(PAUSE_MS);
  }
}
