import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mergeResults} from '../../../worker/generation/results.ts';

const UUIDS = ['bfe8f918-e001-4d15-99ed-57b2abf769b5', 'a2e8f918-e001-4d15-99ed-57b2abf769b5'];

function urls(results: ReturnType<typeof mergeResults>): (string | undefined)[] {
  return results.map(({videoURL}) => videoURL);
}

test('clips without a UUID are told apart by the path of their links, however these are signed', () => {
  const first = mergeResults(
    [],
    [{videoURL: 'https://a.example/x/1.mp4?sig=1'}, {videoURL: 'https://a.example/x/2.mp4?sig=2'}],
  );
  const second = mergeResults(first, [
    {videoURL: 'https://b.example/x/2.mp4?sig=3'},
    {videoURL: 'https://b.example/x/1.mp4?sig=4'},
  ]);
  assert.equal(second.length, 2);
  assert.deepEqual(
    second.map(({videoUUID}) => videoUUID),
    first.map(({videoUUID}) => videoUUID),
    'in a stable order',
  );
  assert.deepEqual(
    urls(second),
    ['https://b.example/x/1.mp4?sig=4', 'https://b.example/x/2.mp4?sig=3'],
    'the newest links',
  );
});

test('clips whose links differ by the query alone are told apart by their place', () => {
  const heard = [1, 2, 3].map((id) => ({videoURL: `https://a.example/download?id=${id}`}));
  const first = mergeResults([], heard.slice(0, 2));
  const all = mergeResults(first, heard);
  assert.equal(new Set(all.map(({videoUUID}) => videoUUID)).size, 3);
  assert.equal(mergeResults(all, heard).length, 3);
});

test('a clip without a UUID whose path is signed anew is told apart by its seed', () => {
  const at = (signature: string, seed: number) => ({videoURL: `https://a.example/s/${signature}/clip.mp4`, seed});
  const first = mergeResults([], [at('one', 1)]);
  const second = mergeResults(first, [at('two', 1)]);
  assert.deepEqual(urls(second), ['https://a.example/s/two/clip.mp4']);
  assert.equal(second[0]?.videoUUID, first[0]?.videoUUID, 'the name that links were made with stays');
  assert.equal(mergeResults(second, [at('three', 1), at('four', 2)]).length, 2);
});

test('a name made of a path is short enough for the key of a copy', () => {
  const [{videoUUID} = assert.fail()] = mergeResults(
    [],
    [{videoURL: `https://a.example/${'x'.repeat(3000)}/clip.mp4`}],
  );
  assert.ok(videoUUID.length <= 128 && videoUUID.endsWith('clip.mp4'), videoUUID);
});

test('the file name is the UUID where Runware leaves it out, and a name once given stays', () => {
  const [videoUUID = ''] = UUIDS;
  const videoURL = `https://vm.runware.ai/video/ws/5/vi/${videoUUID}.mp4`;
  assert.deepEqual(mergeResults(mergeResults([], [{videoURL}]), [{videoURL, videoUUID}]), [{videoURL, videoUUID}]);
  const odd = 'https://vm.runware.ai/odd.mp4';
  const [named] = mergeResults([], [{videoURL: odd}]);
  const [renamed, ...others] = mergeResults(named ? [named] : [], [{videoURL: `${odd}?new`, videoUUID}]);
  assert.equal(others.length, 0);
  assert.equal(renamed?.videoUUID, named?.videoUUID);
});

test('a row that is repeated in one answer is one clip', () => {
  const [videoUUID = ''] = UUIDS;
  const named = {videoUUID, videoURL: `https://vm.runware.ai/video/ws/5/vi/${videoUUID}.mp4`};
  const {videoURL} = named;
  const odd = {videoURL: 'https://vm.runware.ai/odd.mp4'};
  for (const rows of [
    [named, named],
    [named, {videoURL}],
    [{videoURL}, named],
    [{videoURL}, {videoURL: `${videoURL}?signed`}],
    [odd, odd],
    [odd, {...odd, videoUUID}],
    [{...odd, videoUUID}, odd],
  ]) {
    const once = mergeResults([], rows);
    assert.equal(once.length, 1, JSON.stringify(rows));
    assert.equal(mergeResults(once, rows).length, 1, JSON.stringify(rows));
  }
});

test('a link without a path has a name that can stand in a link', () => {
  const names = mergeResults([], [{videoURL: 'https://a.example/?id=1'}, {videoURL: 'https://a.example/?id=2'}]);
  assert.deepEqual(
    names.map(({videoUUID}) => videoUUID),
    ['clip', 'clip-2'],
  );
});

test('what was once heard of a clip is kept, what is newer replaces it', () => {
  const [videoUUID = '', other = ''] = UUIDS;
  const known = [{videoUUID, videoURL: 'https://a.example/1.mp4', cost: 0.28}];
  assert.deepEqual(mergeResults(known, [{videoUUID: other}, {videoUUID, seed: 7}]), [
    {videoUUID, videoURL: 'https://a.example/1.mp4', cost: 0.28, seed: 7},
    {videoUUID: other},
  ]);
});

test('a name made of a path needs no escape in a link', () => {
  const [result] = mergeResults([], [{videoURL: 'https://a.example/a b/ü/%2F..%2Fx.mp4?y=/'}]);
  assert.match(result?.videoUUID ?? '', /^[\w.-]+$/);
});
