// `npm start` builds the product and runs it on this machine; with `--no-build` it runs what was built before.
// `npm run dev` runs it from source and reloads after changes.
// Without an API key for Runware, the stand-in of `demo/runware` replaces it.

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {fileURLToPath} from 'node:url';
import {parseEnv} from 'node:util';
import {readSettings, SETTING_NAMES} from '../../worker/settings/settings.ts';
import {startRunware} from '../runware/index.ts';
import {simulatedSite} from './simulated-site.ts';
import {startWorker} from './worker.ts';

const ROOT = new URL('../../', import.meta.url);
const DEFAULT_PORT = 8787;
/** Ctrl-C, the end of a process by its id, and a terminal that is closed. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_CHECK_MS = 1000;
const STAND_IN_KEY = 'stand-in-key';

/** The stand-in needs seconds where Runware needs minutes, so the Worker polls it sooner. */
const STAND_IN_POLLING = {POLL_FIRST_SECONDS: '2', POLL_MAX_SECONDS: '3'};

/** Settings for this machine: local pages only, no visitor check, and small caps. */
const DEVELOPMENT_SETTINGS = {
  LOCAL_ORIGINS: 'allowed',
  VISITOR_CHECK: 'none',
  SITE_USD_PER_DAY: '20',
  SITE_USD_PER_MONTH: '100',
  CALLER_PER_HOUR: '30',
  CALLER_PER_DAY: '60',
  CALLER_CONCURRENT: '4',
};

/** An error that the user can fix. Its message is printed without a stack trace. */
class StartError extends Error {}

await using resources = new AsyncDisposableStack();
const stopping = new AbortController();

stopAtSignals();
stopWithNpm();
try {
  await start({dev: process.argv.includes('--dev'), build: !process.argv.includes('--no-build')});
  await untilStopped();
  console.log('\nStopped.');
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function start({dev, build}: {dev: boolean; build: boolean}): Promise<void> {
  const environment = readEnvironment();
  const port = readPort(environment.PORT);
  await assertPortIsFree(port);
  if (!dev && build) await buildProduct();
  if (!dev && !existsSync(new URL('dist/site/hailuo-generator.js', ROOT))) {
    throw new StartError('There is no build. Leave out `--no-build`, or run `npm run build` first.');
  }
  const upstream = await chooseUpstream(environment);
  const settings = {...DEVELOPMENT_SETTINGS, ...environment, ...upstream.settings};
  const checked = readSettings(settings);
  if (!checked.ok) throw new StartError(`These settings are invalid or missing:\n  ${checked.error.join('\n  ')}`);
  const worker = resources.use(
    await startWorker({
      port: dev ? 0 : port,
      settings,
      bucket: true,
      watch: dev,
      log: (line) => console.log(line),
      ...(!dev && upstream.isSimulated && {site: await simulatedPages()}),
      // The stand-in loses its tasks when it stops, so the Worker must not keep them either.
      ...(!upstream.isSimulated && {persist: fileURLToPath(new URL('.wrangler/state', ROOT))}),
    }),
  );
  const url = dev ? await serveSource(port, worker.url, upstream) : worker.url;
  console.log(`\n  Runware   ${upstream.name}\n  Demo      ${url}/\n  Stop      Ctrl-C\n`);
}

/** Runs `npm run build`. What stops this process stops the build too. */
async function buildProduct(): Promise<void> {
  console.log('Building …');
  const onWindows = process.platform === 'win32';
  // In a process group of its own, because npm and its shell do not pass signals on to all of their children.
  const build = spawn('npm', ['run', '--silent', 'build'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: !onWindows,
    shell: onWindows,
  });
  const stopBuild = () => build.pid !== undefined && process.kill(onWindows ? build.pid : -build.pid);
  stopping.signal.addEventListener('abort', stopBuild);
  const [code] = (await once(build, 'exit')) as [number | null];
  stopping.signal.removeEventListener('abort', stopBuild);
  if (stopping.signal.aborted) throw new StartError('Stopped.');
  if (code !== 0) throw new StartError('The build failed.');
}

/** Stops this process at Ctrl-C and the like. Other handlers are removed: they would end it before resources are disposed of. */
function stopAtSignals(): void {
  for (const signal of STOP_SIGNALS) process.removeAllListeners(signal).once(signal, () => stopping.abort());
}

/** Stops this process when npm is gone, which passes signals on to its shell only. */
function stopWithNpm(): void {
  const {ppid: parent} = process;
  if (process.env.npm_lifecycle_event !== undefined)
    setInterval(() => process.ppid !== parent && stopping.abort(), PARENT_CHECK_MS).unref();
}

async function untilStopped(): Promise<void> {
  // Wrangler has added handlers of its own.
  stopAtSignals();
  if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
}

/** This product's settings from `.dev.vars` and the environment, which takes precedence. */
function readEnvironment(): Record<string, string> {
  const file = new URL('.dev.vars', ROOT);
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const names = [...SETTING_NAMES, 'PORT'];
  const all = {...fromFile, ...process.env};
  return Object.fromEntries(names.flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
}

function readPort(text: string | undefined): number {
  const port = text === undefined ? DEFAULT_PORT : Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new StartError(`PORT must be a number from 1 to 65535, not "${text}".`);
}

async function assertPortIsFree(port: number): Promise<void> {
  const {promise, resolve, reject} = Promise.withResolvers<void>();
  const probe = createServer()
    .once('error', reject)
    .listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  await promise.catch(() => {
    throw new StartError(`Port ${port} is in use. Choose another one: PORT=${port + 1} npm start`);
  });
}

interface Upstream {
  name: string;
  /** Whether nothing is billed, and tasks are lost when this process ends. */
  isSimulated: boolean;
  settings: Record<string, string>;
}

async function chooseUpstream(environment: Record<string, string>): Promise<Upstream> {
  const {RUNWARE_API_KEY, RUNWARE_URL} = environment;
  if (RUNWARE_API_KEY)
    return {name: RUNWARE_URL ?? 'the real API: each video is billed to your key', isSimulated: false, settings: {}};
  if (RUNWARE_URL)
    throw new StartError('RUNWARE_URL is set but RUNWARE_API_KEY is not. Set both, or neither to use the stand-in.');
  const runware = resources.use(
    await startRunware({apiKeys: [STAND_IN_KEY], log: (line: string) => console.log(line)}),
  );
  return {
    name: `simulated on this machine (${runware.url}); set RUNWARE_API_KEY to use the real API`,
    isSimulated: true,
    settings: {RUNWARE_URL: runware.url, RUNWARE_API_KEY: STAND_IN_KEY, ...STAND_IN_POLLING, ...environment},
  };
}

/** The folder of the built pages, which say that Runware is simulated. */
async function simulatedPages(): Promise<string> {
  return resources.use(await simulatedSite(fileURLToPath(new URL('dist/site', ROOT)))).path;
}

/** Vite serves the element and the pages from source, and forwards the Worker's routes. */
async function serveSource(port: number, workerURL: string, {isSimulated}: Upstream): Promise<string> {
  process.env.WORKER_URL = workerURL;
  if (isSimulated) process.env.SIMULATED = 'yes';
  const {createServer: createVite} = await import('vite');
  const vite = await createVite({
    configFile: fileURLToPath(new URL('demo/pages/vite.config.ts', ROOT)),
    server: {host: '127.0.0.1', port, strictPort: true},
  });
  resources.defer(() => vite.close());
  await vite.listen();
  return `http://127.0.0.1:${port}`;
}
