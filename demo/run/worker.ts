// Runs the Worker in workerd on this machine, for `npm start`, `npm run dev` and the tests.
// This folder runs in Node. It may import `demo/runware`, `worker/settings` and the Worker's own checks.

import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {unstable_startWorker} from 'wrangler';

const CONFIG = fileURLToPath(new URL('../../wrangler.toml', import.meta.url));

/** What that one serves: `assets.directory`. */
const SITE = fileURLToPath(new URL('../../dist/site', import.meta.url));

/** How to run the Worker. */
export interface WorkerOptions {
  /** Path of another Worker's `wrangler.toml`; this project's by default. */
  config?: string;
  /** Port on 127.0.0.1; 0, the default, uses a free port. */
  port?: number;
  /** Settings and secrets that override `wrangler.toml` and `.dev.vars`. */
  settings?: Readonly<Record<string, string>>;
  /** Folder of static files to serve instead of the built site. */
  site?: string;
  /** Whether to bind a bucket for copies of the clips. */
  bucket?: boolean;
  /** Folder for the Durable Objects' storage; without it the storage is lost when the process ends. */
  persist?: string;
  /** Requests per visitor and minute, overriding the rate limits of `wrangler.toml`. */
  floodLimit?: number;
  /** Requests of one server token a minute. */
  serverLimit?: number;
  /** Whether to rebuild when the Worker's code changes. */
  watch?: boolean;
  /** Receives each line the Worker logs. */
  log?: (line: string) => void;
}

/** A running Worker. Disposing of it ends its process. */
export interface RunningWorker extends AsyncDisposable {
  /** Its origin, for example `http://127.0.0.1:8787`. */
  url: string;
}

/** Starts the Worker. Resolves when it accepts requests. */
export async function startWorker(options: WorkerOptions = {}): Promise<RunningWorker> {
  process.env.WRANGLER_SEND_METRICS ??= 'false';
  process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false';
  process.env.WRANGLER_LOG ??= 'error';
  const {
    config = CONFIG,
    port = 0,
    settings = {},
    bucket = false,
    floodLimit,
    serverLimit = 1_000_000,
    persist,
    site,
    watch = false,
    log = () => {},
  } = options;
  const folder = site ?? (config === CONFIG ? SITE : undefined);
  // wrangler itself waits for ever for a folder of assets that does not exist.
  if (folder !== undefined && !existsSync(folder))
    throw new Error(`There is no folder ${folder} to serve. Run \`npm run build\` first.`);
  const secrets = Object.entries(settings).map(([name, value]) => [name, {type: 'secret_text' as const, value}]);
  const worker = await unstable_startWorker({
    config,
    ...(site && {assets: site}),
    // All settings are passed as secrets, because wrangler prints plain text bindings.
    bindings: {
      ...Object.fromEntries(secrets),
      ...(floodLimit !== undefined && {
        STARTS: rateLimit('7401', floodLimit),
        READS: rateLimit('7402', floodLimit),
        SERVERS: rateLimit('7403', serverLimit),
      }),
      ...(bucket && {VIDEOS: {type: 'r2_bucket', bucket_name: 'videos'}}),
    },
    dev: {
      server: {hostname: '127.0.0.1', port},
      inspector: false,
      persist: persist ?? false,
      watch,
      logLevel: 'error',
      structuredLogsHandler: ({message}: {message: string}) => log(message),
    },
  });
  await worker.ready;
  return {url: (await worker.url).origin, [Symbol.asyncDispose]: () => worker.dispose()};
}

function rateLimit(namespace_id: string, limit: number) {
  return {type: 'ratelimit' as const, namespace_id, simple: {limit, period: 60 as const}};
}
