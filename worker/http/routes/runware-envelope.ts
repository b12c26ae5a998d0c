// The route /v1: Runware's own envelope, so that a Runware client works with this Worker as its base URL.
// Shapes: https://runware.ai/docs/platform/introduction, /task-polling, /errors

import type {Context} from 'hono';
import type {ContentfulStatusCode} from 'hono/utils/http-status';
import * as z from 'zod';
import type {AppEnv} from '../../bindings.ts';
import {
  type FieldError,
  type Problem,
  problem,
  type Generation as Resource,
  TASK_TYPE,
  UUID_V4,
} from '../../contract/index.ts';
import {type Failure, problemOf} from '../../failure.ts';
import {withVideoLinks} from '../../generation/urls.ts';
import {parseJson} from '../../request/json.ts';
import {baseURL} from '../base-url.ts';
import {generationStub} from '../generation-stub.ts';
import {exceedsRateLimit, RATE_LIMIT_RETRY} from '../middleware/rate-limit.ts';
import {refusalHeaders} from '../rate-limit-headers.ts';
import {startGeneration} from '../start-generation.ts';

/** One object of `data`. */
type Row = Record<string, unknown>;

/** One object of `errors`, with the HTTP status it has where it stands alone. */
interface TaskError {
  status: number;
  body: Row & {code: string; message: string};
}

/** What one task of the array comes to. */
interface Outcome {
  rows: Row[];
  errors: TaskError[];
}

/** Tasks in one array at most; Runware's own clients send one. */
const MAX_TASKS = 10;

const taskShape = z.looseObject({taskType: z.string(), taskUUID: z.string().optional()});

/** `POST /v1`: an array of `videoInference`, `getResponse` and `ping` tasks, answered as Runware answers them. */
export async function answerEnvelope(c: Context<AppEnv>): Promise<Response> {
  const body = parseJson(await c.req.text());
  const tasks = z.array(taskShape).min(1).max(MAX_TASKS).safeParse(body);
  if (!tasks.success) {
    return reply(c, [
      failed(400, {
        code: 'invalidRequestBody',
        message: `The body is an array of 1 to ${MAX_TASKS} tasks, each with a taskType.`,
      }),
    ]);
  }
  const outcomes: Outcome[] = [];
  for (const task of tasks.data) outcomes.push(await answerTask(c, task));
  return reply(c, outcomes);
}

function reply(c: Context<AppEnv>, outcomes: readonly Outcome[]): Response {
  const data = outcomes.flatMap(({rows}) => rows);
  const errors = outcomes.flatMap((outcome) => outcome.errors);
  const alone = outcomes.length === 1 && data.length === 0 ? errors[0]?.status : undefined;
  const body = {data, ...(errors.length > 0 && {errors: errors.map((error) => error.body)})};
  return c.json(body, (alone ?? 200) as ContentfulStatusCode, {'Cache-Control': 'no-store'});
}

async function answerTask(c: Context<AppEnv>, task: z.infer<typeof taskShape>): Promise<Outcome> {
  switch (task.taskType) {
    case 'ping':
      return {rows: [{taskType: 'ping', pong: true}], errors: []};
    case 'authentication':
      // The key is this Worker's; a client's own is neither needed nor looked at.
      return {rows: [{taskType: 'authentication', connectionSessionUUID: crypto.randomUUID()}], errors: []};
    case TASK_TYPE:
      return startTask(c, task);
    case 'getResponse':
      return readTask(c, task.taskUUID ?? '');
    default:
      return failed(400, {
        code: 'unsupportedTaskType',
        message: 'This server takes no tasks of this type.',
        parameter: 'taskType',
        allowedValues: [TASK_TYPE, 'getResponse', 'ping'],
        ...named(task.taskUUID, task.taskType),
      });
  }
}

