// The route /v1: Runware's own envelope, so that a Runware client works with this Worker as its base URL.
// Shapes: https://runware.ai/docs/platform/introduction, /task-polling, /errors

import type {Context} from 'hono';
import type {ContentfulStatusCode} from 'hono/utils/http-status';
import * as z from 'zod';
import type {AppEnv} from '../../bindings.ts';
import {problem, type Generation as Resource, TASK_TYPE, UUID_V4} from '../../contract/index.ts';
import {type Failure, problemOf} from '../../failure.ts';
import {withVideoLinks} from '../../generation/urls.ts';
import {parseJSON} from '../../request/json.ts';
import {baseURL} from '../base-url.ts';
import {bearerOf, boundedToken} from '../bearer.ts';
import {generationStub} from '../generation-stub.ts';
import {identifyCaller} from '../middleware/caller.ts';
import {exceedsRateLimit, RATE_LIMIT_RETRY} from '../middleware/rate-limit.ts';
import {problemResponse} from '../problem.ts';
import {refusalHeaders} from '../rate-limit-headers.ts';
import {fieldErrors, nameOf, type TaskError, taskError} from '../runware-errors.ts';
import {startGeneration} from '../start-generation.ts';

/** What one task of the array comes to: objects of `data` and of `errors`. */
interface Outcome {
  rows: object[];
  errors: TaskError[];
}

/** Tasks in one array at most; Runware's own clients send one. */
const MAX_TASKS = 10;

/** Field errors in one answer at most, shared among its tasks. */
const MAX_FIELD_ERRORS = 20;

const taskShape = z.looseObject({taskType: z.string(), taskUUID: z.string().optional()});

const authentication = z.looseObject({
  taskType: z.literal('authentication'),
  apiKey: z.string().transform(boundedToken),
});

type Task = z.infer<typeof taskShape>;

/** `POST /v1`: an array of `videoInference`, `getResponse`, `authentication` and `ping` tasks, answered as Runware answers them. */
export async function answerEnvelope(c: Context<AppEnv>): Promise<Response> {
  const body = parseJSON(await c.req.raw.text());
  if (!body.ok) return problemResponse(c, body.error);
  const tasks = z.array(taskShape).min(1).max(MAX_TASKS).safeParse(body.value).data;
  if (!tasks) {
    const message = `The body must be an array of 1 to ${MAX_TASKS} tasks, each with a taskType.`;
    return respond(c, [failed(400, {code: 'invalidRequestBody', message})]);
  }
  // Runware takes the key as a header, or as the first task.
  const token = bearerOf(c) ?? authentication.safeParse(tasks[0]).data?.apiKey;
  const caller = await identifyCaller(c, token);
  if (!caller.ok) return problemResponse(c, caller.error);
  c.set('caller', caller.value);
  const outcomes: Outcome[] = [];
  for (const task of tasks)
    outcomes.push(await answerTask(c, task, {token, maxErrors: Math.floor(MAX_FIELD_ERRORS / tasks.length)}));
  return respond(c, outcomes);
}

function respond(c: Context<AppEnv>, outcomes: readonly Outcome[]): Response {
  const data = outcomes.flatMap(({rows}) => rows);
  const errors = outcomes.flatMap((outcome) => outcome.errors);
  const alone = outcomes.length === 1 && data.length === 0 ? errors[0]?.status : undefined;
  const body = {data, ...(errors.length > 0 && {errors: errors.map((error) => error.body)})};
  return c.json(body, (alone ?? 200) as ContentfulStatusCode, {'Cache-Control': 'no-store'});
}

/** What the tasks of one envelope share. */
interface Sharing {
  token: string | undefined;
  maxErrors: number;
}

async function answerTask(c: Context<AppEnv>, task: Task, sharing: Sharing): Promise<Outcome> {
  switch (task.taskType) {
    case 'ping':
      return {rows: [{taskType: 'ping', pong: true}], errors: []};
    case 'authentication':
      return {rows: [{taskType: 'authentication', connectionSessionUUID: crypto.randomUUID()}], errors: []};
    case TASK_TYPE:
      return startTask(c, task, sharing);
    case 'getResponse':
      return readTask(c, task);
    default:
      return failed(400, {
        code: 'unsupportedTaskType',
        message: 'This server accepts no tasks of this type.',
        parameter: 'taskType',
        allowedValues: [TASK_TYPE, 'getResponse', 'authentication', 'ping'],
        ...nameOf(task),
      });
  }
}

async function startTask(c: Context<AppEnv>, task: Task, {token, maxErrors}: Sharing): Promise<Outcome> {
  // Here and not for the route: the same route is polled, which costs nothing.
  if (await exceedsRateLimit(c, 'STARTS', token)) return failedStart(c, {reason: 'tooManyRequests'}, task, maxErrors);
  // Costs are always reported here, so asking for them is no mistake.
  const {includeCost: _, ...request} = task;
  const start = await startGeneration(c, request);
  if (!start.ok) return failedStart(c, start.error, task, maxErrors);
  const {generation} = start.value;
  const {taskUUID} = generation;
  if (generation.status === 'error') return {rows: [], errors: [taskError(generation.error, task)]};
  return {rows: [{taskType: TASK_TYPE, taskUUID}], errors: []};
}

/** A task that was not started, and when to try again. */
function failedStart(c: Context<AppEnv>, failure: Failure, task: Task, maxErrors: number): Outcome {
  c.set('failure', failure);
  switch (failure.reason) {
    case 'invalidRequest':
      return {rows: [], errors: fieldErrors(failure.errors, task, maxErrors)};
    case 'taskConflict':
      return failed(400, {
        code: 'conflictTaskUUID',
        message: 'This taskUUID is in use by another request.',
        parameter: 'taskUUID',
        ...nameOf(task),
      });
    default: {
      const headers = failure.reason === 'tooManyRequests' ? RATE_LIMIT_RETRY : refusalHeaders(failure);
      for (const [name, value] of Object.entries(headers)) c.header(name, value);
      return {rows: [], errors: [taskError(problemOf(failure), task)]};
    }
  }
}

async function readTask(c: Context<AppEnv>, {taskUUID = '', taskType}: Task): Promise<Outcome> {
  if (!UUID_V4.test(taskUUID)) {
    return failed(400, {
      code: 'invalidTaskUUID',
      message: 'taskUUID must be a UUID of version 4.',
      parameter: 'taskUUID',
      ...nameOf({taskUUID, taskType}),
    });
  }
  const generation = await generationStub(c, taskUUID)?.read();
  return generation ? outcomeOf(withVideoLinks(generation, baseURL(c), c.get('settings'))) : {rows: [], errors: []};
}

/** Cumulative rows, one for each clip that is there or may still come, and one error for each that will not. */
function outcomeOf(generation: Resource): Outcome {
  const {taskUUID, results, numberResults, failedResults, status} = generation;
  const task = {taskType: TASK_TYPE, taskUUID};
  const done = results.map((result) => ({...task, status: 'success', ...result}));
  const open = status === 'processing' ? Math.max(0, numberResults - results.length - failedResults) : 0;
  const progress =
    generation.status === 'processing' && generation.progress !== undefined ? {progress: generation.progress} : {};
  const waiting = Array.from({length: open}, () => ({...task, status: 'processing', ...progress}));
  const reason = generation.status === 'error' ? generation.error : problem('generationFailed');
  const errors = Array.from({length: failedResults}, () => taskError(reason, task));
  return {rows: [...done, ...waiting], errors};
}

function failed(status: number, body: TaskError['body']): Outcome {
  return {rows: [], errors: [{status, body}]};
}
