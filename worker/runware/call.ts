// One call to Runware, and its answer in any of the shapes that Runware's own parsers accept.

import * as z from 'zod';
import type {Settings} from '../settings/settings.ts';
import {type ReplyError, readError} from './errors.ts';

/** The settings that an upstream call needs, besides a key. */
export type RunwareSettings = Pick<Settings, 'RUNWARE_URL' | 'RUNWARE_TIMEOUT_SECONDS'>;

/** No clip costs nearly as much: a greater number is in another unit, or no price, and would close the caps of a whole month. */
const MAX_COST_USD = 1000;

/** Rows of one answer, and characters of a link, that are read: a generation has four clips, and all is stored. */
const MAX_ROWS = 64;
const MAX_URL_LENGTH = 4096;

/** Characters of a clip's name at most: it becomes the key of a copy in the bucket, which has a bound. */
export const MAX_NAME_LENGTH = 128;

/** One row of `data`. Only what decides is read; a field of an unexpected type counts as absent. */
const rowShape = z.object({
  taskUUID: z
    .string()
    .transform((uuid) => uuid.toLowerCase())
    .optional()
    .catch(undefined),
  status: z.string().optional().catch(undefined),
  progress: z.number().min(0).max(100).optional().catch(undefined),
  error: z.unknown().optional(),
  videoUUID: z.string().min(1).max(MAX_NAME_LENGTH).optional().catch(undefined),
  videoURL: z
    .url({protocol: /^https?$/})
    .max(MAX_URL_LENGTH)
    .optional()
    .catch(undefined),
  seed: z
    .union([z.number(), z.string().regex(/^\d+$/)])
    .optional()
    .catch(undefined),
  NSFWContent: z
    .union([z.boolean(), z.stringbool({truthy: ['true'], falsy: ['false']})])
    .optional()
    .catch(undefined),
  cost: z.number().nonnegative().max(MAX_COST_USD).optional().catch(undefined),
  balance: z
    .union([z.number(), z.object({amount: z.number()})])
    .optional()
    .catch(undefined),
  organizationUUID: z.string().optional().catch(undefined),
});

/** See {@link rowShape}. */
export type Row = z.infer<typeof rowShape>;

/** An HTTP answer, read to its end. */
export interface HTTPAnswer {
  status: number;
  text: string;
  retryAfter?: string | null;
}

/** What came of a call: nothing, or an answer. */
export type Reply =
  | {kind: 'none'; detail: string}
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
export async function call(
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
    return readReply({status: response.status, text, retryAfter: response.headers.get('retry-after')});
  } catch (error) {
    return {kind: 'none', detail: error instanceof Error ? error.name : 'unknown'};
  }
}

/** What an HTTP answer says, in any of the shapes Runware's own parsers accept. */
export function readReply({status, text, retryAfter}: HTTPAnswer): Reply {
  const ms = retryAfterMs(retryAfter ?? null);
  const ok = status >= 200 && status < 300;
  return {kind: 'some', ok, status, ...(ms !== undefined && {retryAfterMs: ms}), ...readBody(text, status)};
}

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
  const rows = listOf(object.data)
    .slice(0, MAX_ROWS)
    .flatMap((row) => rowShape.safeParse(row).data ?? []);
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
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
