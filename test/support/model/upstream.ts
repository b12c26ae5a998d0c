// A Runware that owns the truth and lies about it: every task it has taken, billed and made, under every answer it could give.

import {readReply} from '../../../worker/runware/call.ts';
import {type Poll, pollOf, type Submission, submissionOf} from '../../../worker/runware/client.ts';

/** Error codes of every kind, and some of none. */
export const CODES = [
  'serviceUnavailable',
  'internalServerError',
  'timeoutProvider',
  'providerError',
  'taskFailed',
  'rateLimitExceeded',
  'insufficientCredits',
  'invalidProviderContent',
  'unsupportedParameter',
  'invalidTaskUUID',
  'taskNotFound',
  'taskExpired',
  'taskFailedOrNotFound',
  'conflictTaskUUID',
  'somethingNew',
  '',
] as const;

/** HTTP statuses that answers come with. */
export const STATUSES = [200, 400, 401, 402, 403, 404, 408, 429, 500, 503, 504] as const;

/** How an error stands in an answer. */
export const SHAPES = ['named', 'nameless', 'row', 'bare', 'singular', 'html', 'nothing'] as const;

/** What happens to one call, in place of the truth. */
export interface Fault {
  /**
   * Of a submit: whether and when the task arrives, and whether the answer does. `twice`: the answer is that of the second
   * arrival, or the error. `late`: it arrives after the answer got lost. `repeated`: of a poll, each row and error stands there twice.
   */
  way: 'lost' | 'unanswered' | 'twice' | 'late' | 'error' | 'rowAndError' | 'repeated';
  code: (typeof CODES)[number];
  status: (typeof STATUSES)[number];
  shape: (typeof SHAPES)[number];
  /** Whether Runware calls the webhook while the answer is under way. */
  isCalling: boolean;
}

/** A task as it is in truth. */
export interface Task {
  uuid: string;
  account: string;
  clips: readonly {path: string; readyAt: number; fails: boolean}[];
  microUSD: number;
}

/** How Runware tells of finished clips. */
export type Naming = 'uuid' | 'path' | 'sometimes';

const USD = 0.28;

/** See above. */
export class Upstream {
  /** Everything that was taken, each billed once. */
  readonly tasks: Task[] = [];
  /** Faults of the next calls, in order; without one the truth is told. */
  faults: Fault[] = [];
  /** Keys by fingerprint, each of an account; absent ones are refused. */
  keys = new Map<string, string>();
  /** Called while an answer is under way, where a fault says so. */
  onCall: (uuid: string) => void = () => {};
  #late: (() => void)[] = [];
  #signature = 0;
  readonly #now: () => number;
  readonly #naming: Naming;

  constructor(now: () => number, naming: Naming) {
    this.#now = now;
    this.#naming = naming;
  }

