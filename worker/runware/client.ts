// What a call to Runware means. Outside of this file and the two beside it (calls, codes) there are submissions and polls.
// Source: https://runware.ai/docs (platform/authentication, task-polling, errors, webhooks).

import {DELIVERY_METHOD, OUTPUT_TYPE, type Result, TASK_TYPE} from '../contract/index.ts';
import type {UpstreamFailure} from '../failure.ts';
import type {Order} from '../request/order.ts';
import {call, type Row, type RunwareSettings} from './call.ts';
import {type ReplyError, readError} from './errors.ts';
import {withoutQuotes} from './redact.ts';

/** What one attempt to submit a task came to. */
export type Submission =
  /** Runware has it. */
  | {kind: 'accepted'}
  /** Runware has a task of this UUID already: ours, if an attempt came before. */
  | {kind: 'conflict'}
  /** Runware surely does not have it, and never will as it is. */
  | {kind: 'refused'; failure: UpstreamFailure}
  /** Runware surely does not have it now; later it may take it. */
  | {kind: 'deferred'; failure: UpstreamFailure; retryAfterMs?: number}
  /** Nobody knows whether Runware has it. */
  | {kind: 'unknown'; why: string; retryAfterMs?: number};

/** What one poll came to. */
export type Poll =
  /** The task as Runware knows it now; everything may be empty. `doubtful`: the failures came with a failed call. */
  | {
      kind: 'read';
      doubtful: boolean;
      results: readonly Result[];
      processing: number;
      progress?: number;
      failures: readonly UpstreamFailure[];
    }
  /** The poll failed, which says nothing about the task. */
  | {kind: 'failed'; why: string; retryAfterMs?: number};

/** Sends an order as the task of this UUID; Runware calls `webhookURL` when there is news of it. Never throws. */
export async function submit(
  settings: RunwareSettings,
  taskUUID: string,
  order: Order,
  webhookURL?: string,
): Promise<Submission> {
  const reply = await call(settings, {...taskOf(taskUUID, order), ...(webhookURL !== undefined && {webhookURL})});
  if (reply.kind === 'none') return {kind: 'unknown', why: reply.why};
  // One task goes in one POST, so an error without a taskUUID is about this one.
  const raw = reply.errors.find(({taskUUID: named}) => named === undefined || named === taskUUID);
  const error = raw && {...raw, message: withoutQuotes(raw.message, secretsOf(order, webhookURL))};
  const later = reply.retryAfterMs === undefined ? {} : {retryAfterMs: reply.retryAfterMs};
  if (!error) {
    return reply.ok && reply.json
      ? {kind: 'accepted'}
      : {kind: 'unknown', why: `HTTP ${reply.status} without errors`, ...later};
  }
  switch (error.kind) {
    case 'conflict':
      return {kind: 'conflict'};
    case 'busy':
      return {kind: 'deferred', failure: error, ...later};
    case 'server':
    case 'timeout':
    case 'unknownTask':
      return {kind: 'unknown', why: `HTTP ${reply.status} ${error.code}`, ...later};
    case 'broken':
      if (reply.status >= 500) return {kind: 'unknown', why: `HTTP ${reply.status} ${error.code}`, ...later};
      return {kind: 'refused', failure: error};
    case 'moderated':
    case 'image':
    case 'invalid':
    case 'key':
    case 'balance':
      return {kind: 'refused', failure: error};
  }
}

/** What a visitor or this Worker has said that no log may hold. Of an image the beginning is enough to know it by. */
function secretsOf({positivePrompt = '', inputs}: Order, webhookURL = ''): string[] {
  const frame = inputs?.frameImages[0] ?? '';
  const image = typeof frame === 'string' ? frame : frame.image;
  return [positivePrompt, image.slice(0, 500), URL.parse(webhookURL)?.searchParams.get('token') ?? ''];
}

function taskOf(taskUUID: string, order: Order): object {
  return {
    ...order,
    taskType: TASK_TYPE,
    taskUUID,
    deliveryMethod: DELIVERY_METHOD,
    outputType: OUTPUT_TYPE,
    includeCost: true,
  };
}

