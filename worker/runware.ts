// The only place that knows Runware's wire: envelopes, odd shapes, raw codes. Outside it there are submissions and polls.
// Source: https://runware.ai/docs (platform/authentication, task-polling, errors, webhooks).

import * as z from 'zod';
import {DELIVERY_METHOD, FPS, MODEL, OUTPUT_TYPE, type Result, TASK_TYPE} from './contract/index.ts';
import type {UpstreamFailure} from './failure.ts';
import {type ReplyError, readError} from './runware-error.ts';
import type {Order} from './schema.ts';
import type {Settings} from './settings.ts';

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

/** The settings an upstream call needs. */
export type RunwareSettings = Pick<
  Settings,
  'RUNWARE_API_KEY' | 'RUNWARE_API_KEY_NEXT' | 'RUNWARE_URL' | 'RUNWARE_TIMEOUT_SECONDS'
>;

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
  const error = reply.errors.find(({taskUUID: named}) => named === undefined || named === taskUUID);
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

function taskOf(taskUUID: string, order: Order): object {
  return {
    ...order,
    taskType: TASK_TYPE,
    taskUUID,
    model: MODEL,
    fps: FPS,
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
    failures,
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

/** One row of `data`. Only what decides is read; a field of an unexpected type counts as absent. */
const rowShape = z.object({
  taskUUID: z.string().optional().catch(undefined),
  status: z.string().optional().catch(undefined),
  progress: z.number().min(0).max(100).optional().catch(undefined),
  error: z.unknown().optional(),
  videoUUID: z.string().optional().catch(undefined),
  videoURL: z
    .url({protocol: /^https?$/})
    .optional()
    .catch(undefined),
  seed: z
    .union([z.number(), z.string().regex(/^\d+$/)])
    .optional()
    .catch(undefined),
  NSFWContent: z.boolean().optional().catch(undefined),
  cost: z.number().nonnegative().optional().catch(undefined),
  balance: z
    .union([z.number(), z.object({amount: z.number()})])
    .optional()
    .catch(undefined),
});

type Row = z.infer<typeof rowShape>;

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

type Reply =
  | {kind: 'none'; why: string}
  | {
      kind: 'some';
      ok: boolean;
      json: boolean;
      status: number;
      retryAfterMs?: number;
      rows: readonly Row[];
      errors: readonly ReplyError[];
    };

/** One POST with one task. The whole call, body included, is bounded. Redirects are not followed: they would carry the key away. */
async function call(settings: RunwareSettings, task: object, headers?: Record<string, string>): Promise<Reply> {
  const {RUNWARE_API_KEY: key, RUNWARE_API_KEY_NEXT: nextKey} = settings;
  const reply = await callWith(settings, key, task, headers);
  const isRefused = reply.kind === 'some' && (reply.status === 401 || reply.status === 403);
  // A call whose key was refused has done nothing, so it may be made again.
  return isRefused && nextKey !== undefined ? callWith(settings, nextKey, task, headers) : reply;
}

async function callWith(
  settings: RunwareSettings,
  key: string,
  task: object,
  headers?: Record<string, string>,
): Promise<Reply> {
  try {
    const response = await fetch(settings.RUNWARE_URL, {
      method: 'POST',
      headers: {...headers, authorization: `Bearer ${key}`, 'content-type': 'application/json'},
      body: JSON.stringify([task]),
      redirect: 'manual',
      signal: AbortSignal.timeout(settings.RUNWARE_TIMEOUT_SECONDS * 1000),
    });
    // An upstream that quotes the request must not carry the key into a log.
    const text = (await response.text()).replaceAll(key, '[key]');
    const retryAfterMs = retryAfter(response.headers.get('retry-after'));
    const common = {
      kind: 'some',
      ok: response.ok,
      status: response.status,
      ...(retryAfterMs !== undefined && {retryAfterMs}),
    } as const;
    return {...common, ...readBody(text, response.status)};
  } catch (error) {
    return {kind: 'none', why: error instanceof Error ? error.name : 'unknown'};
  }
}

/** The rows and errors of a body in any of the shapes Runware's own parsers accept. */
function readBody(text: string, status: number): {json: boolean; rows: Row[]; errors: ReplyError[]} {
  let body: unknown;
  try {
    body = parseJson(text, keepSeed);
  } catch {
    return {json: false, rows: [], errors: errorsByStatus(status)};
  }
  const object = z.record(z.string(), z.unknown()).safeParse(body).data ?? {};
  const owner = z.string().safeParse(object.taskUUID).data;
  const raw = [...(Array.isArray(body) ? body : listOf(object.errors)), ...listOf(object.error)];
  const errors = raw.map((error) => readError(error, status, owner));
  const rows = listOf(object.data).flatMap((row) => rowShape.safeParse(row).data ?? []);
  return {json: true, rows, errors: errors.length > 0 ? errors : errorsByStatus(status)};
}

/** A status that speaks for itself counts as an error although the body has none. */
function errorsByStatus(status: number): ReplyError[] {
  const speaks = status >= 400 && status < 500 && status !== 408;
  return speaks ? [readError({code: ''}, status)] : [];
}

// TypeScript's library does not know the reviver's third parameter (ES2026) yet.
const parseJson = JSON.parse as (text: string, reviver: typeof keepSeed) => unknown;

/** A seed has no upper bound at Runware; beyond 2^53 its digits are kept instead of a rounded number. */
function keepSeed(key: string, value: unknown, context: {source?: string}): unknown {
  return key === 'seed' && typeof value === 'number' && !Number.isSafeInteger(value) ? context.source : value;
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null || typeof value === 'boolean') return [];
  return Array.isArray(value) ? value : [value];
}

/** `Retry-After` in milliseconds: seconds, or a date. Runware does not document it; it is honoured when it comes. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
