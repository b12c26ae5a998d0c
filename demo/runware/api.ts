// Runware's request format at `POST /v1`: an array of tasks in, `data` and `errors` out.

import {TASK_TYPE, UUID_V4} from '../../worker/contract/index.ts';
import {answerAccount, answerStorage} from './account.ts';
import {errorOf, type RunwareError, statusOf, withDetail} from './errors.ts';
import {
  ACCEPTED_FAULTS,
  type Reply,
  refusal,
  replyOf,
  TRANSIENT_POLL_FAULTS,
  TRANSIENT_SUBMIT_FAULTS,
} from './faults.ts';
import {parseSwitches, type Switches, switchValue} from './prompt-switches.ts';
import {Random} from './random.ts';
import {type Report, Task} from './task.ts';
import {type Fields, isFields, readOrder} from './validation.ts';

/** Number of tasks kept; the oldest are dropped first. */
const MAX_TASKS = 10_000;
/** Longer strings in a request are images; only their beginning is kept. In characters. */
const MAX_KEPT_LENGTH = 4096;

/** The result of one task object of a request. */
interface Outcome {
  readonly data?: readonly Fields[];
  readonly errors?: readonly RunwareError[];
  /** HTTP status, if this outcome determines it. */
  readonly status?: number;
  /** A fault that replaces the whole response. */
  readonly reply?: Reply;
  readonly delayMs?: number;
  /** The task that this outcome accepted. */
  readonly accepted?: Task;
  /** Summary for the log. */
  readonly summary: string;
}

/** The response to a request, and the tasks to follow up. */
export interface Answer {
  readonly reply: Reply;
  readonly delayMs: number;
  /** The tasks accepted with this request. */
  readonly accepted: readonly Task[];
}

/** Runware's API, without HTTP. */
export class Api {
  /** Tasks by upstream UUID, the oldest first. */
  readonly tasks = new Map<string, Task>();
  /** Number of `videoInference` and `getResponse` task objects received with a valid key. */
  readonly counts = {submits: 0, polls: 0};
  readonly #init: ApiInit;

  constructor(init: ApiInit) {
    this.#init = init;
  }

