// The stand-in's HTTP server: receives and records requests, sends responses, and breaks connections.

import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import {type Answer, Api, shortened} from './api.ts';
import {parseClipPath, serveClip} from './clip-host.ts';
import {Conditions} from './conditions.ts';
import {errorOf} from './errors.ts';
import {type Reply, refusal} from './faults.ts';
import {parseSettings, settingsOf} from './prompt-switches.ts';
import {Random} from './random.ts';
import type {Clip, Task} from './task.ts';
import {type WebhookCall, Webhooks} from './webhooks.ts';

/** Number of requests and of webhook calls kept. */
const MAX_KEPT = 1000;
const MAX_BODY_BYTES = 40_000_000;
/** Longest time that an early webhook delays the response to the submission. */
const EARLY_MS = 1000;

/** Options of a stand-in. */
export interface RunwareOptions {
  /** 0, the default, uses a free port. */
  port?: number;
  /** Accepted API keys; `stand-in-key` by default. */
  apiKeys?: readonly string[];
  /** Default switches for all tasks, for example `seconds=0 ack=empty`. A prompt can override them. */
  switches?: string;
  /** Makes random values (UUIDs, seeds, jitter, faults) repeatable. */
  seed?: number;
  /** The clock, in milliseconds since 1970. Webhooks use real time. */
  now?: () => number;
  /** Receives a line for each task and each webhook call, never an API key. */
  log?: (line: string) => void;
}

/** A received request. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<IncomingMessage['headers']>;
  /** The parsed body with long strings (images) shortened; the text if it is not JSON; undefined if it is empty. */
  readonly body: unknown;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A running stand-in. */
export interface Runware extends AsyncDisposable {
  /** Base URL of the API: `http://127.0.0.1:PORT/v1`. */
  readonly url: string;
  /** The latest requests, clips included, the oldest first. {@link Runware.counts} has the total. */
  readonly requests: readonly ReceivedRequest[];
  /** The latest webhook calls, the oldest first. */
  readonly webhookCalls: readonly WebhookCall[];
  /** Tasks by upstream UUID. */
  readonly tasks: ReadonlyMap<string, Task>;
  /** Total cost of all tasks, in micro-dollars. */
  readonly billedMicroUSD: number;
  /** Number of accepted tasks. */
  readonly accepted: number;
  /** Totals: all requests, submitted tasks, polls, fetched clips, webhook calls. */
  readonly counts: {
    readonly requests: number;
    readonly submits: number;
    readonly polls: number;
    readonly clips: number;
    readonly webhooks: number;
  };
  /** The newest task with this prompt, ignoring switches. */
  find(prompt: string): Task | undefined;
  /** Completes an accepted task now and calls its webhook. */
  finish(taskUUID: string): void;
  /** Resolves when the condition is true. It is evaluated after each request and each webhook call. */
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
  readonly #conditions = new Conditions();
  #base = '';
  #counts = {requests: 0, clips: 0, webhooks: 0};

  constructor(options: RunwareOptions) {
    const {apiKeys = ['stand-in-key'], switches = '', now = Date.now, log = () => {}} = options;
    // Without a seed, UUIDs must differ between runs, because a Worker's storage persists.
    const random = new Random(options.seed ?? Math.floor(Math.random() * 2 ** 32));
    const base = () => this.#base;
    this.#now = now;
    this.#log = (line) => log(`${new Date(now()).toISOString().slice(11, 23)} ${line}`);
    this.#api = new Api({
      ...{apiKeys, random, now, base, log: this.#log},
      defaults: parseSettings(switches).switches,
    });
    this.#webhooks = new Webhooks({
      base,
      now,
      random: () => random.next(),
      called: (call) => this.#recordWebhook(call),
    });
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        // A client that disconnects is not an error of the stand-in.
        if (!response.destroyed) this.#log(`stand-in error: ${error instanceof Error ? error.stack : error}`);
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
    void this.#webhooks.callNow(task);
    this.#conditions.check();
  }

  until(condition: () => boolean): Promise<void> {
    return this.#conditions.until(condition);
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
    this.#recordRequest(request, body ?? text);
    const clip = parseClipPath(pathname);
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
    this.#conditions.check();
  }

  async #serveTasks(body: unknown, {headers}: IncomingMessage, response: ServerResponse): Promise<void> {
    const {authorization} = headers;
    const answer = this.#api.answer(body, {authorization, dryRun: headers['x-runware-dry-run'] === '1'});
    await this.#callEarlyWebhooks(answer);
    // Before the response: a client that has the response may rely on the counts, and a `hang` never responds.
    this.#conditions.check();
    if (answer.delayMs > 0) await pause(answer.delayMs, undefined, {ref: false});
    await this.#send(answer.reply, response);
    for (const task of answer.accepted) if (!isEarly(task)) this.#webhooks.schedule(task);
  }

  async #callEarlyWebhooks({accepted}: Answer): Promise<void> {
    const calls = accepted.filter(isEarly).map((task) => this.#webhooks.callNow(task));
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

  #recordRequest({method = '', url: path = '', headers}: IncomingMessage, body: unknown): void {
    this.#counts.requests++;
    append(this.requests, {method, path, headers, body: shortened(body === '' ? undefined : body), at: this.#now()});
  }

  #recordWebhook(call: WebhookCall): void {
    this.#counts.webhooks++;
    append(this.webhookCalls, call);
    this.#log(`webhook ${call.taskUUID.slice(0, 8)} attempt ${call.attempt} → ${call.status || 'no response'}`);
    this.#conditions.check();
  }
}

function isEarly(task: Task): boolean {
  return settingsOf(task.switches, 'webhook').some(({value}) => value === 'early');
}

function append<T>(list: T[], item: T): void {
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
