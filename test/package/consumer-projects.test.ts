import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {cp, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {promisify} from 'node:util';
import {preview} from 'vite';
import {startWorker} from '../../demo/run/worker.ts';
import type {Generation} from '../../worker/contract/index.ts';
import {visit} from '../support/visitor.ts';
import {jsonPost, startWorld, type World} from '../support/world.ts';
import {installedProject, type Project} from './project.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** Each framework's page, and how its types are checked. `wrong` are its mistakes, as the checker finds them. */
const PAGES: Readonly<Record<string, {check: [program: string, ...args: string[]]; wrong: readonly string[]}>> = {
  vite: {
    check: ['typescript/bin/tsc', '--project', '.', '--pretty', 'false'],
    wrong: ['wrong.ts(4', 'wrong.ts(5'],
  },
  react: {
    check: ['typescript/bin/tsc', '--project', '.', '--pretty', 'false'],
    wrong: ['wrong.tsx(5', 'wrong.tsx(6', 'wrong.tsx(7', 'wrong.tsx(8'],
  },
  vue: {
    check: ['vue-tsc/bin/vue-tsc.js', '--project', '.', '--pretty', 'false'],
    wrong: ['Wrong.vue(6', 'Wrong.vue(7'],
  },
  svelte: {
    check: ['svelte-check/bin/svelte-check', '--tsconfig', 'tsconfig.json', '--output', 'machine'],
    wrong: ['"Wrong.svelte" 5', '"Wrong.svelte" 6', '"Wrong.svelte" 7'],
  },
  worker: {
    check: ['typescript/bin/tsc', '--project', '.', '--pretty', 'false'],
    wrong: [],
  },
};

// Installing takes longer than everything that is tried then, and nothing that is tried changes what is installed.
let project: Project;
before(async () => {
  project = await installedProject();
});
after(() => project[Symbol.asyncDispose]());

for (const [name, {check, wrong}] of Object.entries(PAGES)) {
  test(`types: ${name} finds nothing wrong but what is wrong`, async () => {
    const [program, ...args] = check;
    const {output} = await project.run(program, args, name);
    const found = output.match(/^\S*\(\d+(?=.*error)|(?<=ERROR )\S+ \d+/gm) ?? [];
    assert.deepEqual(found, wrong, output);
  });
}

test('pages made with Vite, React, Vue and Svelte hand over JSON and a switch, and come to playing clips', async () => {
  await using world = await startWorld();
  const names = Object.keys(PAGES).filter((name) => name !== 'worker');
  for (const name of names) await bundle(name, world.url);
  await using server = await served();
  await using visitor = await visit('about:blank');
  const paths = [...names.map((name) => `${name}/`), 'react/?tag'];
  for (const path of paths) {
    await visitor.page.goto(`${server.url}${path}`);
    await visitor.page.waitForSelector('>>> .layout[inert]');
    await visitor.click('button', 'Ready');
    await visitor.click('button', 'A lighthouse in a storm');
    await visitor.click('button', 'Generate · $0.56');
    assert.ok((await visitor.plays()) > 0.5, path);
    await visitor.sees('Made: 2');
  }
  assert.deepEqual(visitor.complaints, []);
  assert.equal(world.runware.accepted, paths.length);
  assert.match(JSON.stringify(world.runware.requests), /A lighthouse in a storm, in our style/);
});

test('a page that a server has rendered with the package is hydrated by it', async () => {
  await using world = await startWorld();
  await bundle('served', world.url);
  const page = await project.run('../served/render.js', [], 'served', {VITE_ENDPOINT: world.url});
  assert.match(page.output, /<template shadowroot.*Beschreibung/s);
  await writeFile(join(project.folder, 'dist/served/index.html'), page.output);
  await using server = await served();
  await using visitor = await visit(`${server.url}served/`);
  await visitor.type('Beschreibung', 'Ein roter Fuchs');
  await visitor.click('button', 'Erzeugen · 0,28\u00a0$');
  assert.ok((await visitor.plays()) > 0.5);
  assert.equal(await visitor.page.$eval('>>> textarea', (prompt) => prompt.getAttribute('title')), 'Served');
  assert.deepEqual(visitor.complaints, []);
});

test('a Worker of somebody’s own holds it under a path, with plain pages beside it', async () => {
  const files = join(project.folder, 'node_modules/hailuo-generator/dist/site');
  await cp(files, join(project.folder, 'worker/public/video'), {recursive: true});
  await using world = await startWorld({config: join(project.folder, 'worker/wrangler.toml'), publicURL: 'own'});
  assert.equal(await (await world.fetch('/hello')).text(), 'Hello');
  await using visitor = await visit(`${world.url}/`);
  for (const path of ['/', '/classic']) {
    await visitor.page.goto(world.url + path);
    await visitor.type('Prompt', 'A red fox');
    await visitor.click('button', 'Generate · $0.28');
    assert.ok((await visitor.plays()) > 0.5, path);
  }
  assert.deepEqual(visitor.complaints, []);
  assert.equal(world.runware.accepted, 2);
});

test('a mounted Worker is set up as the README says: for other origins, for links, and for the doctor', async () => {
  const readme = await readFile(join(PROJECT, 'README.md'), 'utf8');
  const headers = await readFile(join(project.folder, 'worker/public/_headers'), 'utf8');
  const config = await readFile(join(project.folder, 'worker/wrangler.toml'), 'utf8');
  assert.ok(readme.includes(headers));
  const [, routes = 'none'] = /^run_worker_first = \[.*"\/hello", (.*)\]$/m.exec(config) ?? [];
  assert.ok(readme.includes(`run_worker_first = [${routes}]`));

  await using world = await startWorld({config: join(project.folder, 'worker/wrangler.toml'), publicURL: 'own'});
  const [chunk = ''] = (await readdir(join(project.folder, 'worker/public/video/assets'))).filter((name) =>
    name.endsWith('.js'),
  );
  const entry = await world.fetch('/video/hailuo-generator.js');
  const part = await world.fetch(`/video/assets/${chunk}`);
  for (const {headers} of [entry, part]) {
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
  }
  assert.equal(entry.headers.get('cache-control'), 'public, max-age=0, must-revalidate');
  assert.equal(part.headers.get('cache-control'), 'public, max-age=31536000, immutable');

  const taskUUID = crypto.randomUUID();
  const request = {taskUUID, positivePrompt: 'A fox', width: 1366, height: 768, duration: 6};
  const started = await world.fetch('/video/v1/generations', jsonPost(request));
  const stream = await world.fetch(started.headers.get('location') ?? '', {headers: {accept: 'text/event-stream'}});
  const [, clip = ''] = /"videoURL":"([^"]+)"/.exec(await stream.text()) ?? [];
  await using visitor = await visit('about:blank');
  const shown = await visitor.page.goto(clip);
  assert.equal(shown?.headers()['content-type'], 'video/mp4');

  const {stdout} = await promisify(execFile)(process.execPath, [
    join(project.folder, 'node_modules/hailuo-generator/dist/npm/cli.js'),
    'doctor',
    `${world.url}/video`,
  ]);
  assert.match(stdout, /The Worker runs and offers 768p/);
});

