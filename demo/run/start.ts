// `npm start`: the built product on this machine. `npm run dev`: the same from source, reloading when it changes.
// Without a key for Runware, a stand-in takes its place.

import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {fileURLToPath} from 'node:url';
import {parseEnv} from 'node:util';
import {readSettings, SETTING_NAMES} from '../../worker/settings/settings.ts';
import {startRunware} from '../runware/index.ts';
import {startWorker} from './worker.ts';

const ROOT = new URL('../../', import.meta.url);
const DEFAULT_PORT = 8787;
const STAND_IN_KEY = 'stand-in-key';

/** The stand-in takes seconds where Runware takes minutes, so it is looked at sooner. */
const QUICK = {POLL_FIRST_SECONDS: '2', POLL_MAX_SECONDS: '3'};

/** What a deployment has to choose, chosen for this machine: its own pages, no check, and caps of a few dollars. */
const DEVELOPMENT = {
  LOCAL_ORIGINS: 'allowed',
  VISITOR_CHECK: 'none',
  SITE_USD_PER_DAY: '20',
  SITE_USD_PER_MONTH: '100',
  CALLER_PER_HOUR: '30',
  CALLER_PER_DAY: '60',
  CALLER_CONCURRENT: '4',
};

/** A reason not to start that the reader can mend: printed as it is, without a stack. */
class Refusal extends Error {}

await using started = new AsyncDisposableStack();

try {
  await start(process.argv.includes('--dev'));
  await stopped();
  console.log('\nStopped.');
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function start(dev: boolean): Promise<void> {
  const environment = readEnvironment();
  const port = readPort(environment.PORT);
  if (!dev && !existsSync(new URL('dist/site/hailuo-generator.js', ROOT))) {
    throw new Refusal(
      'There is no build to serve. Make one with `npm run build`, or use `npm start`, which does both.',
    );
  }
  await assertFree(port);
  const upstream = await upstreamOf(environment);
  const settings = {...DEVELOPMENT, ...environment, ...upstream.settings};
  const checked = readSettings(settings);
  if (!checked.ok) throw new Refusal(`These settings are wrong or missing:\n  ${checked.wrong.join('\n  ')}`);
  const worker = started.use(
    await startWorker({
      port: dev ? 0 : port,
      settings,
      bucket: true,
      watch: dev,
      log: (line) => console.log(line),
      // The stand-in forgets its tasks when it stops, so the Worker must not remember them either.
      ...(upstream.lasting && {persist: fileURLToPath(new URL('.wrangler/state', ROOT))}),
    }),
  );
  const url = dev ? await serveSource(port, worker.url) : worker.url;
  console.log(`\n  Runware   ${upstream.name}\n  Demo      ${url}/\n  Stop      Ctrl-C\n`);
}

/** Resolves at Ctrl-C. What wrangler does then is to end the process at once, before anything is put away: not here. */
function stopped(): Promise<unknown> {
  const signals = ['SIGINT', 'SIGTERM'].map((signal) => once(process.removeAllListeners(signal), signal));
  return Promise.race(signals);
}

/** The environment, over `.dev.vars`: only what belongs to this product. */
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
  throw new Refusal(`PORT is a number from 1 to 65535, not "${text}".`);
}

async function assertFree(port: number): Promise<void> {
  const {promise, resolve, reject} = Promise.withResolvers<void>();
  const probe = createServer()
    .once('error', reject)
    .listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  await promise.catch(() => {
    throw new Refusal(`Port ${port} is in use. Free it, or choose another one: PORT=${port + 1} npm start`);
  });
}

interface Upstream {
  name: string;
  lasting: boolean;
  settings: Record<string, string>;
}

async function upstreamOf(environment: Record<string, string>): Promise<Upstream> {
  const {RUNWARE_API_KEY, RUNWARE_URL} = environment;
  if (RUNWARE_API_KEY)
    return {name: RUNWARE_URL ?? 'the real one: each clip is billed to your key', lasting: true, settings: {}};
  if (RUNWARE_URL)
    throw new Refusal('RUNWARE_URL is set but RUNWARE_API_KEY is not. Set both, or none to use the stand-in.');
  const runware = started.use(await startRunware({apiKeys: [STAND_IN_KEY], log: (line: string) => console.log(line)}));
  return {
    name: `a stand-in on this machine (${runware.url}); for the real one set RUNWARE_API_KEY`,
    lasting: false,
    settings: {RUNWARE_URL: runware.url, RUNWARE_API_KEY: STAND_IN_KEY, ...QUICK, ...environment},
  };
}

/** Vite serves the element and the pages from source and passes the Worker's routes on. */
async function serveSource(port: number, workerURL: string): Promise<string> {
  process.env.WORKER_URL = workerURL;
  const {createServer: createVite} = await import('vite');
  const vite = await createVite({
    configFile: fileURLToPath(new URL('demo/pages/vite.config.ts', ROOT)),
    server: {host: '127.0.0.1', port, strictPort: true},
  });
  started.defer(() => vite.close());
  await vite.listen();
  return `http://127.0.0.1:${port}`;
}
