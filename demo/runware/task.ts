// One task at Runware: its request, how often it was submitted and polled, and its current state.

import {OUTPUT_FORMATS, priceOf, TASK_TYPE} from '../../worker/contract/index.ts';
import {errorOf, type RunwareError, withDetail} from './errors.ts';
import {type Switches, settingsOf, switchValue} from './prompt-switches.ts';
import type {Random} from './random.ts';
import type {SwitchName} from './switches.ts';
import type {Fields, Order} from './validation.ts';

/** One clip of a task, finished or not. */
export interface Clip {
  /** Its index among the task's clips, from 0. */
  readonly index: number;
  readonly videoUUID: string;
  readonly seed: number;
  /** Whether it ends in an error. */
  readonly fails: boolean;
}

/** State of a task. `refused` was never accepted; `success` has at least one clip. */
export type TaskState = 'refused' | 'processing' | 'success' | 'error';

/** The response to a poll. */
export interface Report {
  readonly data: Fields[];
  readonly errors: RunwareError[];
}

/** A `videoInference` task, created when it is first received and valid. */
export class Task {
  /** The task as received, long strings (images) shortened. */
  readonly received: Fields;
  /** The validated request. */
  readonly order: Order;
  /** The prompt without switches. */
  readonly prompt: string;
  readonly switches: Switches;
  /** Number of submissions. */
  submits = 0;
  /** Number of polls. */
  polls = 0;
  /** Number of acceptances: 0 or 1. */
  accepted = 0;
  /** The error of the last submission, if it was refused. */
  refusal?: RunwareError;
  readonly #clips: readonly Clip[];
  readonly #random: Random;
  readonly #now: () => number;
  readonly #usedFaults = new Map<string, number>();
  #acceptedAt = Infinity;
  #finishedAt = Infinity;

  constructor(init: {
    received: Fields;
    order: Order;
    prompt: string;
    switches: Switches;
    random: Random;
    now: () => number;
  }) {
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

  /** All clips, ready or not, in a stable order. */
  get clips(): readonly Clip[] {
    return this.#clips;
  }

  /** The clips finished so far. */
  get results(): readonly Clip[] {
    return this.#clips.filter((clip) => !clip.fails && this.isReady(clip));
  }

  /** The current state. */
  get state(): TaskState {
    if (!this.accepted) return 'refused';
    if (!this.#clips.every((clip) => this.isReady(clip))) return 'processing';
    return this.#clips.every((clip) => clip.fails) ? 'error' : 'success';
  }

  /** Its cost in micro-dollars. Charged at acceptance, whatever the result (see the switch `refund`). */
  get billedMicroUSD(): number {
    if (!this.accepted) return 0;
    const refunded =
      this.value('refund') === 'yes' ? this.#clips.filter((clip) => clip.fails && this.isReady(clip)) : [];
    return (this.#clips.length - refunded.length) * this.priceMicroUSD;
  }

  /** Price of one clip, in micro-dollars. */
  get priceMicroUSD(): number {
    const cost = Number(this.value('cost'));
    if (!Number.isNaN(cost)) return Math.round(cost * 1e6);
    return priceOf(this.order.preset, this.order.duration) ?? 0;
  }

  /** The value of a switch for this task. */
  value(name: SwitchName): string {
    return switchValue(this.switches, name);
  }

  /** The delay of everything that is slow, in milliseconds. */
  get delayMs(): number {
    return Number(this.value('delay')) * 1000;
  }

  /** Returns the value of the first setting of a switch that still has occurrences, and uses one up; else `none`. */
  take(name: SwitchName): string {
    for (const [index, {value, count}] of settingsOf(this.switches, name).entries()) {
      const key = `${name} ${index}`;
      const used = this.#usedFaults.get(key) ?? 0;
      if (value === 'none' || used >= count) continue;
      this.#usedFaults.set(key, used + 1);
      return value;
    }
    return 'none';
  }

  /** A random fault with the probability of the switch `chaos`; else `none`. */
  chance<T extends string>(faults: readonly T[]): T | 'none' {
    const share = Number(this.value('chaos'));
    if (share === 0 || this.#random.next() >= share) return 'none';
    return faults[this.#random.below(faults.length)] ?? 'none';
  }

  /** Accepts the task: rendering starts and the price is charged. */
  accept(): void {
    this.accepted++;
    delete this.refusal;
    this.#acceptedAt = this.#now();
    if (settingsOf(this.switches, 'webhook').some(({value}) => value === 'early')) this.finish();
  }

  /** Completes the task now. */
  finish(): void {
    this.#finishedAt = Math.min(this.#finishedAt, this.#now());
  }

  /** Time at which a clip is ready, in milliseconds since 1970. */
  readyAt(clip: Clip): number {
    const seconds = this.value('seconds') === 'never' ? Infinity : Number(this.value('seconds'));
    const stagger = this.value('stagger') === 'auto' ? seconds / 4 : Number(this.value('stagger'));
    const delay = clip.index === 0 ? seconds : seconds + stagger * clip.index;
    return Math.min(this.#acceptedAt + delay * 1000, this.#finishedAt);
  }

  /** Whether a clip is finished or has failed. */
  isReady(clip: Clip): boolean {
    return this.#now() >= this.readyAt(clip);
  }

  /** Whether a clip's `ttl` has expired. */
  isExpired(clip: Clip): boolean {
    return this.#now() >= this.readyAt(clip) + (this.order.ttl ?? Infinity) * 1000;
  }

  /** The current response to a poll: always every clip, in the same order. */
  report(base: string): Report {
    const ready = this.#clips.filter((clip) => this.isReady(clip));
    const failed = ready.filter((clip) => clip.fails);
    const reported = this.value('form') === 'once' ? failed.slice(0, 1) : failed;
    const inRows = this.value('form') === 'b' || this.value('form') === 'text';
    return {
      data: this.#clips.filter((clip) => inRows || !failed.includes(clip)).map((clip) => this.row(clip, base)),
      errors: inRows ? [] : reported.map(() => ({...this.error(), status: 'error'})),
    };
  }

  /** The error of its failing clips. */
  error(): RunwareError {
    const error = errorOf(this.value('fail'), {taskType: TASK_TYPE, taskUUID: this.taskUUID});
    return withDetail(error, this.value('detail'));
  }

  /** The current row of one clip. */
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
      ...(this.value('url') !== 'signed' && {videoUUID: clip.videoUUID}),
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
    if (this.value('url') === 'signed')
      return `${host}${folder}/${clip.videoUUID}/clip.${extension}?signature=${this.polls}-${this.submits}`;
    return `${host}${folder}/${clip.videoUUID}.${extension}`;
  }

  /** One line for the log. */
  toString(): string {
    const {preset, duration, numberResults, outputFormat, firstFrame} = this.order;
    const size = `${preset.width}x${preset.height}`;
    const prompt = this.prompt.length > 60 ? `${this.prompt.slice(0, 59)}…` : this.prompt;
    return `${size} ${duration}s ×${numberResults} ${outputFormat}${firstFrame ? ' +frame' : ''} "${prompt}"`;
  }
}

// TypeScript's library does not declare `JSON.rawJSON` yet.
function rawJSON(text: string): unknown {
  return (JSON as unknown as {rawJSON(text: string): unknown}).rawJSON(text);
}
