// Ports for what has to know its own before it starts.

import {randomInt} from 'node:crypto';
import {once} from 'node:events';
import {createServer} from 'node:net';

/** Where no system takes a port from by itself: what is free stays so until it is used. */
const FROM = 10_000;
const TO = 30_000;
const ATTEMPTS = 50;

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(FROM, TO);
    const probe = createServer();
    try {
      const listening = once(probe, 'listening');
      probe.listen(port, '127.0.0.1');
      await listening;
      return port;
    } catch {
      // It is taken.
    } finally {
      probe.close();
    }
  }
  throw new Error(`No free port between ${FROM} and ${TO}.`);
}
