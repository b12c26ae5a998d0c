// What a call to Runware means. Outside of this folder there are submissions and polls.
// Source: https://runware.ai/docs (platform/authentication, task-polling, errors, webhooks).

import {DELIVERY_METHOD, OUTPUT_TYPE, type Result, TASK_TYPE} from '../contract/index.ts';
import type {UpstreamFailure} from '../failure.ts';
import type {Order} from '../request/order.ts';
import {call, type Reply, type Row, type RunwareSettings} from './call.ts';
import {isTerminalByNature, type ReplyError, readError} from './errors.ts';
import {apiKeys, type KeySettings} from './keys.ts';
import {withoutQuotes} from './redact.ts';

/** What one attempt to submit a task came to. */
export type Submission =
  /** Runware has it. */
  | {kind: 'accepted'}
  /** Runware surely does not have it from this attempt, and never will as it is. */
  | {kind: 'refused'; failure: UpstreamFailure}
  /** Runware surely does not have it now; later it may take it. */
  | {kind: 'deferred'; failure: UpstreamFailure; retryAfterMs?: number}
  /** Nobody knows whether Runware has it. */
  | {kind: 'unknown'; detail: string; retryAfterMs?: number};

/** A clip as a poll tells of it. Without a `videoUUID` where Runware gives it none. */
export type HeardResult = Omit<Result, 'videoUUID'> & {videoUUID?: string};

/** A failure as a poll tells of it. `isCertain`: it ends a render by its nature. All others need agreement over polls and time. */
export interface HeardFailure extends UpstreamFailure {
  isCertain: boolean;
}

/** What one poll came to. */
export type Poll =
  /** The task as Runware knows it now. `isKnown`: this proves that Runware has the task; errors alone may be the poll's own. */
  | {
      kind: 'read';
      isKnown: boolean;
      results: readonly HeardResult[];
      processing: number;
      progress?: number;
      failures: readonly HeardFailure[];
    }
  /** Runware was heard, and knows of no such task (yet, or any more). */
  | {kind: 'absent'}
  /** The poll failed, which says nothing about the task. */
  | {kind: 'failed'; detail: string; isKeyRefused?: true; retryAfterMs?: number};

/** Sends an order as the task of this UUID; Runware calls `webhookURL` when there is news of it. Never throws. */
export async function submit(
  settings: RunwareSettings,
  key: string,
  taskUUID: string,
  order: Order,
  webhookURL?: string,
): Promise<Submission> {
  const task = {...taskOf(taskUUID, order), ...(webhookURL !== undefined && {webhookURL})};
  return submissionOf(await call(settings, key, task), taskUUID, secretsOf(order, webhookURL));
}

