// Conditional and range requests (RFC 9110, sections 13 and 14), for a file with a strong entity tag and a date.

/** What a file is told apart by. */
export interface Validators {
  /** A strong entity tag, with its quotes. */
  etag: string;
  lastModified: Date;
}

/** Whether the client has the file already: `If-None-Match`, or `If-Modified-Since` where the first is absent (13.2.2). */
export function isNotModified(headers: Headers, {etag, lastModified}: Validators): boolean {
  const tags = headers.get('if-none-match');
  if (tags !== null) return tags.trim() === '*' || tagsOf(tags).includes(etag);
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  return wholeSeconds(lastModified) <= since;
}

/** The opaque part of each tag of a list: `If-None-Match` compares weakly (8.8.3.2). */
function tagsOf(list: string): string[] {
  return list.match(/"[^"]*"/g) ?? [];
}

/** One part of a file. */
export interface ByteRange {
  offset: number;
  length: number;
}

/**
 * The one range that is asked for of a file of this size; undefined where the whole file is the answer: for other methods
 * than GET, other units, several ranges, or a part of a file that the client has another version of (14.2, 13.1.5).
 */
export function rangeOf(
  {method, headers}: Pick<Request, 'method' | 'headers'>,
  size: number,
  validators: Validators,
): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range') ?? '') ?? [];
  if (method !== 'GET' || first === undefined || last === undefined || first + last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const condition = headers.get('if-range');
  if (condition !== null && !isSameVersion(condition, validators)) return undefined;
  const offset = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return offset > end ? 'unsatisfiable' : {offset, length: end - offset + 1};
}

/** `If-Range` compares strongly: the same tag and no weak one, or exactly the date that was sent. */
function isSameVersion(condition: string, {etag, lastModified}: Validators): boolean {
  return /^(W\/)?"/.test(condition) ? condition === etag : Date.parse(condition) === wholeSeconds(lastModified);
}

/** A date as headers can say it. */
function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000;
}
