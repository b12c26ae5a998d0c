// One task at Runware: what was asked, how often it was sent and polled, and what has become of it by now.

import {OUTPUT_FORMATS, priceOf, TASK_TYPE} from '../../worker/contract/index.ts';
import {detailed, errorOf, type RunwareError} from './errors.ts';
import type {Random} from './random.ts';
import {type Switches, type SwitchName, settingsOf, switchValue} from './switches.ts';
import type {Fields, Order} from './validation.ts';

/** One clip of a task, made or in the making. */
export interface Clip {
  /** Its place among the task's clips, from 0. */
  readonly index: number;
  readonly videoUUID: string;
  readonly seed: number;
  /** Whether it ends in an error. */
  readonly fails: boolean;
}

/** Where a task stands. `refused` was never accepted; `success` has at least one clip. */
export type TaskState = 'refused' | 'processing' | 'success' | 'error';

/** What a poll tells about a task. */
export interface Report {
  readonly data: Fields[];
  readonly errors: RunwareError[];
}

/** A `videoInference` task, from its first valid arrival on. */
export class Task {
  /** The task as it came, long strings (images) shortened. */
  readonly received: Fields;
  /** What it asks for. */
  readonly order: Order;
  /** Its prompt, without switches. */
  readonly prompt: string;
  readonly switches: Switches;
  /** How often it was sent. */
  submits = 0;
  /** How often it was polled. */
  polls = 0;
  /** How often it was accepted: 0 or 1. */
  accepted = 0;
  /** The error of the last time it was sent, if that was refused. */
  refusal?: RunwareError;
  readonly #clips: readonly Clip[];
  readonly #random: Random;
  readonly #now: () => number;
  readonly #spent: Map<string, number>;
  #acceptedAt = Infinity;
  #finishedAt = Infinity;