  /** Answers one request body. */
  answer(body: unknown, headers: {authorization?: string | undefined; dryRun: boolean}): Answer {
    if (!Array.isArray(body) || body.length === 0 || !body.every(isFields)) {
      const message = 'The request body must be a JSON array of task objects.';
      return this.#replyOnly(refusal(errorOf('invalidRequest', {message})), `body is not an array of tasks → 400`);
    }
    const [first = {}, ...rest] = body as readonly Fields[];
    const keyInBody = first.taskType === 'authentication';
    const key = keyInBody ? first.apiKey : /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
    if (typeof key !== 'string' || !this.#init.apiKeys.includes(key)) {
      return this.#replyOnly(refusal(errorOf('invalidApiKey')), `${body.length} task(s) with a wrong key → 401`);
    }
    const authenticated = {taskType: 'authentication', connectionSessionUUID: this.#init.random.uuid()};
    const duplicate = findDuplicate(body);
    const outcomes = (keyInBody ? rest : [first, ...rest]).map((fields) => {
      const outcome = duplicate ? refused(duplicate) : this.#handle(fields, headers.dryRun);
      const uuid = String(fields.taskUUID ?? 'no UUID').slice(0, 8);
      this.#init.log(`${fields.taskType} ${uuid} ${outcome.summary}`);
      return outcome;
    });
    return combine(keyInBody ? [{data: [authenticated], summary: ''}, ...outcomes] : outcomes);
  }

  #replyOnly(reply: Reply, summary: string): Answer {
    this.#init.log(summary);
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
        return {data: [{taskType: 'ping', pong: true}], summary: '→ pong'};
      case 'accountManagement':
        return outcomeOf(answerAccount(fields, switchValue(this.#init.defaults, 'balance'), this.billedMicroUSD));
      case 'imageUpload':
      case 'mediaStorage':
        return outcomeOf(answerStorage(fields, this.#init.random.uuid(), this.#init.base()));
      default: {
        const message = `Unsupported task type '${fields.taskType}'.`;
        return refused(errorOf('unsupportedTaskType', {message, parameter: 'taskType', ...identityOf(fields)}));
      }
    }
  }

  /** Total cost of all tasks so far, in micro-dollars. */
  get billedMicroUSD(): number {
    return [...this.tasks.values()].reduce((sum, task) => sum + task.billedMicroUSD, 0);
  }

  #submit(fields: Fields, dryRun: boolean): Outcome {
    const order = readOrder(fields);
    if ('code' in order) return refused({...order, ...identityOf(fields)});
    const {prompt, switches: own, problem} = parseSwitches(order.positivePrompt);
    if (problem) {
      const more = {message: `Stand-in switches: ${problem}`, parameter: 'positivePrompt', ...identityOf(fields)};
      return refused(errorOf('invalidPositivePrompt', more));
    }
    const {taskUUID} = order;
    const known = this.tasks.get(taskUUID);
    const task =
      known ?? this.#create({received: shortened(fields), order, prompt, switches: {...this.#init.defaults, ...own}});
    if (dryRun) {
      const cost = (task.priceMicroUSD * order.numberResults) / 1e6;
      return {data: [{taskType: TASK_TYPE, taskUUID, cost}], summary: `${task} → dry run, $${cost}`};
    }
    if (!known) this.#keep(task);
    task.submits++;
    return this.#accept(task);
  }

  #accept(task: Task): Outcome {
    const {taskUUID} = task;
    const row = {taskType: TASK_TYPE, taskUUID};
    const requested = task.take('submit');
    const fault = requested === 'none' ? task.chance(TRANSIENT_SUBMIT_FAULTS) : requested;
    const reply = replyOf(fault, taskUUID);
    if (reply && !ACCEPTED_FAULTS.has(fault)) return {reply, summary: `${task} → fault ${fault}`};
    const code = task.take('reject');
    if (code !== 'none') {
      const error = withDetail(errorOf(code, row), task.value('detail'));
      task.refusal = error;
      return refused(error, `${task} → `);
    }
    const again = task.accepted > 0;
    if (!again) task.accept();
    const accepted = again ? {} : {accepted: task};
    if (reply)
      return {reply, ...accepted, summary: `${task} → ${again ? 'already accepted' : 'accepted'}, fault ${fault}`};
    if (again) {
      task.refusal = errorOf('conflictTaskUUID', row);
      return refused(task.refusal, `${task} → `);
    }
    return {
      data: task.value('ack') === 'empty' ? [] : [row],
      ...accepted,
      delayMs: fault === 'slow' ? task.delayMs : 0,
      summary: `${task} → accepted, $${task.billedMicroUSD / 1e6}`,
    };
  }

  #create(init: {received: Fields; order: Task['order']; prompt: string; switches: Switches}): Task {
    // Each task has its own random numbers, so that its outcome does not depend on the order of calls for other tasks.
    const random = new Random(this.#init.random.below(2 ** 32));
    return new Task({...init, random, now: this.#init.now});
  }

  #keep(task: Task): void {
    this.tasks.set(task.taskUUID, task);
    const [oldest] = this.tasks.keys();
    if (oldest && this.tasks.size > MAX_TASKS) this.tasks.delete(oldest);
  }

  #poll(fields: Fields): Outcome {
    const invalid = findInvalidUUID(fields);
    if (invalid) return invalid;
    const taskUUID = String(fields.taskUUID);
    const task = this.tasks.get(taskUUID);
    if (!task) return this.#unknown(taskUUID);
    task.polls++;
    const faultDue = task.polls % Math.max(1, Number(task.value('pollevery'))) === 0;
    const requested = faultDue ? task.take('poll') : 'none';
    const fault = requested === 'none' ? task.chance(TRANSIENT_POLL_FAULTS) : requested;
    const reply = replyOf(fault, taskUUID);
    if (reply) return {reply, summary: `→ fault ${fault}`};
    if (!task.accepted) return this.#unknown(taskUUID);
    const {data, errors} = task.report(this.#init.base());
    const summary = `→ ${task.state}, ${task.results.length} of ${task.clips.length} ready`;
    const status = errors.length > 0 ? Number(task.value('failstatus')) : 200;
    return {data, errors, status, delayMs: fault === 'slow' ? task.delayMs : 0, summary};
  }

  #unknown(taskUUID: string): Outcome {
    return switchValue(this.#init.defaults, 'unknown') === 'empty'
      ? {data: [], summary: '→ unknown, no rows'}
      : refused(errorOf('taskNotFound', {taskUUID}));
  }

  #details(fields: Fields): Outcome {
    const invalid = findInvalidUUID(fields);
    if (invalid) return invalid;
    const task = this.tasks.get(String(fields.taskUUID));
    if (!task) return refused(errorOf('taskNotFound', identityOf(fields)));
    // Runware reports the last response, so a refused resubmission hides the outcome of the task itself.
    const response = task.refusal ? {errors: [task.refusal]} : envelope(task.report(this.#init.base()));
    const row = {taskType: 'getTaskDetails', taskUUID: task.taskUUID, request: [task.received], response};
    return {data: [row], summary: `→ ${task.state}`};
  }
}

/** Dependencies of an {@link Api}. */
export interface ApiInit {
  readonly apiKeys: readonly string[];
  readonly defaults: Switches;
  readonly random: Random;
  readonly now: () => number;
  /** Origin of the server. */
  readonly base: () => string;
  readonly log: (line: string) => void;
}

/** A copy with every long string (an image) shortened. */
export function shortened<T>(value: T): T {
  return shorten(value) as T;
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string' && value.length > MAX_KEPT_LENGTH) {
    // Copied through a buffer, because a slice would keep the whole string in memory.
    return `${Buffer.from(value.slice(0, 64)).toString()}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) return value.map(shorten);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shorten(inner)]));
}

function combine(outcomes: readonly Outcome[]): Answer {
  const data = outcomes.flatMap((outcome) => outcome.data ?? []);
  const errors = outcomes.flatMap((outcome) => outcome.errors ?? []);
  // Runware does not document the status of a batch with mixed outcomes; 200 with both lists matches its examples.
  const failed = outcomes.length > 0 && outcomes.every((outcome) => outcome.errors?.length);
  const status = failed ? (outcomes[0]?.status ?? 200) : 200;
  const reply = outcomes.find((outcome) => outcome.reply)?.reply;
  return {
    reply: reply ?? {kind: 'answer', status, body: envelope({data, errors})},
    delayMs: Math.max(0, ...outcomes.map((outcome) => outcome.delayMs ?? 0)),
    accepted: outcomes.flatMap((outcome) => outcome.accepted ?? []),
  };
}

/** A response without errors has no `errors` field. */
function envelope({data, errors}: Report): Partial<Report> {
  return errors.length > 0 ? {data, errors} : {data};
}

function refused(error: RunwareError, before = '→ '): Outcome {
  const status = statusOf(error.code);
  const {parameter = ''} = error;
  return {errors: [error], status, summary: `${before}${error.code} ${status} ${String(parameter)}`.trimEnd()};
}

function outcomeOf(answer: Fields | RunwareError): Outcome {
  return isError(answer) ? refused(answer) : {data: [answer], summary: '→ ok'};
}

function isError(answer: Fields | RunwareError): answer is RunwareError {
  return 'code' in answer;
}

function identityOf({taskType, taskUUID}: Fields): {taskType?: string; taskUUID?: string} {
  return {
    ...(typeof taskType === 'string' && {taskType}),
    ...(typeof taskUUID === 'string' && {taskUUID}),
  };
}

function findInvalidUUID(fields: Fields): Outcome | undefined {
  if (typeof fields.taskUUID === 'string' && UUID_V4.test(fields.taskUUID)) return undefined;
  const message = "'taskUUID' must be a UUID v4.";
  return refused(errorOf('invalidTaskUUID', {message, parameter: 'taskUUID', ...identityOf(fields)}));
}

function findDuplicate(tasks: readonly Fields[]): RunwareError | undefined {
  const seen = new Set<unknown>();
  for (const {taskType, taskUUID} of tasks) {
    if (taskType !== TASK_TYPE) continue;
    if (seen.has(taskUUID)) return errorOf('conflictTaskUUID', identityOf({taskType, taskUUID}));
    seen.add(taskUUID);
  }
  return undefined;
}
