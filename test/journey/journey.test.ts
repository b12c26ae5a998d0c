import assert from 'node:assert/strict';
import {PNG} from '../data/cases.ts';
import {test} from '../support/concurrent.ts';
import {otherSite} from '../support/site.ts';
import {visit} from '../support/visitor.ts';
import {acceptedOf, sharedWorld, startWorld} from '../support/world.ts';

const shared = sharedWorld();

test('a visitor types a prompt and watches a clip', async () => {
  const world = await shared();
  await using visitor = await visit(world.url);
  await visitor.type('Prompt', 'A red fox trots through fresh snow');
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(visitor.complaints, []);
  assert.deepEqual(
    visitor.asked.map((request) => request.replace(/[0-9a-f-]{36}/, ':taskUUID')),
    ['GET /v1/config', 'POST /v1/generations', 'GET /v1/generations/:taskUUID'],
    'a viewer costs one request that can be cached and two that cannot',
  );
  assert.equal(acceptedOf(world, 'A red fox trots through fresh snow'), 1);
  assert.equal(world.runware.find('A red fox trots through fresh snow')?.billedMicroUSD, 280_000);
});

test('on a phone, ten seconds with two variations play as well', async () => {
  const world = await shared();
  await using visitor = await visit(world.url, {viewport: {width: 360, height: 740}});
  await visitor.type('Prompt', 'A fox on a phone');
  await visitor.click('radio', '10s');
  await visitor.click('radio', '2');
  await visitor.click('button', 'Generate · $1.12');
  assert.ok((await visitor.plays()) > 0.5);
  assert.equal(world.runware.find('A fox on a phone')?.billedMicroUSD, 1_120_000);
});

test('a first frame from a file reaches Runware', async () => {
  const world = await shared();
  await using visitor = await visit(world.url);
  await visitor.type('Prompt', 'The picture comes to life');
  await visitor.give(PNG);
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  const received = world.runware.find('The picture comes to life')?.received;
  assert.match(JSON.stringify(received?.inputs), /data:image\//);
});

test('a refused prompt is told in words, and is still there to be changed', async () => {
  const world = await shared();
  await using visitor = await visit(world.url);
  await visitor.type('Prompt', 'Something bad @runware(reject=invalidProviderContent)');
  await visitor.click('button', 'Generate · $0.28');
  await visitor.sees('The prompt or picture was refused by moderation');
  await visitor.type('Prompt', 'Something good');
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  assert.equal(world.runware.find('Something bad')?.billedMicroUSD, 0);
  assert.equal(world.runware.find('Something good')?.billedMicroUSD, 280_000);
});

test('a render that broke can be tried again with one click', async () => {
  const world = await shared();
  await using visitor = await visit(world.url);
  await visitor.type('Prompt', 'A fox that breaks @runware(fail=providerError)');
  await visitor.click('button', 'Generate · $0.28');
  await visitor.sees('The video could not be made');
  await visitor.click('button', 'Try again');
  await world.runware.until(() => acceptedOf(world, 'A fox that breaks') === 2);
  await visitor.sees('The video could not be made');
});

test('clips that were made are shown when their siblings failed', async () => {
  const world = await shared();
  await using visitor = await visit(world.url);
  await visitor.type('Prompt', 'A fox @runware(fail=providerError:1)');
  await visitor.click('radio', '3');
  await visitor.click('button', 'Generate · $0.84');
  await visitor.sees('1 of 3 could not be made.');
  assert.ok((await visitor.plays()) > 0.5);
});

test('a clip that the safety check withheld is not shown', async () => {
  const world = await shared();
  await using visitor = await visit(world.url);
  await visitor.type('Prompt', 'A fox @runware(nsfw=withheld)');
  await visitor.click('button', 'Generate · $0.28');
  await visitor.sees('This video was withheld');
});

test('whoever reloads the page comes back to the same generation', async () => {
  const world = await shared();
  await using visitor = await visit(world.url);
  await visitor.type('Prompt', 'A patient fox @runware(seconds=never)');
  await visitor.click('button', 'Generate · $0.28');
  await visitor.sees('Making your video');
  await visitor.page.reload();
  await visitor.sees('Making your video');
  const task = world.runware.find('A patient fox');
  assert.ok(task);
  world.runware.finish(task.taskUUID);
  assert.ok((await visitor.plays()) > 0.5);
  assert.equal(acceptedOf(world, 'A patient fox'), 1);
});

test('a lost answer of Runware costs the visitor nothing but a moment', async () => {
  const world = await shared();
  await using visitor = await visit(world.url);
  await visitor.type('Prompt', 'A fox that is lost @runware(submit=lost)');
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  assert.equal(acceptedOf(world, 'A fox that is lost'), 1);
});

test('a page of another origin uses the element with two lines and no endpoint', async () => {
  await using shop = await otherSite();
  const world = await shared();
  shop.html = `<!doctype html><title>A shop</title>
    <script type="module" src="${world.url}/hailuo-generator.js"></script><hailuo-generator></hailuo-generator>`;
  await using visitor = await visit(shop.url);
  await visitor.type('Prompt', 'A red fox');
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
});

test('it works under the strictest policy, with one origin allowed', async () => {
  await using shop = await otherSite();
  const world = await shared();
  shop.html = `<!doctype html><title>A bank</title><link rel="icon" href="data:,">
    <script type="module" src="${world.url}/hailuo-generator.js"></script><hailuo-generator></hailuo-generator>`;
  shop.policy = [
    "default-src 'none'",
    `script-src ${world.url}`,
    `connect-src ${world.url}`,
    `media-src ${world.url}`,
    'img-src data:',
    "require-trusted-types-for 'script'",
    "trusted-types lit-html 'allow-duplicates'",
  ].join('; ');
  await using visitor = await visit(shop.url);
  await visitor.type('Prompt', 'A red fox');
  await visitor.give(PNG);
  await visitor.click('radio', '2');
  await visitor.click('button', 'Generate · $0.56');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(visitor.complaints, []);
});

test('a page that is not allowed says so', async () => {
  await using shop = await otherSite();
  await using world = await startWorld({settings: {LOCAL_ORIGINS: 'denied'}});
  shop.html = `<!doctype html><title>A shop</title>
    <script type="module" src="${world.url}/hailuo-generator.js"></script><hailuo-generator></hailuo-generator>`;
  await using visitor = await visit(shop.url);
  await visitor.type('Prompt', 'A red fox');
  await visitor.click('button', 'Generate · $0.28');
  await visitor.sees('Videos cannot be made on this page yet');
  assert.equal(world.runware.counts.requests, 0);
});