test('without a router, in another version of Hono and in itty-router, every address that it hands out is under its path', async () => {
  await using world = await startWorld({config: join(project.folder, 'worker/wrangler.toml'), publicURL: 'own'});
  for (const path of ['/video', '/hono', '/itty']) await handsOutAddresses(world, path);
});

async function handsOutAddresses(world: World, path: string): Promise<void> {
  const taskUUID = crypto.randomUUID();
  const request = {taskUUID, positivePrompt: 'A fox', width: 1366, height: 768, duration: 6};
  const {headers} = await world.fetch(`${path}/v1/generations`, jsonPost(request));
  assert.equal(headers.get('location'), `${path}/v1/generations/${taskUUID}`);
  const stream = await world.fetch(headers.get('location') ?? '', {headers: {accept: 'text/event-stream'}});
  const clips = `${world.url}${path}/v1/generations/${taskUUID}/videos/`;
  assert.ok((await stream.text()).includes(`"videoURL":"${clips}`));
  const generation = (await (await world.fetch(`${path}/v1/generations/${taskUUID}`)).json()) as Generation;
  assert.ok(generation.results[0]?.videoURL?.startsWith(clips));
  const asked = [{taskType: 'getResponse', taskUUID}];
  assert.ok((await (await world.fetch(`${path}/v1`, jsonPost(asked))).text()).includes(clips));
  assert.ok(
    JSON.stringify(world.runware.requests).includes(`${world.url}${path}/v1/webhooks/runware/${taskUUID}?token=`),
  );
  const contract = (await (await world.fetch(`${path}/openapi.json`)).json()) as {servers: unknown};
  assert.deepEqual(contract.servers, [{url: `${world.url}${path}`}]);
  const refused = await world.fetch(`${path}/v1/generations`);
  assert.deepEqual([refused.status, refused.headers.get('allow')], [405, 'POST']);
  const unknown = await world.fetch(`${path}/v1/nothing`);
  assert.equal(unknown.headers.get('content-type'), 'application/problem+json');
}

/** What every entry's import comes to. */
const IMPORTED = {
  same: true,
  rendered: '<hailuo-generator id="film" lang="de"></hailuo-generator>',
  exported: ['Generation', 'Ledger', 'default', 'mount'],
};
const ELSEWHERE =
  'hailuo-generator/worker runs in workerd only: bundle it with wrangler, or under the condition "workerd".';

/** What Lit and Zod call what they leave behind, where they are imported. */
const OF_OTHERS = /^(lit|reactive|customElements$|__zod)/;

for (const [runtime, conditions] of Object.entries({node: '', deno: '--conditions=deno'})) {
  test(`every entry can be imported in ${runtime}, where it does nothing`, async () => {
    const {ok, output} = await project.run(`../server/${runtime}.js`, [], 'server', {NODE_OPTIONS: conditions});
    assert.ok(ok, output);
    const {globals, ...imported} = JSON.parse(output);
    assert.deepEqual(imported, {...IMPORTED, mounted: ELSEWHERE});
    assert.deepEqual(
      globals.filter((name: string) => !OF_OTHERS.test(name)),
      [],
    );
  });
}

test('every entry can be imported in workerd, where it does nothing', async () => {
  await using worker = await startWorker({config: join(project.folder, 'server/wrangler.toml')});
  const {globals, ...imported} = (await (await fetch(worker.url)).json()) as {globals: string[]};
  assert.deepEqual(imported, {...IMPORTED, mounted: true});
  assert.deepEqual(
    globals.filter((name) => !OF_OTHERS.test(name)),
    [],
  );
});

/** Builds a page with Vite. */
async function bundle(name: string, endpoint: string): Promise<void> {
  const {ok, output} = await project.run('vite/bin/vite.js', ['build'], name, {VITE_ENDPOINT: endpoint});
  assert.ok(ok, output);
}

/** Serves what was built. */
async function served(): Promise<AsyncDisposable & {url: string}> {
  const server = await preview({
    configFile: false,
    root: project.folder,
    appType: 'mpa',
    preview: {host: '127.0.0.1', port: 0},
  });
  return {url: server.resolvedUrls?.local[0] ?? '', [Symbol.asyncDispose]: () => server.close()};
}
