import assert from 'node:assert/strict';
import {cp, mkdtempDisposable, readdir, readFile, rename, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from '../support/concurrent.ts';
import {mortalWorld} from '../support/killable-world.ts';
import {otherSite} from '../support/site.ts';
import {type Visitor, visit} from '../support/visitor.ts';
import {sharedWorld} from '../support/world.ts';

const BUILT = join(import.meta.dirname, '../../dist/site');

const shared = sharedWorld();

/** What the network does to a chunk. */
interface Network {
  /** Of each request for it, in order: what stands behind its path. */
  asked: string[];
  /** How many more of them fail. */
  failures: number;
}

test('a part that does not come is asked for again, under another address', async () => {
  const world = await shared();
  await using visitor = await visit('about:blank');
  const network = await unreliable(visitor, 'studio', 1);
  await visitor.page.goto(world.url);
  await visitor.type('Prompt', 'A red fox');
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(network.asked, ['', '?again=1']);
});

test('where it still does not come that is said, the prompt is kept, and the next press tries again', async () => {
  const world = await shared();
  await using visitor = await visit('about:blank');
  const network = await unreliable(visitor, 'studio', Number.POSITIVE_INFINITY);
  await visitor.page.goto(world.url);
  await visitor.type('Prompt', 'A fox that waits for a part');
  await visitor.click('button', 'Generate · $0.28');
  await visitor.sees('A part of this page did not load.');
  network.failures = 0;
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  assert.ok(world.runware.find('A fox that waits for a part'));
});

test('a language that does not come leaves English, and is tried again at the next change', async () => {
  await using german = await pageIn('de', 'de', 2);
  const {visitor, network} = german;
  await visitor.find('textbox', 'Prompt');
  assert.deepEqual(network.asked, ['', '?again=1']);
  await visitor.page.evaluate("document.documentElement.lang = 'fr'");
  await visitor.find('textbox', 'Description');
  await visitor.page.evaluate("document.documentElement.lang = 'de'");
  await visitor.find('textbox', 'Beschreibung');
});

test('a language comes even where what it shares with others did not', async () => {
  await using polish = await pageIn('pl', 'plural', 1);
  await polish.visitor.find('textbox', 'Opis');
});

test('a page that is open while the next build is deployed says that it wants a reload, and gets that build by it', async () => {
  await using site = await mkdtempDisposable(join(tmpdir(), 'site-'));
  await cp(BUILT, site.path, {recursive: true});
  await using world = await mortalWorld('seconds=0', {}, site.path);
  await using visitor = await visit(world.url);
  await visitor.find('textbox', 'Prompt');
  await world.kill();
  await changeStudio(site.path);
  await world.restart();
  await visitor.type('Prompt', 'A red fox');
  await visitor.click('button', 'Generate · $0.28');
  await visitor.sees('Check your connection and reload. Your prompt is kept.');
  await visitor.page.reload();
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  assert.ok(world.runware.find('A red fox'));
});

/** Makes another build of a built site: in it the studio, and what names it, has other content. */
async function changeStudio(site: string): Promise<void> {
  const assets = join(site, 'assets');
  const [old = ''] = (await readdir(assets)).filter((file) => /^studio-.*\.js$/.test(file));
  await rename(join(assets, old), join(assets, 'studio-next.js'));
  const entry = join(site, 'hailuo-generator.js');
  await writeFile(entry, (await readFile(entry, 'utf8')).replaceAll(old, 'studio-next.js'));
}

/** A page that speaks this language, once it has come that far. */
async function pageIn(lang: string, name: string, failures: number) {
  const stack = new AsyncDisposableStack();
  const shop = stack.use(await otherSite());
  const world = await shared();
  shop.html = `<!doctype html><html lang="${lang}"><title>A page</title><link rel="icon" href="data:,">
    <script type="module" src="${world.url}/hailuo-generator.js"></script><hailuo-generator></hailuo-generator>`;
  const visitor = stack.use(await visit('about:blank'));
  const network = await unreliable(visitor, name, failures);
  await visitor.page.goto(shop.url);
  return {visitor, network, [Symbol.asyncDispose]: () => stack.disposeAsync()};
}

/** Makes so many requests for a chunk fail, as a server does that is just being restarted. */
async function unreliable({page}: Visitor, name: string, failures: number): Promise<Network> {
  const network: Network = {asked: [], failures};
  await page.setRequestInterception(true);
  page.on('request', async (request) => {
    const [, query] = new RegExp(`/assets/${name}-[^/]*\\.js(.*)`).exec(request.url()) ?? [];
    if (query === undefined) return request.continue();
    network.asked.push(query);
    if (network.failures-- > 0) await request.respond({status: 503});
    else await request.continue();
  });
  return network;
}
