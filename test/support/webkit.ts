// WebKit for the test runner: WebKitGTK's MiniBrowser on a screen nobody sees, driven by its WebDriver.

import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import type {Readable} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import type {BrowserLauncher} from '@web/test-runner';
import {freePort} from './port.ts';

/**
 * Each page gets a browser of its own, on a screen of its own: one that has shown many keeps their videos, gets slower with
 * each and in the end stands still, and a window behind another gets no animation frames.
 */
export function webkitLauncher(driverPath: string): BrowserLauncher {
  const windows = new Map<string, {url: string; window: Promise<Window>}>();
  return {
    name: 'WebKit',
    type: 'webdriver',
    concurrency: 1,
    async startSession(id, url) {
      const window = openWindow(driverPath);
      windows.set(id, {url, window});
      await (await window).goTo(url);
    },
    isActive: (id) => windows.has(id),
    getBrowserUrl: (id) => windows.get(id)?.url,
    async stopSession(id) {
      const open = windows.get(id);
      windows.delete(id);
      await (await open?.window)?.close();
      return {};
    },
    async startDebugSession() {
      throw new Error('WebKit is driven on a screen nobody sees. Debug in another browser.');
    },
  };
}

interface Window {
  goTo(url: string): Promise<unknown>;
  close(): Promise<void>;
}

async function openWindow(driverPath: string): Promise<Window> {
  const screen = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], process.env);
  const [display] = await Promise.race([once(screen.stdio[3] as Readable, 'data'), endOf(screen)]);
  const port = await freePort();
  const driver = start(driverPath, [`--port=${port}`], {
    ...process.env,
    DISPLAY: `:${String(display).trim()}`,
    // Only test pages are shown, and the sandbox needs more rights than a container has.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await Promise.race([answers(`${endpoint}/status`), endOf(driver)]);
  const {sessionId} = await command('POST', `${endpoint}/session`, {capabilities: {}});
  const session = `${endpoint}/session/${sessionId}`;
  await command('POST', `${session}/window/rect`, {width: 800, height: 600});
  return {
    goTo: (url) => command('POST', `${session}/url`, {url}),
    async close() {
      await command('DELETE', session);
      for (const child of [driver, screen]) child.kill();
    },
  };
}

/** What runs. It ends with this process, whatever the reason. */
const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill();
});
// By itself, Node ends on these without having said so.
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

function start(program: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(program, args, {env, stdio: ['ignore', 'ignore', 'ignore', 'pipe']});
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

async function endOf(child: ChildProcess): Promise<never> {
  await once(child, 'exit');
  throw new Error(`${child.spawnfile} ended before it could be used.`);
}

async function answers(url: string): Promise<void> {
  while (!(await fetch(url).catch(() => undefined))) await pause(20);
}

async function command(method: string, url: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {method, ...(body && {body: JSON.stringify(body)})});
  const {value} = (await response.json()) as {value: Record<string, unknown>};
  if (!response.ok) throw new Error(`WebKit: ${value?.message}`);
  return value;
}