async function startTask(c: Context<AppEnv>, task: z.infer<typeof taskShape>): Promise<Outcome> {
  // By task: the same route is polled, which costs nothing.
  if (await exceedsRateLimit(c, 'STARTS'))
    return refused(c, problem('tooManyRequests'), task.taskUUID, RATE_LIMIT_RETRY);
  // Costs are always reported here; asking for them is no mistake.
  const {includeCost: _, ...request} = task;
  const start = await startGeneration(c, request);
  if (!start.ok) return failedStart(c, start.error, task);
  const {generation} = start.value;
  const {taskUUID} = generation;
  if (generation.status === 'error') return {rows: [], errors: [generationError(generation.error, taskUUID)]};
  return {rows: [{taskType: TASK_TYPE, taskUUID}], errors: []};
}

function failedStart(c: Context<AppEnv>, failure: Failure, task: z.infer<typeof taskShape>): Outcome {
  switch (failure.reason) {
    case 'invalidRequest':
      return {rows: [], errors: failure.errors.map((error) => fieldError(error, task))};
    case 'taskConflict':
      return failed(400, {
        code: 'conflictTaskUUID',
        message: 'This taskUUID is in use by another request.',
        parameter: 'taskUUID',
        ...named(task.taskUUID, TASK_TYPE),
      });
    default:
      return refused(c, problemOf(failure), task.taskUUID, refusalHeaders(failure));
  }
}

/** A task that was not begun, and when to come again. */
function refused(
  c: Context<AppEnv>,
  why: Problem,
  taskUUID: string | undefined,
  headers: Record<string, string>,
): Outcome {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return {rows: [], errors: [generationError(why, taskUUID)]};
}

async function readTask(c: Context<AppEnv>, taskUUID: string): Promise<Outcome> {
  if (!UUID_V4.test(taskUUID)) {
    return failed(400, {
      code: 'invalidTaskUUID',
      message: 'taskUUID must be a UUID of version 4.',
      parameter: 'taskUUID',
      ...named(taskUUID, 'getResponse'),
    });
  }
  const generation = await generationStub(c, taskUUID)?.read();
  return generation ? outcomeOf(withVideoLinks(generation, baseURL(c))) : {rows: [], errors: []};
}

/** Cumulative rows, one for each clip that is there or may still come, and one error for each that will not. */
function outcomeOf(generation: Resource): Outcome {
  const {taskUUID, results, numberResults, failedResults, status} = generation;
  const common = {taskType: TASK_TYPE, taskUUID};
  const done = results.map((result) => ({...common, status: 'success', ...result}));
  const open = status === 'processing' ? Math.max(0, numberResults - results.length - failedResults) : 0;
  const progress =
    generation.status === 'processing' && generation.progress !== undefined ? {progress: generation.progress} : {};
  const waiting = Array.from({length: open}, () => ({...common, status: 'processing', ...progress}));
  const why = generation.status === 'error' ? generation.error : problem('generationFailed');
  const errors = Array.from({length: failedResults}, () => generationError(why, taskUUID));
  return {rows: [...done, ...waiting], errors};
}

function generationError({code, title, status}: Problem, taskUUID: string | undefined): TaskError {
  return {status, body: {code, status: 'error', message: title, ...named(taskUUID, TASK_TYPE)}};
}

function fieldError({field, message, allowed}: FieldError, {taskUUID, taskType}: z.infer<typeof taskShape>): TaskError {
  const limits = Array.isArray(allowed) ? {allowedValues: allowed} : allowed;
  const code = FIELD_CODES[field] ?? 'invalidParameter';
  return {
    status: 400,
    body: {code, message: `${field} ${message}.`, parameter: field, ...limits, ...named(taskUUID, taskType)},
  };
}

/** Fields that have an error code of their own at Runware. */
const FIELD_CODES: Partial<Record<string, string>> = {model: 'invalidModel', taskUUID: 'invalidTaskUUID'};

function named(taskUUID: string | undefined, taskType: string): Row {
  return {taskType, ...(taskUUID !== undefined && {taskUUID})};
}

function failed(status: number, body: TaskError['body']): Outcome {
  return {rows: [], errors: [{status, body}]};
}