  /** What arrives late arrives now. */
  deliverLate(): void {
    for (const deliver of this.#late.splice(0)) deliver();
  }

  submit(keyId: string, uuid: string, clips: Task['clips']): Submission {
    const account = this.keys.get(keyId);
    if (account === undefined) return this.#submission(uuid, 401, {errors: [{code: 'invalidApiKey'}]});
    const take = () => this.#take(uuid, account, clips);
    const fault = this.faults.shift();
    if (fault?.isCalling) this.onCall(uuid);
    switch (fault?.way) {
      case undefined:
      case 'repeated':
        return this.#submission(uuid, ...take());
      case 'lost':
        return {kind: 'unknown', detail: 'TimeoutError'};
      case 'unanswered':
        take();
        return {kind: 'unknown', detail: 'TimeoutError'};
      case 'late':
        this.#late.push(take);
        return {kind: 'unknown', detail: 'TimeoutError'};
      case 'twice':
        take();
        // The second arrival is a conflict, or is turned away before it is looked at.
        if (/rateLimit|Credits/.test(fault.code))
          return this.#submission(uuid, fault.status, {errors: [{code: fault.code}]});
        return this.#submission(uuid, ...take());
      case 'error':
        return this.#submission(uuid, fault.status, this.#error(fault, uuid));
      case 'rowAndError':
        take();
        return this.#submission(uuid, fault.status, {
          data: [{taskUUID: uuid}],
          errors: [{code: fault.code, taskUUID: uuid}],
        });
    }
  }

  #take(uuid: string, account: string, clips: Task['clips']): [number, object] {
    // Accounts know nothing of each other.
    if (this.tasks.some((task) => task.uuid === uuid && task.account === account))
      return [400, {data: [], errors: [{code: 'conflictTaskUUID', taskUUID: uuid}]}];
    this.tasks.push({uuid, account, clips, microUSD: Math.round(clips.length * USD * 1e6)});
    return [200, {data: [{taskType: 'videoInference', taskUUID: uuid}]}];
  }

  #submission(uuid: string, status: number, body: object | string): Submission {
    return submissionOf(readReply({status, text: textOf(body)}), uuid);
  }

  poll(keyId: string, uuid: string): Poll {
    const account = this.keys.get(keyId);
    if (account === undefined) return this.#poll(uuid, 401, {errors: [{code: 'invalidApiKey'}]});
    const fault = this.faults.shift();
    if (fault?.isCalling) this.onCall(uuid);
    switch (fault?.way) {
      case undefined:
        return this.#poll(uuid, 200, this.#truth(uuid, account));
      case 'lost':
      case 'unanswered':
      case 'late':
        return {kind: 'failed', detail: 'TimeoutError'};
      case 'error':
        return this.#poll(uuid, fault.status, this.#error(fault, uuid));
      case 'twice':
        // Some of the rows, in another order.
        return this.#poll(uuid, 200, {data: this.#truth(uuid, account).data.toReversed().slice(0, 1)});
      case 'repeated': {
        const {data, errors = []} = this.#truth(uuid, account);
        return this.#poll(uuid, 200, {data: [...data, ...data], errors: [...errors, ...errors]});
      }
      case 'rowAndError': {
        const {data} = this.#truth(uuid, account);
        return this.#poll(uuid, fault.status, {data, errors: [{code: fault.code, taskUUID: uuid}]});
      }
    }
  }

  #poll(uuid: string, status: number, body: object | string): Poll {
    return pollOf(readReply({status, text: textOf(body)}), uuid);
  }

  #truth(uuid: string, account: string): {data: object[]; errors?: object[]} {
    const task = this.tasks.find((other) => other.uuid === uuid && other.account === account);
    const clips = task?.clips ?? [];
    const failed = clips.filter((clip) => clip.fails && clip.readyAt <= this.#now());
    const data = clips.filter((clip) => !failed.includes(clip)).map((clip) => this.#row(uuid, clip));
    return failed.length === 0
      ? {data}
      : {data, errors: failed.map(() => ({code: 'invalidProviderContent', taskUUID: uuid}))};
  }

  #row(uuid: string, {path, readyAt}: Task['clips'][number]): object {
    if (readyAt > this.#now()) return {taskUUID: uuid, status: 'processing'};
    const isNamed = this.#naming === 'uuid' || (this.#naming === 'sometimes' && ++this.#signature % 2 === 0);
    const videoURL = `https://vm${++this.#signature}.runware.ai${path}?signature=${this.#signature}`;
    return {
      taskUUID: uuid,
      status: 'success',
      videoURL,
      cost: USD,
      ...(isNamed && {videoUUID: `named-${path.replace(/\W/g, '')}`}),
    };
  }

  #error({code, shape}: Fault, uuid: string): object | string {
    switch (shape) {
      case 'named':
        return {data: [], errors: [{code, taskUUID: uuid}]};
      case 'nameless':
        return {data: [], errors: [{code}]};
      case 'row':
        return {data: [{taskUUID: uuid, status: 'error', error: {code}}]};
      case 'bare':
        return [{code, taskUUID: uuid}];
      case 'singular':
        return {error: {code}, taskUUID: uuid};
      case 'html':
        return '<html>';
      case 'nothing':
        return {data: []};
    }
  }
}

function textOf(body: object | string): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