  constructor(init: {
    received: Fields;
    order: Order;
    prompt: string;
    switches: Switches;
    random: Random;
    now: () => number;
    /** The same request under another UUID, refused as a conflict: what it has met need not be met again. */
    before: Task | undefined;
  }) {
    this.#spent = init.before ? new Map(init.before.#spent) : new Map();
    ({received: this.received, order: this.order, prompt: this.prompt, switches: this.switches} = init);
    this.#random = init.random;
    this.#now = init.now;
    const {numberResults} = this.order;
    const firstFailing =
      numberResults - (this.value('fail') === 'none' ? 0 : settingsOf(this.switches, 'fail')[0].count);
    this.#clips = Array.from({length: numberResults}, (_, index) => ({
      index,
      videoUUID: this.#random.uuid(),
      seed: this.#random.below(2 ** 31),
      fails: index >= firstFailing,
    }));
  }

  /** The upstream UUID. */
  get taskUUID(): string {
    return this.order.taskUUID;
  }

  /** All its clips, ready or not, in their stable order. */
  get clips(): readonly Clip[] {
    return this.#clips;
  }

  /** The clips made so far. */
  get results(): readonly Clip[] {
    return this.#clips.filter((clip) => !clip.fails && this.isReady(clip));
  }

  /** Where it stands now. */
  get state(): TaskState {
    if (!this.accepted) return 'refused';
    if (!this.#clips.every((clip) => this.isReady(clip))) return 'processing';
    return this.#clips.every((clip) => clip.fails) ? 'error' : 'success';
  }

  /** What it has cost, in micro-dollars: charged at acceptance, whatever becomes of it (see the switch `refund`). */
  get billedMicroUSD(): number {
    if (!this.accepted) return 0;
    const refunded =
      this.value('refund') === 'yes' ? this.#clips.filter((clip) => clip.fails && this.isReady(clip)) : [];
    return (this.#clips.length - refunded.length) * this.priceMicroUSD;
  }

  /** What one of its clips costs, in micro-dollars. */
  get priceMicroUSD(): number {
    const cost = Number(this.value('cost'));
    if (!Number.isNaN(cost)) return Math.round(cost * 1e6);
    return priceOf(this.order.preset, this.order.duration) ?? 0;
  }

  /** The value of a switch for this task. */
  value(name: SwitchName): string {
    return switchValue(this.switches, name);
  }

  /** The seconds behind everything called slow, as milliseconds. */
  get delayMs(): number {
    return Number(this.value('delay')) * 1000;
  }

  /** Uses up one occurrence of a switch's first setting that has some left; its value, or `none`. */
  take(name: SwitchName): string {
    for (const [place, {value, count}] of settingsOf(this.switches, name).entries()) {
      const key = `${name} ${place}`;
      const spent = this.#spent.get(key) ?? 0;
      if (value === 'none' || spent >= count) continue;
      this.#spent.set(key, spent + 1);
      return value;
    }
    return 'none';
  }

  /** One of these at random, as often as the switch `chaos` says; else `none`. */
  chance<T extends string>(faults: readonly T[]): T | 'none' {
    const share = Number(this.value('chaos'));
    if (share === 0 || this.#random.next() >= share) return 'none';
    return faults[this.#random.below(faults.length)] ?? 'none';
  }

  /** Takes it on: the clock starts, the money is spent. */
  accept(): void {
    this.accepted++;
    delete this.refusal;
    this.#acceptedAt = this.#now();
    if (settingsOf(this.switches, 'webhook').some(({value}) => value === 'early')) this.finish();
  }

  /** Completes it now. */
  finish(): void {
    this.#finishedAt = Math.min(this.#finishedAt, this.#now());
  }

  /** When a clip is or was ready, in milliseconds since 1970. */
  readyAt(clip: Clip): number {
    const seconds = this.value('seconds') === 'never' ? Infinity : Number(this.value('seconds'));
    const stagger = this.value('stagger') === 'auto' ? seconds / 4 : Number(this.value('stagger'));
    const waited = clip.index === 0 ? seconds : seconds + stagger * clip.index;
    return Math.min(this.#acceptedAt + waited * 1000, this.#finishedAt);
  }

  /** Whether a clip is made, or has failed, by now. */
  isReady(clip: Clip): boolean {
    return this.#now() >= this.readyAt(clip);
  }

  /** Whether a clip's `ttl` has run out. */
  isExpired(clip: Clip): boolean {
    return this.#now() >= this.readyAt(clip) + (this.order.ttl ?? Infinity) * 1000;
  }

  /** What a poll tells now: every clip, every time, in the same order. */
  report(base: string): Report {
    const ready = this.#clips.filter((clip) => this.isReady(clip));
    const failed = ready.filter((clip) => clip.fails);
    const told = this.value('form') === 'once' ? failed.slice(0, 1) : failed;
    const inRows = this.value('form') === 'b' || this.value('form') === 'text';
    return {
      data: this.#clips.filter((clip) => inRows || !failed.includes(clip)).map((clip) => this.row(clip, base)),
      errors: inRows ? [] : told.map(() => ({...this.error(), status: 'error'})),
    };
  }

  /** The error that its failing clips end in. */
  error(): RunwareError {
    const error = errorOf(this.value('fail'), {taskType: TASK_TYPE, taskUUID: this.taskUUID});
    return detailed(error, this.value('detail'));
  }

  /** What is told of one clip now. */
  row(clip: Clip, base: string): Fields {
    const row = {taskType: TASK_TYPE, taskUUID: this.taskUUID};
    if (!this.isReady(clip)) return {...row, ...this.#status('processing'), ...this.#progress(clip)};
    if (!clip.fails) return {...row, ...this.#status('success'), ...this.#success(clip, base)};
    const {code, message} = this.error();
    return {...row, ...this.#status('error'), error: this.value('form') === 'text' ? message : {code, message}};
  }

  #status(documented: string): Fields {
    const word = this.value('status');
    if (word === 'missing') return {};
    return {status: word === 'documented' || documented !== 'processing' ? documented : word};
  }

  #progress(clip: Clip): Fields {
    switch (this.value('progress')) {
      case 'rising': {
        const share = (this.#now() - this.#acceptedAt) / (this.readyAt(clip) - this.#acceptedAt);
        return {progress: Math.floor(Math.max(0, share) * 100)};
      }
      case 'backwards':
        return {progress: [20, 60, 35, 80, 50][this.polls % 5]};
      case 'constant':
        return {progress: 50};
      default:
        return {};
    }
  }

  #success(clip: Clip, base: string): Fields {
    const {value: nsfw, count} = settingsOf(this.switches, 'nsfw')[0];
    const flagged = nsfw !== 'none' && clip.index < count;
    const cost = this.value('cost');
    return {
      videoUUID: clip.videoUUID,
      ...(this.value('url') !== 'absent' && !(flagged && nsfw === 'withheld') && {videoURL: this.#url(clip, base)}),
      ...this.#seed(clip),
      ...(this.order.includeCost && cost !== 'absent' && {cost: this.priceMicroUSD / 1e6}),
      ...((this.order.checked || flagged) && {NSFWContent: flagged}),
    };
  }

  #seed(clip: Clip): Fields {
    switch (this.value('seed')) {
      case 'huge':
        return {seed: rawJSON('9223372036854775807')};
      case 'absent':
        return {};
      default:
        return {seed: clip.seed};
    }
  }

  #url(clip: Clip, base: string): string {
    const {extension} = OUTPUT_FORMATS[this.order.outputFormat];
    const folder = this.value('url') === 'path' ? '/video/ws/5/vi' : '/video/os/a12d13/ws/5/vi';
    const host = this.value('url') === 'host' ? base.replace('127.0.0.1', 'localhost') : base;
    return `${host}${folder}/${clip.videoUUID}.${extension}`;
  }

  /** In one line, for the log. */
  toString(): string {
    const {preset, duration, numberResults, outputFormat, firstFrame} = this.order;
    const size = `${preset.width}x${preset.height}`;
    const words = this.prompt.length > 60 ? `${this.prompt.slice(0, 59)}…` : this.prompt;
    return `${size} ${duration}s ×${numberResults} ${outputFormat}${firstFrame ? ' +frame' : ''} "${words}"`;
  }
}

// TypeScript's library does not have it yet; Node does.
function rawJSON(text: string): unknown {
  return (JSON as unknown as {rawJSON(text: string): unknown}).rawJSON(text);
}
