// A world whose Worker can be killed and started again.

import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {type Runware, startRunware} from '../../demo/runware/index.ts';
import {freePort} from './port.ts';
import {API_KEY, connect, FAST, OPEN, type WorkerClient} from './world.ts';

/** A Worker that can be killed like a machine that loses its power, and started again on the same storage. */
export interface MortalWorld extends AsyncDisposable, WorkerClient {
  runware: Runware;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** Starts one. `more` are settings over those of the tests, `site` a folder of pages in place of the built ones. */
export async function mortalWorld(
  switches = 'seconds=0',
  more: Readonly<Record<string, string>> = {},
  site?: string,
): Promise<MortalWorld> {
  const runware = await startRunware({apiKeys: [API_KEY], switches});
  const port = await freePort();
  const persist = await mkdtemp(join(tmpdir(), 'hailuo-'));
  const settings = {RUNWARE_URL: runware.url, RUNWARE_API_KEY: API_KEY, ...FAST, ...OPEN, ...more};
  const options = JSON.stringify({port, persist, site, bucket: true, floodLimit: 1_000_000, settings});
  const script = fileURLToPath(new URL('worker-process.ts', import.meta.url));
  let child: ReturnType<typeof spawn> | undefined;

  async function kill(): Promise<void> {
    if (!child?.pid) return;
    const gone = once(child, 'exit');
    // The whole group: workerd is a child of the process.
    process.kill(-child.pid, 'SIGKILL');
    await gone;
    child = undefined;
  }

  async function restart(): Promise<void> {
    child = spawn(process.execPath, [script, options], {detached: true, stdio: ['ignore', 'pipe', 'inherit']});
    assert.ok(child.stdout);
    await once(createInterface(child.stdout), 'line');
  }

  await restart();
  return {
    ...connect(`http://127.0.0.1:${port}`),
    runware,
    kill,
    restart,
    async [Symbol.asyncDispose]() {
      await kill();
      await runware[Symbol.asyncDispose]();
      await rm(persist, {recursive: true, force: true});
    },
  };
}
