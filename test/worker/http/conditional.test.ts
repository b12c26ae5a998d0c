import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isNotModified, rangeOf} from '../../../worker/http/conditional.ts';

const FILE = {etag: '"abc"', lastModified: new Date('2026-03-01T12:00:00.789Z')};
const DATE = 'Sun, 01 Mar 2026 12:00:00 GMT';
const LATER = 'Sun, 01 Mar 2026 12:00:01 GMT';
const EARLIER = 'Sun, 01 Mar 2026 11:59:59 GMT';
const SIZE = 1000;

/** Headers of a request, and whether the client has the file already. */
const CONDITIONS: readonly (readonly [headers: Record<string, string>, notModified: boolean])[] = [
  [{}, false],
  [{'if-none-match': '"abc"'}, true],
  [{'if-none-match': 'W/"abc"'}, true],
  [{'if-none-match': '"x", W/"abc" ,"y"'}, true],
  [{'if-none-match': '*'}, true],
  [{'if-none-match': '"x", "y"'}, false],
  [{'if-none-match': 'abc'}, false],
  [{'if-modified-since': DATE}, true],
  [{'if-modified-since': LATER}, true],
  [{'if-modified-since': EARLIER}, false],
  [{'if-modified-since': 'yesterday'}, false],
  [{'if-none-match': '"x"', 'if-modified-since': LATER}, false],
  [{'if-none-match': '"abc"', 'if-modified-since': EARLIER}, true],
];

for (const [headers, notModified] of CONDITIONS) {
  test(`${JSON.stringify(headers)} is ${notModified ? 'answered by a 304' : 'sent the file'}`, () => {
    assert.equal(isNotModified(new Headers(headers), FILE), notModified);
  });
}

/** Headers of a GET, and the range that is the answer. */
const RANGES: readonly (readonly [headers: Record<string, string>, range: ReturnType<typeof rangeOf>])[] = [
  [{}, undefined],
  [{range: 'bytes=0-99'}, {offset: 0, length: 100}],
  [{range: 'bytes=900-'}, {offset: 900, length: 100}],
  [{range: 'bytes=-50'}, {offset: 950, length: 50}],
  [{range: 'bytes=-5000'}, {offset: 0, length: 1000}],
  [{range: 'bytes=10-5000'}, {offset: 10, length: 990}],
  [{range: 'bytes=1000-'}, 'unsatisfiable'],
  [{range: 'bytes=-0'}, 'unsatisfiable'],
  [{range: 'bytes=5-4'}, undefined],
  [{range: 'bytes=0-1,5-6'}, undefined],
  [{range: 'items=0-1'}, undefined],
  [{range: 'bytes=-'}, undefined],
  [
    {range: 'bytes=0-9', 'if-range': '"abc"'},
    {offset: 0, length: 10},
  ],
  [{range: 'bytes=0-9', 'if-range': 'W/"abc"'}, undefined],
  [{range: 'bytes=0-9', 'if-range': '"x"'}, undefined],
  [
    {range: 'bytes=0-9', 'if-range': DATE},
    {offset: 0, length: 10},
  ],
  [{range: 'bytes=0-9', 'if-range': LATER}, undefined],
  [{range: 'bytes=0-9', 'if-range': EARLIER}, undefined],
];

for (const [headers, range] of RANGES) {
  test(`${JSON.stringify(headers)} asks for ${JSON.stringify(range) ?? 'the whole file'}`, () => {
    assert.deepEqual(rangeOf({method: 'GET', headers: new Headers(headers)}, SIZE, FILE), range);
  });
}

test('a range counts for GET only', () => {
  const headers = new Headers({range: 'bytes=0-9'});
  for (const method of ['HEAD', 'POST']) assert.equal(rangeOf({method, headers}, SIZE, FILE), undefined);
});
