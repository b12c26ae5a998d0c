// Calls the webhook a task names: one call for each clip, retried until it is taken, on loopback only.

import {settingsOf} from './switches.ts';
import type {Clip, Task} from './task.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8000;
const ATTEMPTS = 8;
const ANSWER_MS = 5000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** One call that was made. */
export interface WebhookCall {
  readonly taskUUID: string;
  readonly url: string;
  /** What was sent, parsed. */
  readonly body: unknown;
  /** The HTTP status answered; 0 for none, and for an address outside this machine, which is never called. */
  readonly status: number;
  /** 1 for the first try of this call. */
  readonly attempt: number;
}

/** Schedules and makes the calls. */
export class Webhooks {
  readonly #base: () => string;
  readonly #now: () => number;
  readonly #chance: () => number;
  readonly #called: (call: WebhookCall) => void;
  readonly #timers = new Map<Task, NodeJS.Timeout[]>();
  readonly #retries = new Set<NodeJS.Timeout>();
  readonly #told = new WeakSet<Clip>();
  readonly #stop = new AbortController();

  constructor(init: {
    base: () => string;
    now: () => number;
    chance: () => number;
    called: (call: WebhookCall) => void;
  }) {
    this.#base = init.base;
    this.#now = init.now;
    this.#chance = init.chance;
    this.#called = init.called;
  }

  /** Tells of an accepted task's clips as they become ready. */
  watch(task: Task): void {
    const habits = habitsOf(task);
    if (!task.order.webhookURL || habits.has('never')) return;
    const clips = habits.has('unordered') ? task.clips.toReversed() : task.clips;
    const last = Math.max(...clips.map((clip) => task.readyAt(clip)));
    const timers: NodeJS.Timeout[] = [];
    for (const [place, clip] of clips.entries()) {
      const at = habits.has('unordered') ? last + place : task.readyAt(clip);
      if (!Number.isFinite(at)) continue;
      const wait = Math.min(Math.max(0, at - this.#now()), LONGEST_TIMER_MS);
      timers.push(setTimeout(() => this.#tell(task, clip), wait).unref());
    }
    this.#timers.set(task, timers);
  }

  /** Tells of all clips of a task not told of yet; resolves when each call was answered once or failed once. */
  async tellNow(task: Task): Promise<void> {
    for (const timer of this.#timers.get(task) ?? []) clearTimeout(timer);
    this.#timers.delete(task);
    const habits = habitsOf(task);
    if (!task.order.webhookURL || habits.has('never')) return;
    const clips = habits.has('unordered') ? task.clips.toReversed() : task.clips;
    for (const clip of clips) await this.#tell(task, clip);
  }

  /** Forgets all calls not made yet. */
  close(): void {
    this.#stop.abort();
    for (const timer of [...this.#timers.values(), ...this.#retries].flat()) clearTimeout(timer);
    this.#timers.clear();
    this.#retries.clear();
  }

  async #tell(task: Task, clip: Clip): Promise<void> {
    if (this.#told.has(clip)) return;
    this.#told.add(clip);
    if (task.clips.every((other) => this.#told.has(other))) this.#timers.delete(task);
    const habits = habitsOf(task);
    const url = task.order.webhookURL ?? '';
    const body = JSON.stringify(this.#body(task, clip));
    if (habits.has('forged')) await this.#call(task, forgedURL(url), forgedBody(task), ATTEMPTS);
    await this.#call(task, url, body, 1);
    if (habits.has('twice')) await this.#call(task, url, body, 1);
  }

  #body(task: Task, clip: Clip): unknown {
    const wrapped = habitsOf(task).has('wrapped');
    if (!clip.fails) {
      const row = task.row(clip, this.#base());
      return wrapped ? {data: [row]} : row;
    }
    const error = {...task.error(), status: 'error'};
    return wrapped ? {data: [], errors: [error]} : error;
  }

  async #call(task: Task, url: string, body: string, attempt: number): Promise<void> {
    const outside = !LOOPBACK.has(new URL(url).hostname);
    const status = outside ? 0 : await this.#post(url, body);
    if (this.#stop.signal.aborted) return;
    this.#called({taskUUID: task.taskUUID, url, body: JSON.parse(body), status, attempt});
    if (outside || (status >= 200 && status < 300) || attempt >= ATTEMPTS) return;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.75 + this.#chance() / 2);
    const timer = setTimeout(() => {
      this.#retries.delete(timer);
      // Nobody waits for a retry; it never rejects.
      void this.#call(task, url, body, attempt + 1);
    }, pause).unref();
    this.#retries.add(timer);
  }

  async #post(url: string, body: string): Promise<number> {
    try {
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(ANSWER_MS)]);
      const headers = {'content-type': 'application/json'};
      const response = await fetch(url, {method: 'POST', headers, body, redirect: 'manual', signal});
      await response.body?.cancel();
      return response.status;
    } catch {
      return 0;
    }
  }
}

function habitsOf(task: Task): Set<string> {
  return new Set(settingsOf(task.switches, 'webhook').map(({value}) => value));
}

/** The same address with every query value replaced (they are all that can authenticate a call). */
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
