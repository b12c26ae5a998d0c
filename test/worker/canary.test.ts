import assert from 'node:assert/strict';
import {join} from 'node:path';
import {test} from 'node:test';
import {createBuilder, type Plugin, type Rolldown} from 'vite';
import {API_KEY, jsonPost, startWorld} from '../support/world.ts';

const PROJECT = join(import.meta.dirname, '../..');

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

test('the key is in nothing that is built where it is set, nor its name in what a visitor’s page loads', async () => {
  const files = [...(await builtWithKey('widget/build')), ...(await builtWithKey('demo/pages'))];
  for (const name of ['hailuo-generator.js', 'hailuo-generator.classic.js', 'worker.js', 'index.html'])
    assert.ok(
      files.some(({fileName}) => fileName === name),
      name,
    );
  for (const {environment, fileName, content} of files) {
    assert.ok(!content.includes(API_KEY), `${fileName} holds the key`);
    // The documentation and the Worker may name the setting; the element does not know there is one.
    if (environment === 'module' || environment === 'classic')
      assert.ok(!content.includes('RUNWARE_API_KEY'), `${fileName} names the key`);
  }
});

test('a key that a build takes from its environment is found', async () => {
  const leak: Plugin = {
    name: 'leak',
    generateBundle() {
      this.emitFile({type: 'asset', fileName: 'leak.txt', source: process.env.RUNWARE_API_KEY ?? ''});
    },
  };
  const files = await builtWithKey('demo/pages', leak);
  assert.ok(files.some(({content}) => content.includes(API_KEY)));
});

interface BuiltFile {
  environment: string;
  fileName: string;
  content: string;
}

/** What the Vite config of a folder builds on a machine whose environment has the key, as a deployment's has. */
async function builtWithKey(folder: string, ...plugins: Plugin[]): Promise<BuiltFile[]> {
  process.env.RUNWARE_API_KEY = API_KEY;
  try {
    const configFile = join(PROJECT, folder, 'vite.config.ts');
    const {environments, build} = await createBuilder({configFile, plugins, logLevel: 'error', build: {write: false}});
    const built: BuiltFile[] = [];
    for (const environment of Object.values(environments)) {
      if (!environment.config.build.rolldownOptions.input) continue;
      for (const {output} of [await build(environment)].flat() as Rolldown.RolldownOutput[])
        for (const file of output) {
          const content =
            file.type === 'chunk' ? file.code + JSON.stringify(file.map) : Buffer.from(file.source).toString();
          built.push({environment: environment.name, fileName: file.fileName, content});
        }
    }
    return built;
  } finally {
    delete process.env.RUNWARE_API_KEY;
  }
}
