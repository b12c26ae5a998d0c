import assert from 'node:assert/strict';
import {before} from 'node:test';
import {PNG} from '../data/cases.ts';
import {test} from '../support/concurrent.ts';
import {otherSite} from '../support/site.ts';
import {hydratingScript, renderedElement} from '../support/static-server.ts';
import {type Visitor, visit} from '../support/visitor.ts';
import {acceptedOf, sharedWorld, type World} from '../support/world.ts';

const shared = sharedWorld();

let hydrating: string;
before(async () => {
  hydrating = await hydratingScript();
});

/** A page that a server has rendered, before its script has come. */
interface ServedPage extends AsyncDisposable {
  world: World;
  visitor: Visitor;
  /** All that was said in the console. */
  said: string[];
  /** The script of a page that hydrates, or the plain one of the Worker. */
  bring(how: 'hydrating' | 'plain'): Promise<void>;
  /** How far the page has moved under its reader: the sum of all layout shifts. */
  shift(): Promise<number>;
}

test('a server renders the form, its price and an empty stage, in English or the language given', async () => {
  const seen = async (lang: string) => {
    const html = await renderedElement({lang, endpoint: 'https://worker.example'});
    return html.replace(/<style>.*<\/style>/s, '').replace(/<[^>]*>/g, ' ');
  };
  assert.match(await seen('en'), /Prompt .* Generate {2,}· +\$0\.28 .* Your video appears here/);
  assert.match(await seen('de-AT'), /Beschreibung .* Erzeugen .* Hier erscheint Ihr Video/);
  assert.match(await seen('tlh'), /Your video appears here/);
});

for (const lang of ['en', 'de']) {
  test(`what a server has rendered is hydrated: the same tree, unmoved, in silence (${lang})`, async () => {
    await using page = await servedPage({lang});
    const {visitor, world} = page;
    const prompt = await visitor.page.$('>>> textarea');
    await page.bring('hydrating');
    assert.ok(await prompt?.evaluate((textarea) => textarea.isConnected));
    assert.equal(await page.shift(), 0);
    await visitor.page.type('>>> textarea', `A red fox (${lang})`);
    await visitor.page.click('>>> .submit-button');
    assert.ok((await visitor.plays()) > 0.5);
    assert.deepEqual(page.said, []);
    assert.equal(acceptedOf(world, `A red fox (${lang})`), 1);
  });
}

test('without hydration it gives way: one form, unmoved, in silence', async () => {
  await using page = await servedPage();
  const {visitor} = page;
  const prompt = await visitor.page.$('>>> textarea');
  await page.bring('plain');
  assert.equal(await prompt?.evaluate((textarea) => textarea.isConnected), false);
  assert.equal((await visitor.page.$$('>>> form')).length, 1);
  assert.equal(await page.shift(), 0);
  await visitor.type('Prompt', 'A red fox');
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(page.said, []);
});

test('what no server has rendered moves what comes after it, which shows that the measure measures', async () => {
  await using page = await servedPage({alter: (html) => html.replace(/<template .*<\/template>/s, '')});
  await page.bring('plain');
  assert.ok((await page.shift()) > 0);
});

for (const how of ['hydrating', 'plain'] as const) {
  test(`what a visitor did before the script came stays (${how})`, async () => {
    await using page = await servedPage();
    const {visitor, world} = page;
    await visitor.click('radio', '10s');
    await visitor.type('Prompt', 'A red fox');
    await visitor.page.keyboard.press('ArrowLeft');
    await visitor.page.keyboard.press('ArrowLeft');
    await page.bring(how);
    await visitor.find('button', 'Generate · $0.56');
    await visitor.page.keyboard.type('low f');
    await visitor.click('button', 'Generate · $0.56');
    assert.ok((await visitor.plays()) > 0.5);
    assert.equal(world.runware.find('A red flow fox')?.received.duration, 10);
    assert.deepEqual(page.said, []);
  });

  test(`a picture that was given before the script came is taken (${how})`, async () => {
    await using page = await servedPage();
    const {visitor} = page;
    const given = visitor.give(PNG);
    await visitor.page.waitForFunction(
      "document.querySelector('hailuo-generator').shadowRoot.querySelector('[type=file]').files.length",
    );
    await page.bring(how);
    await given;
    assert.deepEqual(page.said, []);
  });

  test(`pressing the button before the script came loses nothing (${how})`, async () => {
    await using page = await servedPage();
    const {visitor} = page;
    await visitor.type('Prompt', 'A red fox');
    await visitor.click('button', 'Generate · $0.28');
    await page.bring(how);
    await visitor.click('button', 'Generate · $0.28');
    assert.ok((await visitor.plays()) > 0.5);
  });

  test(`what this device remembers is there again (${how})`, async () => {
    await using page = await servedPage();
    const {visitor} = page;
    await page.bring(how);
    await visitor.type('Prompt', `A remembered fox (${how})`);
    await visitor.page.reload();
    await visitor.click('radio', '2');
    await page.bring(how);
    await visitor.click('button', 'Generate · $0.56');
    assert.ok((await visitor.plays()) > 0.5);
    assert.ok(page.world.runware.find(`A remembered fox (${how})`));
  });
}

test('what the page’s own script has set in the meantime is what is shown', async () => {
  await using page = await servedPage();
  const {visitor} = page;
  await visitor.page.evaluate(`Object.assign(document.querySelector('hailuo-generator'), {
    fixed: {preset: '1080p'}, terms: {generate: 'Film it'}, starters: ['A lighthouse']})`);
  await page.bring('hydrating');
  await visitor.click('button', 'A lighthouse');
  await visitor.click('button', 'Film it · $0.49');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(page.said, []);
});

test('what another version has rendered gives way', async () => {
  await using page = await servedPage({alter: (html) => html.replaceAll(/(?<=<!--lit-part )\S+(?=-->)/g, 'b1der=')});
  const {visitor} = page;
  await page.bring('hydrating');
  assert.equal((await visitor.page.$$('>>> form')).length, 1);
  await visitor.type('Prompt', 'A red fox');
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(page.said, []);
});

async function servedPage({lang = 'en', alter = (html: string) => html} = {}): Promise<ServedPage> {
  const stack = new AsyncDisposableStack();
  const shop = stack.use(await otherSite());
  const world = await shared();
  const element = alter(await renderedElement({lang, endpoint: world.url}));
  shop.scripts['/hydrating.js'] = hydrating;
  shop.html = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">
    <script>
      shifts = [];
      take = (entries) => shifts.push(...entries.map(({value}) => value));
      observer = new PerformanceObserver((list) => take(list.getEntries()));
      observer.observe({type: 'layout-shift', buffered: true});
    </script>
    <h1>A shop</h1>${element}<p>Imprint</p>`;
  const visitor = stack.use(await visit(shop.url));
  const said: string[] = [];
  visitor.page.on('console', (message) => said.push(message.text()));
  visitor.page.on('pageerror', (error) => said.push(String(error)));
  return {
    world,
    visitor,
    said,
    async bring(how) {
      const url = how === 'plain' ? `${world.url}/hailuo-generator.js` : '/hydrating.js';
      await visitor.page.addScriptTag({url, type: 'module'});
      await visitor.page.waitForFunction("document.querySelector('hailuo-generator').hasUpdated");
    },
    async shift() {
      await visitor.page.evaluate('new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))');
      await visitor.page.evaluate('take(observer.takeRecords())');
      return (await visitor.page.evaluate('shifts.reduce((sum, shift) => sum + shift, 0)')) as number;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
