// The stand-in's HTTP server: takes requests, writes them down, sends answers, breaks connections.

import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import {type Answer, Api, shortened} from './api.ts';
import {clipIn, serveClip} from './clip-host.ts';
import {errorOf} from './errors.ts';
import {type Reply, refusal} from './faults.ts';
import {Random} from './random.ts';
import {parseSettings, settingsOf} from './switches.ts';
import type {Clip, Task} from './task.ts';
import {type WebhookCall, Webhooks} from './webhooks.ts';

/** How many requests and webhook calls are remembered. */
const MAX_KEPT = 1000;
const MAX_BODY_BYTES = 40_000_000;
/** How long an early webhook may hold up the acknowledgement. */
const EARLY_MS = 1000;

/** How a stand-in is set up. */
export interface RunwareOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Loopback only. */
  host?: '127.0.0.1';
  /** The keys it accepts; `stand-in-key` unless given. */
  apiKeys?: readonly string[];
  /** Switches for every task that does not set them itself, for example `seconds=0 ack=empty`. */
  switches?: string;
  /** Makes its chance (UUIDs, seeds, jitter, random faults) repeatable. */
  seed?: number;
  /** Its clock, in milliseconds since 1970; webhooks keep real time. */
  now?: () => number;
  /** Gets a line for each task received and each webhook call made. Never the key. */
  log?: (line: string) => void;
}

/** A request as it came. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<IncomingMessage['headers']>;
  /** Parsed, long strings (images) shortened; the text where it is no JSON; undefined where there was none. */
  readonly body: unknown;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A Runware on loopback. */
export interface Runware extends AsyncDisposable {
  /** Where the API is: `http://127.0.0.1:PORT/v1`. */
  readonly url: string;
  /** The last requests of any kind, clips included, the oldest first; {@link Runware.counts} has their number. */
  readonly requests: readonly ReceivedRequest[];
  /** The last webhook calls, the oldest first. */
  readonly webhookCalls: readonly WebhookCall[];
  /** By upstream task UUID. */
  readonly tasks: ReadonlyMap<string, Task>;
  /** What all tasks have cost, in micro-dollars. */
  readonly billedMicroUSD: number;
  /** How many tasks were accepted. */
  readonly accepted: number;
  /** Requests of any kind; tasks sent and polls among them; clips fetched; webhook calls made. */
  readonly counts: {
    readonly requests: number;
    readonly submits: number;
    readonly polls: number;
    readonly clips: number;
    readonly webhooks: number;
  };
  /** The newest task with this prompt, switches not counted. */
  find(prompt: string): Task | undefined;
  /** Completes an accepted task now, and calls its webhook. */
  finish(taskUUID: string): void;
  /** Resolves as soon as the condition holds; it is looked at after each request and each webhook call. */
  until(condition: () => boolean): Promise<void>;
}

/** Starts a stand-in. */
export async function startRunware(options: RunwareOptions = {}): Promise<Runware> {
  const {problem} = parseSettings(options.switches ?? '');
  if (problem) throw new Error(`startRunware: switches: ${problem}`);
  const standIn = new StandIn(options);
  await standIn.listen(options.port ?? 0);
  return standIn;
}

class StandIn implements Runware {
  readonly requests: ReceivedRequest[] = [];
  readonly webhookCalls: WebhookCall[] = [];
  readonly #api: Api;
  readonly #webhooks: Webhooks;
  readonly #server: Server;
  readonly #now: () => number;
  readonly #log: (line: string) => void;
  readonly #waiting = new Set<() => void>();
  #base = '';
  #counts = {requests: 0, clips: 0, webhooks: 0};

