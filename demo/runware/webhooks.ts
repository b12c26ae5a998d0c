// Calls a task's webhook: one call for each clip, retried until it succeeds. Calls loopback addresses only.

import {settingsOf} from './prompt-switches.ts';
import type {Clip, Task} from './task.ts';

const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 8000;
const ATTEMPTS = 8;
const RESPONSE_TIMEOUT_MS = 5000;
const MAX_TIMER_MS = 2 ** 31 - 1;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A webhook call. */
export interface WebhookCall {
  readonly taskUUID: string;
  readonly url: string;
  /** The body, parsed. */
  readonly body: unknown;
  /** The HTTP status; 0 without a response, or if the address is not on this machine and was not called. */
  readonly status: number;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

/** Schedules and makes the calls. */
export class Webhooks {
  readonly #base: () => string;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #called: (call: WebhookCall) => void;
  readonly #timers = new Map<Task, NodeJS.Timeout[]>();
  readonly #retries = new Set<NodeJS.Timeout>();
  readonly #reported = new WeakSet<Clip>();
  readonly #stop = new AbortController();

  constructor(init: {
    base: () => string;
    now: () => number;
    random: () => number;
    called: (call: WebhookCall) => void;
  }) {
    this.#base = init.base;
    this.#now = init.now;
    this.#random = init.random;
    this.#called = init.called;
  }

  /** Schedules one call for each clip of an accepted task, for when the clip is ready. */
  schedule(task: Task): void {
    const behaviour = behaviourOf(task);
    if (!task.order.webhookURL || behaviour.has('never')) return;
    const clips = behaviour.has('unordered') ? task.clips.toReversed() : task.clips;
    const last = Math.max(...clips.map((clip) => task.readyAt(clip)));
    const timers: NodeJS.Timeout[] = [];
    for (const [place, clip] of clips.entries()) {
      const at = behaviour.has('unordered') ? last + place : task.readyAt(clip);
      if (!Number.isFinite(at)) continue;
      const wait = Math.min(Math.max(0, at - this.#now()), MAX_TIMER_MS);
      timers.push(setTimeout(() => this.#report(task, clip), wait).unref());
    }
    this.#timers.set(task, timers);
  }

  /** Calls for all clips not reported yet. Resolves when each call has had its first response or failure. */
  async callNow(task: Task): Promise<void> {
    for (const timer of this.#timers.get(task) ?? []) clearTimeout(timer);
    this.#timers.delete(task);
    const behaviour = behaviourOf(task);
    if (!task.order.webhookURL || behaviour.has('never')) return;
    const clips = behaviour.has('unordered') ? task.clips.toReversed() : task.clips;
    for (const clip of clips) await this.#report(task, clip);
  }

  /** Cancels all pending calls. */
  close(): void {
    this.#stop.abort();
    for (const timer of [...this.#timers.values(), ...this.#retries].flat()) clearTimeout(timer);
    this.#timers.clear();
    this.#retries.clear();
  }

  async #report(task: Task, clip: Clip): Promise<void> {
    if (this.#reported.has(clip)) return;
    this.#reported.add(clip);
    if (task.clips.every((other) => this.#reported.has(other))) this.#timers.delete(task);
    const behaviour = behaviourOf(task);
    const url = task.order.webhookURL ?? '';
    const body = JSON.stringify(this.#body(task, clip));
    if (behaviour.has('forged')) await this.#call(task, forgedURL(url), forgedBody(task), ATTEMPTS);
    await this.#call(task, url, body, 1);
    if (behaviour.has('twice')) await this.#call(task, url, body, 1);
  }

  #body(task: Task, clip: Clip): unknown {
    const wrapped = behaviourOf(task).has('wrapped');
    if (!clip.fails) {
      const row = task.row(clip, this.#base());
      return wrapped ? {data: [row]} : row;
    }
    const error = {...task.error(), status: 'error'};
    return wrapped ? {data: [], errors: [error]} : error;
  }

  async #call(task: Task, url: string, body: string, attempt: number): Promise<void> {
    const external = !LOOPBACK.has(new URL(url).hostname);
    const status = external ? 0 : await this.#post(url, body);
    if (this.#stop.signal.aborted) return;
    this.#called({taskUUID: task.taskUUID, url, body: JSON.parse(body), status, attempt});
    if (external || (status >= 200 && status < 300) || attempt >= ATTEMPTS) return;
    const retryMs = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), MAX_RETRY_MS) * (0.75 + this.#random() / 2);
    const timer = setTimeout(() => {
      this.#retries.delete(timer);
      // Nobody waits for a retry; it never rejects.
      void this.#call(task, url, body, attempt + 1);
    }, retryMs).unref();
    this.#retries.add(timer);
  }

  async #post(url: string, body: string): Promise<number> {
    try {
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(RESPONSE_TIMEOUT_MS)]);
      const headers = {'content-type': 'application/json'};
      const response = await fetch(url, {method: 'POST', headers, body, redirect: 'manual', signal});
      await response.body?.cancel();
      return response.status;
    } catch {
      return 0;
    }
  }
}

function behaviourOf(task: Task): Set<string> {
  return new Set(settingsOf(task.switches, 'webhook').map(({value}) => value));
}

/** The same URL with every query value replaced: only these can authenticate a call. */
function forgedURL(url: string): string {
  const forged = new URL(url);
  for (const name of new Set(forged.searchParams.keys())) forged.searchParams.set(name, 'forged');
  if (!forged.search) forged.searchParams.set('token', 'forged');
  return forged.href;
}

function forgedBody(task: Task): string {
  const videoUUID = '00000000-0000-4000-8000-000000000000';
  const videoURL = `https://clips.example/${videoUUID}.mp4`;
  return JSON.stringify({taskType: 'videoInference', taskUUID: task.taskUUID, status: 'success', videoUUID, videoURL});
}
