// A world in whose Durable Objects a test can look and where it can break what they stand on.

import {fileURLToPath} from 'node:url';
import {jsonPost, startWorld, type World, type WorldOptions} from './world.ts';

const CONFIG = fileURLToPath(new URL('../worker/inside/wrangler.toml', import.meta.url));

/** A world with a way in. */
export interface InsideWorld extends World {
  /** Calls a verb of a generation, or of the ledger where its name is `site`. Rejects where the object throws. */
  inside(name: string, verb: string, ...args: unknown[]): Promise<unknown>;
}

/** Starts one. */
export async function insideWorld(options: WorldOptions = {}): Promise<InsideWorld> {
  const world = await startWorld({...options, config: CONFIG});
  return {
    ...world,
    async inside(name, verb, ...args) {
      const binding = name === 'site' ? 'LEDGER' : 'GENERATIONS';
      const response = await world.fetch(`/inside/${binding}/${name}/${verb}`, jsonPost(args));
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    },
  };
}
