import assert from 'node:assert/strict';
import type {Problem} from '../../../worker/contract/index.ts';
import {test} from '../../support/concurrent.ts';
import {insideWorld} from '../../support/inside-world.ts';
import {sharedWorld, startWorld, type World} from '../../support/world.ts';

const shared = sharedWorld();

/** The link of the clip of a finished generation, and its bytes as Runware has them. */
async function clipOf(world: World, switches = '', request: object = {}): Promise<{link: string; bytes: Uint8Array}> {
  const {taskUUID} = await world.start({positivePrompt: `clip @runware(${switches} seconds=0)`, ...request});
  const {results} = await world.ended(taskUUID);
  const link = results[0]?.videoURL ?? '';
  assert.ok(link.startsWith(`${world.url}/v1/generations/${taskUUID}/videos/`), link);
  const {videoUUID} = results[0] ?? {};
  const extension = link && 'outputFormat' in request ? String(request.outputFormat).toLowerCase() : 'mp4';
  const upstream = `${new URL(world.runware.url).origin}/video/os/a12d13/ws/5/vi/${videoUUID}.${extension}`;
  const response = await fetch(upstream);
  return {link, bytes: response.ok ? await response.bytes() : new Uint8Array()};
}

for (const bucket of [false, true]) {
  const from = bucket ? 'from the bucket' : 'from Runware';

  test(`a clip is relayed whole and in ranges, ${from}`, async () => {
    await using world = await startWorld({bucket});
    const {link, bytes} = await clipOf(world);
    if (bucket) await copied(world, link);
    const whole = await fetch(link);
    assert.equal(whole.status, 200);
    assert.equal(whole.headers.get('content-type'), 'video/mp4');
    assert.equal(whole.headers.get('accept-ranges'), 'bytes');
    assert.equal(whole.headers.get('cache-control')?.includes('immutable'), bucket);
    assert.deepEqual(await whole.bytes(), bytes);

    const size = bytes.length;
    const ranges = [
      ['bytes=0-99', 0, 99],
      ['bytes=100-', 100, size - 1],
      ['bytes=-50', size - 50, size - 1],
      [`bytes=10-${size + 1000}`, 10, size - 1],
    ] as const;
    for (const [range, first, last] of ranges) {
      const part = await fetch(link, {headers: {range}});
      assert.equal(part.status, 206, range);
      assert.equal(part.headers.get('content-range'), `bytes ${first}-${last}/${size}`);
      assert.deepEqual(await part.bytes(), bytes.slice(first, last + 1));
    }
    const beyond = await fetch(link, {headers: {range: `bytes=${size}-`}});
    assert.equal(beyond.status, 416);
    assert.equal(beyond.headers.get('content-range'), `bytes */${size}`);
    await beyond.body?.cancel();

    const etag = whole.headers.get('etag') ?? '';
    const same = await fetch(link, {headers: {range: 'bytes=0-9', 'if-range': etag}});
    assert.equal(same.status, 206);
    await same.body?.cancel();
    const other = await fetch(link, {headers: {range: 'bytes=0-9', 'if-range': '"another"'}});
    assert.equal(other.status, 200);
    await other.body?.cancel();
    assert.equal((await fetch(link, {headers: {'if-none-match': etag}})).status, 304);

    for (const headers of [{}, {range: 'bytes=0-9'}, {range: `bytes=${size}-`}]) {
      const head = await fetch(link, {method: 'HEAD', headers});
      assert.equal(head.status, 200, JSON.stringify(headers));
      assert.equal(head.headers.get('content-length'), String(size));
    }
  });
}

test('each format has its own type', async () => {
  const world = await shared();
  for (const [outputFormat, type] of [
    ['MP4', 'video/mp4'],
    ['WEBM', 'video/webm'],
    ['MOV', 'video/quicktime'],
  ]) {
    const {link, bytes} = await clipOf(world, '', {outputFormat});
    const response = await fetch(link);
    assert.equal(response.headers.get('content-type'), type);
    assert.deepEqual(await response.bytes(), bytes);
  }
});