  constructor(options: RunwareOptions) {
    const {apiKeys = ['stand-in-key'], switches = '', now = Date.now, log = () => {}} = options;
    // Without a seed no two runs may share UUIDs: a Worker's storage outlives them.
    const random = new Random(options.seed ?? Math.floor(Math.random() * 2 ** 32));
    const base = () => this.#base;
    this.#now = now;
    this.#log = (line) => log(`${new Date(now()).toISOString().slice(11, 23)} ${line}`);
    this.#api = new Api({
      ...{apiKeys, random, now, base, log: this.#log},
      defaults: parseSettings(switches).switches,
    });
    this.#webhooks = new Webhooks({base, now, chance: () => random.next(), called: (call) => this.#noteWebhook(call)});
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        // A caller that hangs up midway is no fault of the stand-in.
        if (!response.destroyed) this.#log(`stand-in fault: ${error instanceof Error ? error.stack : error}`);
        response.destroy();
      });
    });
  }

  get url(): string {
    return `${this.#base}/v1`;
  }

  get tasks(): ReadonlyMap<string, Task> {
    return this.#api.tasks;
  }

  get billedMicroUSD(): number {
    return this.#api.billedMicroUSD;
  }

  get accepted(): number {
    return [...this.tasks.values()].reduce((sum, task) => sum + task.accepted, 0);
  }

  get counts(): Runware['counts'] {
    return {...this.#counts, ...this.#api.counts};
  }

  find(prompt: string): Task | undefined {
    return [...this.tasks.values()].findLast((task) => task.prompt === prompt);
  }

  finish(taskUUID: string): void {
    const task = this.tasks.get(taskUUID);
    if (!task?.accepted) throw new Error(`No accepted task ${taskUUID}`);
    if (task.state !== 'processing') return;
    task.finish();
    void this.#webhooks.tellNow(task);
    this.#wake();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#base = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    this.#webhooks.close();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {pathname} = new URL(request.url ?? '/', this.#base);
    const text = await readText(request);
    const body = text === undefined ? undefined : parse(text);
    this.#noteRequest(request, body ?? text);
    const clip = clipIn(pathname);
    if (clip && (request.method === 'GET' || request.method === 'HEAD')) {
      await this.#serveClip(clip.videoUUID, clip.extension, request, response);
    } else if (pathname === '/v1' && request.method === 'POST') {
      await (text === undefined
        ? this.#send(refusal(errorOf('requestTooLarge'), 413), response)
        : this.#serveTasks(body, request, response));
    } else {
      this.#log(`${request.method} ${pathname} → 404`);
      await this.#send(refusal(errorOf('notFound')), response);
    }
    this.#wake();
  }

  async #serveTasks(body: unknown, {headers}: IncomingMessage, response: ServerResponse): Promise<void> {
    const {authorization} = headers;
    const answer = this.#api.answer(body, {authorization, dryRun: headers['x-runware-dry-run'] === '1'});
    await this.#tellEarly(answer);
    // Awake before answering: whoever holds the answer may rely on the counts, and a hanging one never ends.
    this.#wake();
    if (answer.delayMs > 0) await pause(answer.delayMs, undefined, {ref: false});
    await this.#send(answer.reply, response);
    for (const task of answer.accepted) if (!isEarly(task)) this.#webhooks.watch(task);
  }

  async #tellEarly({accepted}: Answer): Promise<void> {
    const calls = accepted.filter(isEarly).map((task) => this.#webhooks.tellNow(task));
    if (calls.length > 0) await Promise.race([Promise.all(calls), pause(EARLY_MS, undefined, {ref: false})]);
  }

  async #serveClip(
    videoUUID: string,
    extension: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    this.#counts.clips++;
    const {method, headers} = request;
    const [task, clip] = this.#findClip(videoUUID) ?? [];
    const known = task && clip && task.order.outputFormat.toLowerCase() === extension && !task.isExpired(clip);
    const status = known
      ? await serveClip(task, clip, request, response)
      : await this.#send({kind: 'text', status: 404, type: 'text/plain', text: 'Not Found'}, response);
    this.#log(`${method} clip ${videoUUID.slice(0, 8)} ${headers.range ?? ''} → ${status ?? 404}`);
  }

  #findClip(videoUUID: string): [Task, Clip] | undefined {
    for (const task of this.tasks.values()) {
      const clip = task.results.find((result) => result.videoUUID === videoUUID);
      if (clip) return [task, clip];
    }
    return undefined;
  }

  async #send(reply: Reply, response: ServerResponse): Promise<void> {
    switch (reply.kind) {
      case 'answer':
        response.writeHead(reply.status, {'content-type': 'application/json', ...reply.headers});
        response.end(JSON.stringify(reply.body));
        break;
      case 'text':
        response.writeHead(reply.status, {'content-type': reply.type}).end(reply.text);
        break;
      case 'reset':
        response.socket?.resetAndDestroy();
        break;
      case 'hang':
        break;
    }
  }

  #noteRequest({method = '', url: path = '', headers}: IncomingMessage, body: unknown): void {
    this.#counts.requests++;
    keep(this.requests, {method, path, headers, body: shortened(body === '' ? undefined : body), at: this.#now()});
  }

  #noteWebhook(call: WebhookCall): void {
    this.#counts.webhooks++;
    keep(this.webhookCalls, call);
    this.#log(`webhook ${call.taskUUID.slice(0, 8)} try ${call.attempt} → ${call.status || 'no answer'}`);
    this.#wake();
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

function isEarly(task: Task): boolean {
  return settingsOf(task.switches, 'webhook').some(({value}) => value === 'early');
}

function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > MAX_KEPT) list.shift();
}

async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString() : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
