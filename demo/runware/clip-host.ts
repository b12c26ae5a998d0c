// Serves the clips of finished tasks like Runware's video host: byte ranges, validators, HEAD, no CORS.

import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {setTimeout as pause} from 'node:timers/promises';
import {OUTPUT_FORMATS} from '../../worker/contract/index.ts';
import type {Clip, Task} from './task.ts';

const PATH = /^\/video\/(?:os\/\w+\/)?ws\/\d+\/vi\/([0-9a-f-]{36})(?:\/clip)?\.(\w+)$/;
/** Number of sample clips for each size, length and format. */
const VARIANTS = 4;
const SLOW_STEPS = 20;

/** The UUID and extension in a clip's path; undefined for any other path. */
export function parseClipPath(path: string): {videoUUID: string; extension: string} | undefined {
  const [, videoUUID, extension] = PATH.exec(path) ?? [];
  return videoUUID && extension ? {videoUUID, extension} : undefined;
}

/** Answers a GET or HEAD for a finished clip. */
export async function serveClip(
  task: Task,
  clip: Clip,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<number> {
  const fault = task.take('clip');
  if (fault === '403' || fault === '404') return refuse(response, Number(fault));
  const {preset, duration, outputFormat} = task.order;
  const {type, extension} = OUTPUT_FORMATS[outputFormat];
  const name = `${preset.name}-${duration}s-${(clip.index % VARIANTS) + 1}.${extension}`;
  const path = join(import.meta.dirname, 'clips', name);
  const {size, mtime} = await stat(path);
  const etag = `"${clip.videoUUID}"`;
  response.setHeader('content-type', type);
  response.setHeader('etag', etag);
  response.setHeader('last-modified', mtime.toUTCString());
  if (fault !== 'noranges') response.setHeader('accept-ranges', 'bytes');
  if (fault === 'cors') response.setHeader('access-control-allow-origin', '*');
  if (request.headers['if-none-match'] === etag) return end(response, 304);

  const {range: requested, 'if-range': ifRange = etag} = request.headers;
  const fresh = ifRange === etag || ifRange === mtime.toUTCString();
  const range = requested && fresh && fault !== 'noranges' ? parseRange(requested, size) : undefined;
  if (range === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${size}`);
    return end(response, 416);
  }
  const {start, last} = range ?? {start: 0, last: size - 1};
  if (range) response.setHeader('content-range', `bytes ${start}-${last}/${size}`);
  response.setHeader('content-length', last - start + 1);
  response.writeHead(range ? 206 : 200);
  if (request.method === 'HEAD') return end(response, response.statusCode);
  await send(path, start, last, fault, task.delayMs, response);
  return response.statusCode;
}

/** The range of a `Range` header; undefined if the header is to be ignored (other units, several ranges, invalid). */
function parseRange(header: string, size: number): {start: number; last: number} | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (!from && !to) return undefined;
  if (!from) return Number(to) === 0 ? 'unsatisfiable' : {start: Math.max(0, size - Number(to)), last: size - 1};
  const start = Number(from);
  const last = to ? Math.min(Number(to), size - 1) : size - 1;
  if (to && Number(to) < start) return undefined;
  return start >= size ? 'unsatisfiable' : {start, last};
}

async function send(
  path: string,
  start: number,
  last: number,
  fault: string,
  delayMs: number,
  response: ServerResponse,
): Promise<void> {
  const middle = start + Math.floor((last - start) / 2);
  const bytes = createReadStream(path, {start, end: fault === 'reset' || fault === 'stall' ? middle : last});
  try {
    if (fault === 'reset') {
      await pipeline(bytes, response, {end: false});
      response.socket?.destroySoon();
    } else if (fault === 'stall') {
      // The connection stays open until the other side has had enough of it.
      await pipeline(bytes, response, {end: false});
    } else if (fault === 'slow') {
      await pipeline(bytes, throttle((last - start + 1) / SLOW_STEPS, delayMs / SLOW_STEPS), response);
    } else {
      await pipeline(bytes, response);
    }
  } catch {
    // The client disconnected; there is nobody to report the error to.
  }
}

function throttle(step: number, pauseMs: number) {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; at += Math.ceil(step)) {
        await pause(pauseMs);
        yield chunk.subarray(at, at + Math.ceil(step));
      }
    }
  };
}

function refuse(response: ServerResponse, status: number): number {
  response.setHeader('content-type', 'text/plain');
  response.writeHead(status).end(status === 404 ? 'Not Found' : 'Forbidden');
  return status;
}

function end(response: ServerResponse, status: number): number {
  if (!response.headersSent) response.writeHead(status);
  response.end();
  return status;
}
