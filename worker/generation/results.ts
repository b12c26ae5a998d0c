// Which clip is which, over many polls: pure.

import type {Result} from '../contract/index.ts';
import {MAX_NAME_LENGTH} from '../runware/call.ts';
import type {HeardResult} from '../runware/client.ts';

/**
 * The clips known after a poll: what was once heard of one is kept, what is newer replaces it, new ones are added at the end.
 * Runware's `videoUUID` tells clips apart. Where it is missing the path of the link does: hosts and queries are signed anew
 * at each poll. Of several links with one path the place among them does, as Runware keeps the order of its rows. A row that is
 * repeated, by name or by its whole link, is one clip; so is one whose path is signed anew, by its seed.
 */
export function mergeResults(known: readonly Result[], heard: readonly HeardResult[]): Result[] {
  const merged = [...known];
  const matched = new Set<number>();
  const places = new Map<string, number>();
  for (const result of heard) {
    const path = pathOf(result.videoURL);
    const place = places.get(path) ?? 0;
    places.set(path, place + 1);
    const videoUUID = result.videoUUID ?? nameOf(path, place);
    const byName = merged.findIndex((other) => other.videoUUID === videoUUID);
    const isFree = (other: Result, index: number) => !matched.has(index) || other.videoURL === result.videoURL;
    const byFile = merged.findIndex((other, index) => isFree(other, index) && isSameFile(other, result, path));
    const bySeed = merged.findIndex((other, index) => !matched.has(index) && isSameSeed(other, result));
    const found = byName >= 0 ? byName : path !== '' && byFile >= 0 ? byFile : bySeed;
    const at = found < 0 ? merged.length : found;
    matched.add(at);
    // The name that links were made with stays.
    merged[at] = {...merged[at], ...result, videoUUID: merged[at]?.videoUUID ?? videoUUID};
  }
  return merged;
}

/** Whether two rows are of one file although only one of them has Runware's name for it. */
function isSameFile(known: Result, heard: HeardResult, path: string): boolean {
  const isNamedByPath = heard.videoUUID === undefined || known.videoUUID.startsWith(nameOf(path, 0));
  return isNamedByPath && pathOf(known.videoURL) === path;
}

/** Whether a row without a name is of a known clip although its whole link is another: each clip has a seed of its own. */
function isSameSeed(known: Result, heard: HeardResult): boolean {
  return heard.videoUUID === undefined && heard.seed !== undefined && known.seed === heard.seed;
}

function pathOf(url: string | undefined): string {
  return url === undefined ? '' : (URL.parse(url)?.pathname ?? '');
}

/** The file name of a clip is its UUID; of an unusual path, the path names the clip, in characters that need no escape. */
function nameOf(path: string, place: number): string {
  const uuid = /[0-9a-f-]{36}(?=\.[a-z0-9]+$)/i.exec(path)?.[0];
  if (uuid !== undefined) return uuid;
  const name =
    path
      .replace(/[^\w.-]+/g, '-')
      .replace(/^-/, '')
      .slice(-MAX_NAME_LENGTH) || 'clip';
  return place === 0 ? name : `${name}-${place + 1}`;
}
