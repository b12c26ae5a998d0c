import assert from 'node:assert/strict';
import {readdir, readFile} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {API_KEY, jsonPost, startWorld} from '../support/world.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

test('the key is in no answer and no log line, whatever goes wrong', async () => {
  await using world = await startWorld({settings: {IMAGE_HOSTS: 'assets.runware.ai'}, bucket: true});
  const seen: string[] = [];
  async function ask(path: string, init?: RequestInit): Promise<string> {
    const response = await world.fetch(path, init);
    const text = `${JSON.stringify([...response.headers])} ${await response.text()}`;
    seen.push(text);
    return text;
  }
  const switches = [
    'seconds=0',
    'submit=401',
    'submit=402',
    'submit=html500:1',
    'reject=invalidApiKey',
    'fail=providerError detail=provider',
    'poll=auth:1',
    'submit=reset:1',
    'clip=404',
  ];
  for (const words of switches) {
    const taskUUID = crypto.randomUUID();
    await ask('/v1/generations', jsonPost({taskUUID, positivePrompt: `A fox @runware(${words} seconds=0)`}));
    const {results} = await world.ended(taskUUID);
    await ask(`/v1/generations/${taskUUID}`);
    await ask(`/v1/generations/${taskUUID}`, {headers: {accept: 'text/event-stream'}});
    await ask(
      '/v1',
      jsonPost([{taskType: 'getResponse', taskUUID}, {taskType: 'ping'}, {taskType: 'accountManagement'}]),
    );
    for (const {videoURL} of results) if (videoURL) await ask(videoURL);
  }
  for (const path of [
    '/',
    '/healthz',
    '/nothing',
    '/v1/generations',
    '/.dev.vars',
    '/wrangler.toml',
    '/worker/settings/settings.ts',
  ])
    await ask(path);
  await ask('/v1/generations', jsonPost({taskUUID: 'x', apiKey: 'y', positivePrompt: 1}));
  assert.ok(
    world.runware.requests.some(({headers}) => headers.authorization?.includes(API_KEY)),
    'the key was in use',
  );
  assert.deepEqual(
    seen.filter((text) => text.includes(API_KEY)),
    [],
  );
  assert.ok(world.logs.length > switches.length);
  assert.deepEqual(
    world.logs.filter((line) => line.includes(API_KEY)),
    [],
  );
});

test('the key is in no built file, nor its name in what a visitor’s page loads', async () => {
  const files = (await readdir(DIST, {recursive: true, withFileTypes: true})).filter((entry) => entry.isFile());
  assert.ok(
    files.some(({name}) => name === 'hailuo-generator.js'),
    'there is a build to look at',
  );
  for (const {parentPath, name} of files) {
    const path = relative(DIST, join(parentPath, name));
    const content = await readFile(join(DIST, path), 'latin1');
    assert.ok(!content.includes(API_KEY), `${path} holds the key`);
    // The documentation and the Worker may name the setting; the element does not know there is one.
    if (/^site\/(hailuo-generator|assets)/.test(path)) assert.ok(!content.includes('RUNWARE_API_KEY'), path);
  }
});