/** What an answer to a submit says of the task. `secrets` are cut out of Runware's words. */
export function submissionOf(reply: Reply, taskUUID: string, secrets: readonly string[] = []): Submission {
  if (reply.kind === 'none') return {kind: 'unknown', detail: reply.detail};
  // A row of ours is there because Runware has the task, whatever errors stand beside it and at whatever status.
  if (reply.rows.some((row) => row.taskUUID === taskUUID || resultOf(row) !== undefined)) return {kind: 'accepted'};
  // One task goes in one POST, so an error without a taskUUID is about this one.
  const ours = reply.errors.filter(({taskUUID: named}) => named === undefined || named === taskUUID);
  // A conflict tells that the task is there, whatever stands beside it.
  const raw = ours.find(({kind}) => kind === 'conflict') ?? ours[0];
  const error = raw && {...raw, message: withoutQuotes(raw.message, secrets)};
  const later = reply.retryAfterMs === undefined ? {} : {retryAfterMs: reply.retryAfterMs};
  if (!error) {
    return reply.ok && reply.json
      ? {kind: 'accepted'}
      : {kind: 'unknown', detail: `HTTP ${reply.status} without errors`, ...later};
  }
  switch (error.kind) {
    case 'conflict':
      // This Worker alone has minted the UUID, at random: what is in its way can only be its own task, sent twice on the way.
      return {kind: 'accepted'};
    case 'busy':
      return {kind: 'deferred', failure: error, ...later};
    case 'server':
    case 'timeout':
    case 'unknownTask':
      return {kind: 'unknown', detail: `HTTP ${reply.status} ${error.code}`, ...later};
    case 'moderated':
    case 'image':
    case 'invalid':
    case 'key':
    case 'balance':
    case 'broken':
      // A server in trouble is not believed that it did not take the task.
      if (reply.status >= 500) return {kind: 'unknown', detail: `HTTP ${reply.status} ${error.code}`, ...later};
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
export async function poll(settings: RunwareSettings, key: string, taskUUID: string): Promise<Poll> {
  return pollOf(await call(settings, key, {taskType: 'getResponse', taskUUID}), taskUUID);
}

/** What an answer to a poll says of the task. */
export function pollOf(reply: Reply, taskUUID: string): Poll {
  if (reply.kind === 'none') return {kind: 'failed', detail: reply.detail};
  // One poll asks for one task: a row that names none is about this one, where it says anything in order.
  const isOurs = (row: Row) =>
    row.taskUUID === undefined ? reply.ok || resultOf(row) !== undefined : row.taskUUID === taskUUID;
  const rows = reply.rows.filter(isOurs);
  const named = reply.errors.filter((error) => error.taskUUID === taskUUID);
  const failedRows = rows.filter(
    (row) => isFailed(row) && isEvidence(rowError(row, reply.status, taskUUID), row, reply.ok),
  );
  const failures = bothForms(
    failedRows.map((row) => rowError(row, reply.status, taskUUID)),
    named.filter((error) => mayEndRender(error, reply.ok)),
  ).map((error) => heardFailure(error, reply.ok));
  const results = rows.flatMap((row) => resultOf(row) ?? []);
  const processing = rows.filter((row) => !isFailed(row) && !resultOf(row)).length;
  if (results.length + processing + failures.length === 0) return emptyPoll(reply, taskUUID);
  const progress = rows.flatMap((row) => row.progress ?? []);
  return {
    kind: 'read',
    isKnown: results.length + processing + failedRows.length > 0 || failures.some(({isCertain}) => isCertain),
    results,
    processing,
    ...(progress.length > 0 && {progress: Math.min(...progress)}),
    failures,
  };
}

/** Failures in both of their forms. One that is told as a row and again as an error of the same code is one. */
function bothForms(ofRows: readonly ReplyError[], named: readonly ReplyError[]): ReplyError[] {
  const told = ofRows.map(({code}) => code);
  const others = named.filter(({code}) => {
    const index = told.indexOf(code);
    if (index >= 0) told.splice(index, 1);
    return index < 0;
  });
  return [...ofRows, ...others];
}

/** An answer that tells nothing of the task: either there is none, or the poll was in trouble itself. */
function emptyPoll(reply: Reply & {kind: 'some'}, taskUUID: string): Poll {
  const {ok, json, status, errors, retryAfterMs} = reply;
  // Only this code says that there is none; an expired task, or one that "failed or was not found", may have been made.
  if (errors.some((error) => error.taskUUID === taskUUID && /^taskNotFound$/i.test(error.code)))
    return {kind: 'absent'};
  if (ok && json && errors.length === 0) return {kind: 'absent'};
  const isKeyRefused = errors.some(({kind}) => kind === 'key');
  return {
    kind: 'failed',
    detail: `HTTP ${status} ${json ? (errors[0]?.code ?? '') : 'without JSON'}`.trim(),
    ...(isKeyRefused && {isKeyRefused}),
    ...(retryAfterMs !== undefined && {retryAfterMs}),
  };
}

/** The account of a key: what is left on it, in USD, and whose it is. Undefined where Runware does not tell. Never throws. */
export async function readAccount(
  settings: RunwareSettings,
  key: string,
): Promise<{balanceUSD?: number; organizationUUID?: string} | undefined> {
  const task = {taskType: 'accountManagement', taskUUID: crypto.randomUUID(), operation: 'getDetails'};
  const reply = await call(settings, key, task);
  const row = reply.kind === 'some' && reply.ok ? reply.rows[0] : undefined;
  if (!row) return undefined;
  const balanceUSD = typeof row.balance === 'object' ? row.balance.amount : row.balance;
  const {organizationUUID} = row;
  return {...(balanceUSD !== undefined && {balanceUSD}), ...(organizationUUID !== undefined && {organizationUUID})};
}

/** What is left on the account of the first key that Runware accepts, in USD; undefined where it does not tell. Never throws. */
export async function readBalance(settings: RunwareSettings & KeySettings): Promise<number | undefined> {
  for (const {secret} of await apiKeys(settings)) {
    const account = await readAccount(settings, secret);
    if (account) return account.balanceUSD;
  }
  return undefined;
}

/** Has Runware validate an order without making or billing anything: whether the key may do what it is for. Never throws. */
export async function dryRun(
  settings: RunwareSettings & KeySettings,
  order: Order,
): Promise<'passed' | 'refused' | 'unreachable'> {
  let isReached = false;
  for (const {secret} of await apiKeys(settings)) {
    const reply = await call(settings, secret, taskOf(crypto.randomUUID(), order), {'x-runware-dry-run': '1'});
    if (reply.kind === 'none' || reply.status >= 500) continue;
    if (reply.ok && reply.errors.length === 0) return 'passed';
    isReached = true;
  }
  return isReached ? 'refused' : 'unreachable';
}

/** The prompt is not at hand any more, so that it could be cut out of Runware's words: only its codes go on. */
function heardFailure({reason, kind, code, ...error}: ReplyError, ok: boolean): HeardFailure {
  return {reason, kind, code, message: '', isCertain: ok && isTerminalByNature({reason, kind, code, ...error})};
}

/** Errors that can be the end of a render, as opposed to those of the poll itself. Of a failed call fewer are believed. */
function mayEndRender({kind}: ReplyError, ok: boolean): boolean {
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

/** A row that was handed over in order and names the task speaks of its render, whatever it calls the error. */
function isEvidence(error: ReplyError, row: Row, ok: boolean): boolean {
  return (ok && row.taskUUID !== undefined) || mayEndRender(error, ok);
}

function rowError(row: Row, status: number, taskUUID: string): ReplyError {
  return readError(row.error ?? row, status, taskUUID);
}

function isFailed(row: Row): boolean {
  return row.videoURL === undefined && (row.status === 'error' || (row.error !== undefined && row.error !== null));
}

/** The clip of a row: a `videoURL` decides, whatever the status says. A clip withheld for safety has none. */
function resultOf({videoUUID, videoURL, seed, NSFWContent, cost, status}: Row): HeardResult | undefined {
  if (videoURL === undefined && !(status === 'success' && videoUUID !== undefined)) return undefined;
  return {
    ...(videoUUID !== undefined && {videoUUID}),
    ...(videoURL !== undefined && {videoURL}),
    ...(seed !== undefined && {seed}),
    ...(NSFWContent !== undefined && {NSFWContent}),
    ...(cost !== undefined && {cost}),
  };
}
