import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {cp, mkdtemp, rm, symlink} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {freePort} from '../support/port.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start` without the build, in a process group of its own, as a terminal gives it. */
function start(env: Record<string, string>, root = ROOT): ChildProcess {
  const {PATH = '', HOME = ''} = process.env;
  return spawn(process.execPath, [join(root, 'demo/run/start.ts'), '--no-build'], {
    env: {PATH, HOME, ...env},
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Everything a process said, once it has ended, and how it ended. */
async function ended(child: ChildProcess): Promise<{code: number | null; words: string}> {
  let words = '';
  child.stdout?.on('data', (chunk) => (words += chunk));
  child.stderr?.on('data', (chunk) => (words += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return {code, words: words.trim()};
}

/** Reads lines until one holds these words. */
async function says(child: ChildProcess, words: string): Promise<string> {
  assert.ok(child.stdout);
  for await (const line of createInterface(child.stdout)) if (line.includes(words)) return line;
  throw new Error(`it never said "${words}"`);
}

test('it starts on the port it is told, serves the demo page, and stops cleanly with Ctrl-C', async () => {
  const port = await freePort();
  const child = start({PORT: String(port)});
  assert.ok(child.pid);
  assert.match(await says(child, 'Demo'), new RegExp(`http://127.0.0.1:${port}/`));
  const page = await fetch(`http://127.0.0.1:${port}/`);
  assert.match(await page.text(), /<hailuo-generator>/);
  const gone = once(child, 'exit');
  process.kill(-child.pid, 'SIGINT');
  assert.deepEqual(await gone, [0, null]);
  assert.throws(() => process.kill(-(child.pid ?? 0), 0), 'no process is left behind');
});

test('a port in use gets one clear sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const {port} = other.address() as {port: number};
  const {code, words} = await ended(start({PORT: String(port)}));
  other.close();
  assert.equal(code, 1);
  assert.equal(words, `Port ${port} is in use. Choose another one: PORT=${port + 1} npm start`);
});

test('a wrong setting is named, and quoted only if it is no secret', async () => {
  const env = {PORT: String(await freePort()), ALLOWED_ORIGINS: 'my-site', ADMIN_TOKEN: 'my-token'};
  const {code, words} = await ended(start(env));
  assert.equal(code, 1);
  assert.match(words, /ALLOWED_ORIGINS: .*https:\/\/my-site/);
  assert.match(words, /ADMIN_TOKEN/);
  assert.doesNotMatch(words, /my-token|at file/);
});

test('a wrong port, and an upstream without a key, are told in one sentence', async () => {
  assert.equal((await ended(start({PORT: 'http'}))).words, 'PORT must be a number from 1 to 65535, not "http".');
  const {words} = await ended(start({PORT: String(await freePort()), RUNWARE_URL: 'https://api.runware.ai/v1'}));
  assert.match(words, /^RUNWARE_URL is set but RUNWARE_API_KEY is not/);
});

test('a missing build gets one clear sentence', async () => {
  const root = await mkdtemp(join(tmpdir(), 'hailuo-'));
  for (const room of ['demo', 'worker', 'package.json', 'wrangler.toml'])
    await cp(join(ROOT, room), join(root, room), {recursive: true});
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const {code, words} = await ended(start({}, root));
  await rm(root, {recursive: true});
  assert.equal(code, 1);
  assert.equal(words, 'There is no build. Leave out `--no-build`, or run `npm run build` first.');
});

test('npm start that is ended by its process id leaves no process behind', async () => {
  const port = await freePort();
  const child = spawn('npm', ['start', '--silent', '--', '--no-build'], {
    env: {...process.env, PORT: String(port)},
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  assert.ok(child.pid);
  await says(child, 'Demo');
  // The output ends when the last process that writes to it has ended.
  const closed = once(child, 'close');
  process.kill(child.pid, 'SIGTERM');
  await closed;
  await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
});

test('a port in use is told before anything is built', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const {port} = other.address() as {port: number};
  const child = spawn('npm', ['start', '--silent'], {
    env: {...process.env, PORT: String(port)},
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const {code, words} = await ended(child);
  other.close();
  assert.equal(code, 1);
  assert.match(words, /^Port \d+ is in use/);
});