test('a download has a sensible file name, whatever was asked for', async () => {
  const world = await shared();
  const {link} = await clipOf(world);
  const videoUUID = link.split('/').at(-1) ?? '';
  const names: readonly (readonly [string, string])[] = [
    ['?download', `hailuo-${videoUUID.slice(0, 8)}.mp4`],
    ['?download=a-red-fox', 'a-red-fox.mp4'],
    ['?download=..%2F..%2Fetc%2Fpasswd', 'etc-passwd.mp4'],
    ['?download=%22%0d%0aSet-Cookie:x', 'Set-Cookie-x.mp4'],
    [`?download=${encodeURIComponent(`a${'𠮷'.repeat(90)}`)}`, `a${'__'.repeat(79)}.mp4`],
    ['?download=%D8%AB%D8%B9%D9%84%D8%A8', `${'_'.repeat(4)}.mp4`],
  ];
  for (const [query, name] of names) {
    const response = await fetch(link + query);
    assert.ok(response.headers.get('content-disposition')?.startsWith(`attachment; filename="${name}"`), query);
    await response.body?.cancel();
  }
});

test('a clip that Runware has deleted is expired, one that is not there yet or cannot be fetched is not', async () => {
  await using world = await insideWorld();
  for (const switches of ['clip=404', 'clip=403']) {
    const {link} = await clipOf(world, switches);
    assert.deepEqual(await problemAt(link), [502, 'clipUnreachable'], switches);
    await world.inside(link.split('/').at(-3) ?? '', 'age', 10 * 60_000);
    assert.deepEqual(await problemAt(link), [410, 'clipExpired'], switches);
  }
  const {link} = await clipOf(world);
  await world.runware[Symbol.asyncDispose]();
  assert.deepEqual(await problemAt(link), [502, 'clipUnreachable']);
});

async function problemAt(link: string): Promise<[status: number, code: string]> {
  const response = await fetch(link);
  return [response.status, ((await response.json()) as Problem).code];
}

test('a clip that cannot be found right after its success is copied all the same', async () => {
  await using world = await insideWorld({bucket: true});
  // One of the two may be met by this test, which looks at the clip as well.
  const {link} = await clipOf(world, 'clip=404:2');
  for (let alarm = 0; alarm < 3; alarm++) await world.inside(link.split('/').at(-3) ?? '', 'ring');
  await copied(world, link);
});

test('a clip comes from Runware while the bucket fails', async () => {
  await using world = await insideWorld({bucket: true});
  const {link, bytes} = await clipOf(world);
  await copied(world, link);
  const response = await fetch(`${link}?bucket=broken`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('cache-control'), 'private, max-age=300');
  assert.deepEqual(await response.bytes(), bytes);
});

test('a clip on a host that is not allowed is not fetched', async () => {
  await using world = await startWorld();
  const {link} = await clipOf(world, 'url=host');
  const response = await fetch(link);
  assert.equal(response.status, 502);
  assert.equal(world.runware.counts.clips, 1, 'only the one that this test fetched itself');
});

test('a copy outlives Runware’s link', async () => {
  await using world = await startWorld({bucket: true});
  const {link, bytes} = await clipOf(world);
  await copied(world, link);
  await world.runware[Symbol.asyncDispose]();
  const response = await fetch(link);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.bytes(), bytes);
});

test('who sets a time to live gets no copy that outlives it', async () => {
  await using world = await startWorld({bucket: true});
  const {link} = await clipOf(world, '', {ttl: 60});
  const response = await fetch(link);
  assert.equal(response.headers.get('cache-control'), 'private, max-age=300');
  await response.body?.cancel();
});

test('an unknown clip is not found', async () => {
  const world = await shared();
  const {link} = await clipOf(world);
  for (const url of [
    link.replace(/[^/]+$/, crypto.randomUUID()),
    link.replace(/generations\/[^/]+/, `generations/${crypto.randomUUID()}`),
  ]) {
    assert.equal((await fetch(url)).status, 404);
  }
});

/** Resolves once the clip is served from the bucket. Bounded: a copy is made right after the success. */
async function copied(world: World, link: string): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const response = await fetch(link, {method: 'HEAD'});
    if (response.headers.get('cache-control')?.includes('immutable')) return;
  }
  assert.fail(`no copy of ${link} in ${world.url}`);
}

test('after the retention time nothing is left of a generation, its copy included', async () => {
  await using world = await startWorld({bucket: true, settings: {RETENTION_DAYS: '0.00003'}});
  const {link} = await clipOf(world);
  const generation = link.replace(/\/videos\/.*/, '');
  assert.equal((await fetch(generation)).status, 200);
  await gone(generation);
  assert.equal((await fetch(link)).status, 404);
});

/** Resolves once there is nothing at this address. Bounded by the test's own time limit. */
async function gone(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(url);
    await response.body?.cancel();
    if (response.status === 404) return;
  }
}