/** Asks for the state of a task. Never throws. */
export async function poll(settings: RunwareSettings, taskUUID: string): Promise<Poll> {
  const reply = await call(settings, {taskType: 'getResponse', taskUUID});
  if (reply.kind === 'none') return {kind: 'failed', why: reply.why};
  const rows = reply.rows.filter((row) => row.taskUUID === undefined || row.taskUUID === taskUUID);
  const named = reply.errors.filter((error) => error.taskUUID === taskUUID);
  const failures = [
    ...named.filter((error) => isTerminal(error, reply.ok)),
    ...rows.filter(isFailed).flatMap((row) => {
      const error = readError(row.error ?? row, reply.status, taskUUID);
      // A row that was handed over in order and names the task is its end, whatever it calls it.
      const isEnd = reply.ok && row.taskUUID === taskUUID;
      return isEnd || isTerminal(error, reply.ok) ? [error] : [];
    }),
  ];
  // With this answer Runware has been heard, at whatever status: it knows of no such task.
  const isUnknown = named.some(({kind, code}) => kind === 'unknownTask' && !/expired/i.test(code));
  if (!reply.ok && failures.length === 0 && !isUnknown) {
    const later = reply.retryAfterMs === undefined ? {} : {retryAfterMs: reply.retryAfterMs};
    return {kind: 'failed', why: `HTTP ${reply.status} ${reply.errors[0]?.code ?? ''}`.trim(), ...later};
  }
  if (reply.ok && !reply.json) return {kind: 'failed', why: `HTTP ${reply.status} without JSON`};
  const progress = rows.flatMap((row) => row.progress ?? []);
  return {
    kind: 'read',
    doubtful: !reply.ok,
    results: rows.flatMap((row) => resultOf(row) ?? []),
    processing: rows.filter((row) => !isFailed(row) && !resultOf(row)).length,
    ...(progress.length > 0 && {progress: Math.min(...progress)}),
    // The prompt is not at hand any more, so that it could be cut out of Runware's words: only its codes go on.
    failures: failures.map((failure) => ({...failure, message: ''})),
  };
}

/** What is left on the account, in USD; undefined where Runware does not tell. Never throws. */
export async function readBalance(settings: RunwareSettings): Promise<number | undefined> {
  const task = {taskType: 'accountManagement', taskUUID: crypto.randomUUID(), operation: 'getDetails'};
  const reply = await call(settings, task);
  const balance = reply.kind === 'some' ? reply.rows[0]?.balance : undefined;
  return typeof balance === 'object' ? balance.amount : balance;
}

/** Has Runware judge an order without making or billing anything: whether the key may do what it is for. Never throws. */
export async function dryRun(settings: RunwareSettings, order: Order): Promise<'passed' | 'refused' | 'unreachable'> {
  const reply = await call(settings, taskOf(crypto.randomUUID(), order), {'x-runware-dry-run': '1'});
  if (reply.kind === 'none' || reply.status >= 500) return 'unreachable';
  return reply.ok && reply.errors.length === 0 ? 'passed' : 'refused';
}

/** Errors that end a render, as opposed to those of the poll itself. Of a failed call fewer are believed. */
function isTerminal({kind}: ReplyError, ok: boolean): boolean {
  switch (kind) {
    case 'moderated':
    case 'image':
    case 'broken':
    case 'invalid':
      return true;
    case 'timeout':
    case 'server':
      return ok;
    case 'key':
    case 'balance':
    case 'busy':
    case 'unknownTask':
    case 'conflict':
      return false;
  }
}

function isFailed(row: Row): boolean {
  return row.videoURL === undefined && (row.status === 'error' || (row.error !== undefined && row.error !== null));
}

/** The clip of a row: a `videoURL` decides, whatever the status says. A clip withheld for safety has none. */
function resultOf({videoUUID, videoURL, seed, NSFWContent, cost, status}: Row): Result | undefined {
  if (videoURL === undefined && !(status === 'success' && videoUUID !== undefined)) return undefined;
  return {
    videoUUID: videoUUID ?? uuidIn(videoURL),
    ...(videoURL !== undefined && {videoURL}),
    ...(seed !== undefined && {seed}),
    ...(NSFWContent !== undefined && {NSFWContent}),
    ...(cost !== undefined && {cost}),
  };
}

/** The file name of a clip is its UUID; of an unusual URL, the URL itself identifies the clip. */
function uuidIn(url = ''): string {
  return /[0-9a-f-]{36}(?=\.[a-z0-9]+$)/i.exec(url)?.[0] ?? url;
}
