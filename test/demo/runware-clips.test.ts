// The clips of the stand-in: that they are there, and how they are served.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Runware, startRunware} from '../../demo/runware/index.ts';
import {DEFAULT_MODEL, durationsOf, OUTPUT_FORMATS} from '../../worker/contract/index.ts';
import {poll, type Row, send, task} from './caller.ts';

async function makeClips(runware: Runware, fields: Row = {}): Promise<string[]> {
  const sent = task(fields);
  await send(runware, [sent]);
  return (await poll(runware, sent.taskUUID)).data.map((row) => String(row.videoURL));
}

async function fetchClip(runware: Runware, switches: string, headers: Record<string, string> = {}): Promise<Response> {
  const [url = ''] = await makeClips(runware, {positivePrompt: `A fox @runware(${switches})`});
  return fetch(url, {headers});
}

const SIGNATURE = {MP4: /^....ftyp(isom|mp42)/s, WEBM: /^.E\xdf\xa3.*webm/s, MOV: /^....ftypqt /s};

test('there are four different clips of each size, length and format', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  for (const preset of DEFAULT_MODEL.presets) {
    const {width, height} = preset;
    for (const duration of durationsOf(preset)) {
      for (const outputFormat of DEFAULT_MODEL.formats) {
        const urls = await makeClips(runware, {width, height, duration, outputFormat, numberResults: 4});
        const bodies = new Set<string>();
        for (const url of urls) {
          const response = await fetch(url);
          assert.equal(response.headers.get('content-type'), OUTPUT_FORMATS[outputFormat].type);
          assert.ok(url.endsWith(`.${OUTPUT_FORMATS[outputFormat].extension}`));
          const bytes = Buffer.from(await response.arrayBuffer()).toString('latin1');
          assert.match(bytes.slice(0, 64), SIGNATURE[outputFormat]);
          bodies.add(bytes);
        }
        assert.equal(bodies.size, 4);
      }
    }
  }
});

test('a clip comes whole, in parts, or by its headers alone', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  const [url = ''] = await makeClips(runware);
  const whole = await fetch(url);
  const bytes = Buffer.from(await whole.arrayBuffer());
  const {length} = bytes;
  assert.deepEqual([whole.status, whole.headers.get('accept-ranges')], [200, 'bytes']);
  assert.equal(whole.headers.get('access-control-allow-origin'), null);

  const parts = {
    'bytes=0-99': [0, 99],
    'bytes=100-': [100, length - 1],
    'bytes=-100': [length - 100, length - 1],
    [`bytes=0-${length * 2}`]: [0, length - 1],
  } as const;
  for (const [range, [start, last]] of Object.entries(parts)) {
    const part = await fetch(url, {headers: {range}});
    assert.deepEqual([part.status, part.headers.get('content-range')], [206, `bytes ${start}-${last}/${length}`]);
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(start, last + 1));
  }
  for (const range of [`bytes=${length}-`, 'bytes=-0']) {
    const none = await fetch(url, {headers: {range}});
    assert.deepEqual([none.status, none.headers.get('content-range')], [416, `bytes */${length}`]);
  }
  for (const range of ['bytes=9-1', 'bytes=0-1,4-5', 'lines=1-2']) {
    assert.equal((await fetch(url, {headers: {range}})).status, 200);
  }
  const head = await fetch(url, {method: 'HEAD'});
  assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, `${length}`, '']);
  const etag = whole.headers.get('etag') ?? '';
  assert.equal((await fetch(url, {headers: {'if-none-match': etag}})).status, 304);
  assert.equal((await fetch(url, {headers: {range: 'bytes=0-1', 'if-range': etag}})).status, 206);
  assert.equal((await fetch(url, {headers: {range: 'bytes=0-1', 'if-range': '"old"'}})).status, 200);
  assert.ok(Date.parse(whole.headers.get('last-modified') ?? ''));
});

test('a clip is there only when it is ready, and until its ttl has passed', async () => {
  let now = 1_000_000;
  await using runware = await startRunware({now: () => now, switches: 'seconds=0'});
  const [url = ''] = await makeClips(runware, {ttl: 60});
  assert.equal((await fetch(url)).status, 200);
  assert.equal((await fetch(url.replace('.mp4', '.webm'))).status, 404);
  now += 60_000;
  assert.equal((await fetch(url)).status, 404);
  const {pathname} = new URL(url);
  assert.equal((await fetch(new URL(pathname.replace(/[0-9a-f]{4}\./, '0000.'), url))).status, 404);
});

test('a clip can be gone, once or for good', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  assert.equal((await fetchClip(runware, 'clip=403')).status, 403);
  const gone = await fetchClip(runware, 'clip=404:1');
  assert.deepEqual([gone.status, (await fetch(gone.url)).status], [404, 200]);
});

test('a clip can break off midway', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  const response = await fetchClip(runware, 'clip=reset:1');
  let received = 0;
  await assert.rejects(async () => {
    for await (const chunk of response.body ?? []) received += chunk.length;
  });
  assert.ok(received > 0 && received < Number(response.headers.get('content-length')));
});

test('a clip can stall midway', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  const leaving = new AbortController();
  const [url = ''] = await makeClips(runware, {positivePrompt: 'A fox @runware(clip=stall)'});
  const response = await fetch(url, {signal: leaving.signal});
  const length = Number(response.headers.get('content-length'));
  let received = 0;
  await assert.rejects(async () => {
    for await (const chunk of response.body ?? []) {
      received += chunk.length;
      // What is left never comes: leaving ends the wait.
      if (received >= Math.floor((length - 1) / 2) + 1) leaving.abort();
    }
  });
  assert.ok(received > 0 && received < length);
});

test('a clip can come without ranges, slowly, or readable for any page', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  const whole = await fetchClip(runware, 'clip=noranges', {range: 'bytes=0-1'});
  assert.deepEqual([whole.status, whole.headers.get('accept-ranges')], [200, null]);
  const started = performance.now();
  const slow = await fetchClip(runware, 'clip=slow delay=0.1');
  assert.equal((await slow.arrayBuffer()).byteLength, Number(slow.headers.get('content-length')));
  assert.ok(performance.now() - started >= 90);
  assert.equal((await fetchClip(runware, 'clip=cors')).headers.get('access-control-allow-origin'), '*');
  assert.equal((await fetchClip(runware, 'clip=none')).status, 200);
});
