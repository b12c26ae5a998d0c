// The envelope of `POST /v1`: an array of tasks in, `data` and `errors` out.

import {TASK_TYPE, UUID_V4} from '../../worker/contract/index.ts';
import {answerAccount, answerStorage} from './account.ts';
import {detailed, errorOf, type RunwareError, statusOf} from './errors.ts';
import {ACCEPTED_FAULTS, PASSING_POLL_FAULTS, PASSING_SUBMIT_FAULTS, type Reply, refusal, replyOf} from './faults.ts';
import {Random} from './random.ts';
import {parseSwitches, type Switches, switchValue} from './switches.ts';
import {type Report, Task} from './task.ts';
import {type Fields, isFields, readOrder} from './validation.ts';

/** How many tasks are remembered; the oldest go first. */
const MAX_TASKS = 10_000;
/** Characters from which a string in a request is an image, and kept only by its beginning. */
const LONG = 4096;

/** What became of one task object of a request. */
interface Outcome {
  readonly data?: readonly Fields[];
  readonly errors?: readonly RunwareError[];
  /** HTTP status, where this outcome decides it. */
  readonly status?: number;
  /** A fault that takes the place of the whole answer. */
  readonly reply?: Reply;
  readonly delayMs?: number;
  /** The task that this outcome accepted. */
  readonly accepted?: Task;
  /** In a few words, for the log. */
  readonly words: string;
}

/** What to answer to a request, and what to do about it. */
export interface Answer {
  readonly reply: Reply;
  readonly delayMs: number;
  /** The tasks that the request got accepted. */
  readonly accepted: readonly Task[];
}

/** Runware's REST interface, without its HTTP. */
export class Api {
  /** The tasks, by upstream UUID, the oldest first. */
  readonly tasks = new Map<string, Task>();
  /** How many `videoInference` and how many `getResponse` task objects came in with a right key. */
  readonly counts = {submits: 0, polls: 0};
  readonly #init: ApiInit;

  constructor(init: ApiInit) {
    this.#init = init;
  }

  /** Answers one request body. */
  answer(body: unknown, headers: {authorization?: string | undefined; dryRun: boolean}): Answer {
    if (!Array.isArray(body) || body.length === 0 || !body.every(isFields)) {
      const message = 'The request body must be a JSON array of task objects.';
      return this.#only(refusal(errorOf('invalidRequest', {message})), `a body that is no array of tasks → 400`);
    }
    const [first = {}, ...rest] = body as readonly Fields[];
    const byBody = first.taskType === 'authentication';
    const key = byBody ? first.apiKey : /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
    if (typeof key !== 'string' || !this.#init.apiKeys.includes(key)) {
      return this.#only(refusal(errorOf('invalidApiKey')), `${body.length} task(s) with a wrong key → 401`);
    }
    const authenticated = {taskType: 'authentication', connectionSessionUUID: this.#init.random.uuid()};
    const duplicate = findDuplicate(body);
    const outcomes = (byBody ? rest : [first, ...rest]).map((fields) => {
      const outcome = duplicate ? refused(duplicate) : this.#handle(fields, headers.dryRun);
      const uuid = String(fields.taskUUID ?? 'no UUID').slice(0, 8);
      this.#init.log(`${fields.taskType} ${uuid} ${outcome.words}`);
      return outcome;
    });
    return combine(byBody ? [{data: [authenticated], words: ''}, ...outcomes] : outcomes);
  }

  #only(reply: Reply, words: string): Answer {
    this.#init.log(words);
    return {reply, delayMs: 0, accepted: []};
  }

