// The whole product but the page, on loopback: the Worker in workerd, and a stand-in for Runware.

import {after} from 'node:test';
import {EventSourceParserStream} from 'eventsource-parser/stream';
import {startWorker} from '../../demo/run/worker.ts';
import {type Runware, type RunwareOptions, startRunware} from '../../demo/runware/index.ts';
import type {Generation, GenerationRequest} from '../../worker/contract/index.ts';
import {readSettings, type SettingsResult} from '../../worker/settings/settings.ts';
import {freePort} from './port.ts';

/** The key of the tests. The canary test looks for it everywhere it must not be. */
export const API_KEY = 'canary-7f3a9c51e8b2';

/** How to build a world. */
export interface WorldOptions {
  /** The `wrangler.toml` of another Worker. */
  config?: string;
  /** Settings over those of the tests. */
  settings?: Readonly<Record<string, string>>;
  /** `own`: the Worker is told its own URL, so that Runware can call it. */
  publicURL?: 'own';
  /** Whether a bucket for the clips is bound. */
  bucket?: boolean;
  /** Folder of the pages it serves, in place of the built ones. */
  site?: string;
  /** Requests of one visitor a minute; so many that no test meets the limit, unless it sets one. */
  floodLimit?: number;
  /** How the stand-in behaves. */
  runware?: RunwareOptions;
}

/** What a client does with a Worker. */
export interface WorkerClient {
  /** The Worker's origin. */
  url: string;
  /** Any request to the Worker; a POST comes from its own page unless it names another origin. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Starts a generation; a `taskUUID` is minted where the request has none. */
  start(
    request: Omit<GenerationRequest, 'taskUUID'> & {taskUUID?: string},
  ): Promise<{taskUUID: string; response: Response}>;
  /** Each state of the generation, as its event stream tells them. */
  watch(taskUUID: string): AsyncGenerator<Generation>;
  /** The generation once it has ended. */
  ended(taskUUID: string): Promise<Generation>;
}

/** A Worker and its upstream. */
export interface World extends AsyncDisposable, WorkerClient {
  runware: Runware;
  /** Every line the Worker logged. */
  logs: string[];
}

/** Settings under which nothing in a test waits longer than it must. */
export const FAST = {
  POLL_FIRST_SECONDS: '0.02',
  POLL_MAX_SECONDS: '0.05',
  RUNWARE_TIMEOUT_SECONDS: '1',
  RECONCILE_SECONDS: '0.2',
};

/** What a deployment has to choose, chosen so that it is in no test's way. A test of a limit sets its own. */
export const OPEN = {
  LOCAL_ORIGINS: 'allowed',
  VISITOR_CHECK: 'none',
  SITE_USD_PER_DAY: '100000',
  SITE_USD_PER_MONTH: '1000000',
  SITE_CONCURRENT: '10000',
  CALLER_PER_HOUR: '100000',
  CALLER_PER_DAY: '100000',
  CALLER_CONCURRENT: '10000',
};

/** The settings of the tests as the Worker reads them, with these over them. For what is judged without a Worker. */
export function settingsWith(more: Readonly<Record<string, string>> = {}): SettingsResult {
  return readSettings({RUNWARE_API_KEY: API_KEY, ...OPEN, ...more});
}

/** Starts a world. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const stack = new AsyncDisposableStack();
  const runware = stack.use(await startRunware({apiKeys: [API_KEY], switches: 'seconds=0', ...options.runware}));
  const logs: string[] = [];
  const port = await freePort();
  const settings = {
    RUNWARE_URL: runware.url,
    RUNWARE_API_KEY: API_KEY,
    ...(options.publicURL === 'own' && {PUBLIC_URL: `http://127.0.0.1:${port}`}),
    ...FAST,
    ...OPEN,
    ...options.settings,
  };
  const {config, site, bucket = false, floodLimit = 1_000_000} = options;
  const worker = stack.use(
    await startWorker({
      port,
      settings,
      bucket,
      floodLimit,
      log: (line) => logs.push(line),
      ...(config !== undefined && {config}),
      ...(site && {site}),
    }),
  );
  return {...connect(worker.url), runware, logs, [Symbol.asyncDispose]: () => stack.disposeAsync()};
}

/** A world for all tests of a file that need no other: made for the first that asks, and ended after the last. */
export function sharedWorld(options?: WorldOptions): () => Promise<World> {
  let world: Promise<World> | undefined;
  after(async () => (await world)?.[Symbol.asyncDispose]());
  return () => {
    world ??= startWorld(options);
    return world;
  };
}

/** How many tasks with this prompt, switches not counted, Runware has accepted: what a test asks in a shared world. */
export function acceptedOf({runware}: Pick<World, 'runware'>, prompt: string): number {
  return [...runware.tasks.values()].reduce((sum, task) => sum + (task.prompt === prompt ? task.accepted : 0), 0);
}

/** A client of the Worker at this origin. */
export function connect(url: string): WorkerClient {
  function fetchPath(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (init.method === 'POST' && !headers.has('origin')) headers.set('origin', url);
    return fetch(new URL(path, url), {...init, headers});
  }

  async function* watch(taskUUID: string): AsyncGenerator<Generation> {
    const response = await fetchPath(`/v1/generations/${taskUUID}`, {
      headers: {accept: 'text/event-stream'},
      // A test that waits longer would wait for ever, and keep its process from ending.
      signal: AbortSignal.timeout(240_000),
    });
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    for await (const {data} of events) yield JSON.parse(data);
  }

  return {
    url,
    fetch: fetchPath,
    async start(request) {
      const taskUUID = request.taskUUID ?? crypto.randomUUID();
      const response = await fetchPath('/v1/generations', jsonPost({taskUUID, ...request}));
      return {taskUUID, response};
    },
    watch,
    async ended(taskUUID) {
      const last = (await Array.fromAsync(watch(taskUUID))).at(-1);
      if (!last || last.status === 'processing') throw new Error(`the stream of ${taskUUID} broke`);
      return last;
    },
  };
}

/** The options of a POST with a JSON body. */
export function jsonPost(body: unknown): RequestInit {
  return {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(body)};
}
