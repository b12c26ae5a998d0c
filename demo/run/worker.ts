// The Worker, in the real runtime (workerd) on this machine: for `npm start`, `npm run dev` and the tests.

import {fileURLToPath} from 'node:url';
import {unstable_startWorker} from 'wrangler';

const CONFIG = fileURLToPath(new URL('../../wrangler.toml', import.meta.url));

/** How to run it. */
export interface WorkerOptions {
  /** Its `wrangler.toml`, where it is another Worker than this project's. */
  config?: string;
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  port?: number;
  /** Settings and secrets that stand over those of `wrangler.toml` and `.dev.vars`. */
  settings?: Readonly<Record<string, string>>;
  /** Folder of the pages it serves, in place of the built ones. */
  site?: string;
  /** Whether a bucket is bound in which copies of the clips are kept. */
  bucket?: boolean;
  /** Folder in which the Durable Objects live on; without it they end with the process. */
  persist?: string;
  /** Requests of one visitor a minute, in place of those of `wrangler.toml`. */
  floodLimit?: number;
  /** Requests of one server token a minute. */
  serverLimit?: number;
  /** Rebuild when the Worker's code changes. */
  watch?: boolean;
  /** Receives each line the Worker logs. */
  log?: (line: string) => void;
}

/** A Worker that is running. Disposing of it ends its process. */
export interface RunningWorker extends AsyncDisposable {
  /** Its origin, for example `http://127.0.0.1:8787`. */
  url: string;
}

/** Starts the Worker and resolves when it answers. */
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
  const secrets = Object.entries(settings).map(([name, value]) => [name, {type: 'secret_text' as const, value}]);
  const worker = await unstable_startWorker({
    config,
    ...(site && {assets: site}),
    // Secrets, all of them: what is plain text would be printed.
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