  #handle(fields: Fields, dryRun: boolean): Outcome {
    switch (fields.taskType) {
      case TASK_TYPE:
        this.counts.submits++;
        return this.#submit(fields, dryRun);
      case 'getResponse':
        this.counts.polls++;
        return this.#poll(fields);
      case 'getTaskDetails':
        return this.#details(fields);
      case 'ping':
        return {data: [{taskType: 'ping', pong: true}], words: '→ pong'};
      case 'accountManagement':
        return told(answerAccount(fields, switchValue(this.#init.defaults, 'balance'), this.billedMicroUSD));
      case 'imageUpload':
      case 'mediaStorage':
        return told(answerStorage(fields, this.#init.random.uuid(), this.#init.base()));
      default: {
        const message = `Unsupported task type '${fields.taskType}'.`;
        return refused(errorOf('unsupportedTaskType', {message, parameter: 'taskType', ...nameOf(fields)}));
      }
    }
  }

  /** What all tasks have cost so far, in micro-dollars. */
  get billedMicroUSD(): number {
    return [...this.tasks.values()].reduce((sum, task) => sum + task.billedMicroUSD, 0);
  }

  #submit(fields: Fields, dryRun: boolean): Outcome {
    const order = readOrder(fields);
    if ('code' in order) return refused({...order, ...nameOf(fields)});
    const {prompt, switches: own, problem} = parseSwitches(order.positivePrompt);
    if (problem) {
      const more = {message: `Stand-in switches: ${problem}`, parameter: 'positivePrompt', ...nameOf(fields)};
      return refused(errorOf('invalidPositivePrompt', more));
    }
    const {taskUUID} = order;
    const known = this.tasks.get(taskUUID);
    const task =
      known ?? this.#create({received: shortened(fields), order, prompt, switches: {...this.#init.defaults, ...own}});
    if (dryRun) {
      const cost = (task.priceMicroUSD * order.numberResults) / 1e6;
      return {data: [{taskType: TASK_TYPE, taskUUID, cost}], words: `${task} → dry run, $${cost}`};
    }
    if (!known) this.#remember(task);
    task.submits++;
    return this.#accept(task);
  }

  #accept(task: Task): Outcome {
    const {taskUUID} = task;
    const row = {taskType: TASK_TYPE, taskUUID};
    const wanted = task.take('submit');
    const fault = wanted === 'none' ? task.chance(PASSING_SUBMIT_FAULTS) : wanted;
    const reply = replyOf(fault, taskUUID);
    if (reply && !ACCEPTED_FAULTS.has(fault)) return {reply, words: `${task} → fault ${fault}`};
    const code = task.take('reject');
    if (code !== 'none') {
      const error = detailed(errorOf(code, row), task.value('detail'));
      task.refusal = error;
      return refused(error, `${task} → `);
    }
    const again = task.accepted > 0;
    if (!again) task.accept();
    const accepted = again ? {} : {accepted: task};
    if (reply) return {reply, ...accepted, words: `${task} → ${again ? 'seen before' : 'accepted'}, fault ${fault}`};
    if (again) {
      task.refusal = errorOf('conflictTaskUUID', row);
      return refused(task.refusal, `${task} → `);
    }
    return {
      data: task.value('ack') === 'empty' ? [] : [row],
      ...accepted,
      delayMs: fault === 'slow' ? task.delayMs : 0,
      words: `${task} → accepted, $${task.billedMicroUSD / 1e6}`,
    };
  }

  #create(init: {received: Fields; order: Task['order']; prompt: string; switches: Switches}): Task {
    // Each task has its own chance, so that what happens to one does not depend on how calls for others interleave.
    const random = new Random(this.#init.random.below(2 ** 32));
    return new Task({...init, random, now: this.#init.now});
  }

  #remember(task: Task): void {
    this.tasks.set(task.taskUUID, task);
    const [oldest] = this.tasks.keys();
    if (oldest && this.tasks.size > MAX_TASKS) this.tasks.delete(oldest);
  }

  #poll(fields: Fields): Outcome {
    const wrong = wrongUUID(fields);
    if (wrong) return wrong;
    const taskUUID = String(fields.taskUUID);
    const task = this.tasks.get(taskUUID);
    if (!task) return this.#unknown(taskUUID);
    task.polls++;
    const hit = task.polls % Math.max(1, Number(task.value('pollevery'))) === 0;
    const wanted = hit ? task.take('poll') : 'none';
    const fault = wanted === 'none' ? task.chance(PASSING_POLL_FAULTS) : wanted;
    const reply = replyOf(fault, taskUUID);
    if (reply) return {reply, words: `→ fault ${fault}`};
    if (!task.accepted) return this.#unknown(taskUUID);
    const {data, errors} = task.report(this.#init.base());
    const words = `→ ${task.state}, ${task.results.length} of ${task.clips.length} ready`;
    const status = errors.length > 0 ? Number(task.value('failstatus')) : 200;
    return {data, errors, status, delayMs: fault === 'slow' ? task.delayMs : 0, words};
  }

  #unknown(taskUUID: string): Outcome {
    return switchValue(this.#init.defaults, 'unknown') === 'empty'
      ? {data: [], words: '→ unknown, no rows'}
      : refused(errorOf('taskNotFound', {taskUUID}));
  }

  #details(fields: Fields): Outcome {
    const wrong = wrongUUID(fields);
    if (wrong) return wrong;
    const task = this.tasks.get(String(fields.taskUUID));
    if (!task) return refused(errorOf('taskNotFound', nameOf(fields)));
    // As reported of Runware: the last answer counts, so a refused resubmit hides the outcome of the task itself.
    const response = task.refusal ? {errors: [task.refusal]} : envelope(task.report(this.#init.base()));
    const row = {taskType: 'getTaskDetails', taskUUID: task.taskUUID, request: [task.received], response};
    return {data: [row], words: `→ ${task.state}`};
  }
}

/** What an {@link Api} needs. */
export interface ApiInit {
  readonly apiKeys: readonly string[];
  readonly defaults: Switches;
  readonly random: Random;
  readonly now: () => number;
  /** Address of the server, without a path. */
  readonly base: () => string;
  readonly log: (line: string) => void;
}

/** A copy in which every long string (an image) is shortened. */
export function shortened<T>(value: T): T {
  return shorten(value) as T;
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string' && value.length > LONG) {
    // By way of bytes: a mere slice would keep the whole string in memory.
    return `${Buffer.from(value.slice(0, 64)).toString()}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) return value.map(shorten);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shorten(inner)]));
}

function combine(outcomes: readonly Outcome[]): Answer {
  const data = outcomes.flatMap((outcome) => outcome.data ?? []);
  const errors = outcomes.flatMap((outcome) => outcome.errors ?? []);
  // What a batch of mixed outcomes answers is not known; 200 with both lists fits the documentation's examples.
  const failed = outcomes.length > 0 && outcomes.every((outcome) => outcome.errors?.length);
  const status = failed ? (outcomes[0]?.status ?? 200) : 200;
  const reply = outcomes.find((outcome) => outcome.reply)?.reply;
  return {
    reply: reply ?? {kind: 'answer', status, body: envelope({data, errors})},
    delayMs: Math.max(0, ...outcomes.map((outcome) => outcome.delayMs ?? 0)),
    accepted: outcomes.flatMap((outcome) => outcome.accepted ?? []),
  };
}

/** A clean success has no `errors`. */
function envelope({data, errors}: Report): Partial<Report> {
  return errors.length > 0 ? {data, errors} : {data};
}

function refused(error: RunwareError, before = '→ '): Outcome {
  const status = statusOf(error.code);
  const {parameter = ''} = error;
  return {errors: [error], status, words: `${before}${error.code} ${status} ${String(parameter)}`.trimEnd()};
}

function told(answer: Fields | RunwareError): Outcome {
  return isError(answer) ? refused(answer) : {data: [answer], words: '→ ok'};
}

function isError(answer: Fields | RunwareError): answer is RunwareError {
  return 'code' in answer;
}

function nameOf({taskType, taskUUID}: Fields): {taskType?: string; taskUUID?: string} {
  return {
    ...(typeof taskType === 'string' && {taskType}),
    ...(typeof taskUUID === 'string' && {taskUUID}),
  };
}

function wrongUUID(fields: Fields): Outcome | undefined {
  if (typeof fields.taskUUID === 'string' && UUID_V4.test(fields.taskUUID)) return undefined;
  const message = "'taskUUID' must be a UUID v4.";
  return refused(errorOf('invalidTaskUUID', {message, parameter: 'taskUUID', ...nameOf(fields)}));
}

function findDuplicate(tasks: readonly Fields[]): RunwareError | undefined {
  const seen = new Set<unknown>();
  for (const {taskType, taskUUID} of tasks) {
    if (taskType !== TASK_TYPE) continue;
    if (seen.has(taskUUID)) return errorOf('conflictTaskUUID', nameOf({taskType, taskUUID}));
    seen.add(taskUUID);
  }
  return undefined;
}
