// Talks to the stand-in as a client of Runware would.

import type {Runware} from '../../demo/runware/index.ts';

/** A JSON object of an answer. */
export type Row = Record<string, unknown>;

/** What came back from a call. */
export interface Answer {
  /** 0 where the connection broke or nothing came. */
  status: number;
  headers: Headers;
  text: string;
  data: Row[];
  errors: Row[];
}

/** A valid task; `fields` win. */
export function task(fields: Row = {}): Row & {taskUUID: string} {
  const taskUUID = crypto.randomUUID();
  return {taskType: 'videoInference', taskUUID, model: 'minimax:4@1', positivePrompt: 'A red fox in snow', ...fields};
}

/** Sends a body to the API, with the right key unless `headers` say otherwise. */
export async function send(runware: Runware, body: unknown, init: RequestInit = {}): Promise<Answer> {
  const headers = {authorization: 'Bearer stand-in-key', 'content-type': 'application/json'};
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  try {
    const response = await fetch(runware.url, {method: 'POST', body: text, headers, ...init});
    return read(response.status, response.headers, await response.text());
  } catch {
    return read(0, new Headers(), '');
  }
}

/** Polls a task once. */
export function poll(runware: Runware, taskUUID: unknown): Promise<Answer> {
  return send(runware, [{taskType: 'getResponse', taskUUID}]);
}

function read(status: number, headers: Headers, text: string): Answer {
  const body: {data?: Row[]; errors?: Row[]} = text.startsWith('{') ? JSON.parse(text) : {};
  return {status, headers, text, data: body.data ?? [], errors: body.errors ?? []};
}
