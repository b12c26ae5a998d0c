import assert from 'node:assert/strict';
import {globSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {simulatedSite} from '../../demo/run/simulated-site.ts';
import {runTerms} from '../../widget/i18n/locales/en-run.ts';
import {test} from '../support/concurrent.ts';
import {otherSite} from '../support/site.ts';
import {startTurnstile} from '../support/turnstile.ts';
import {type Visitor, visit} from '../support/visitor.ts';
import {sharedWorld, startWorld} from '../support/world.ts';

const shared = sharedWorld();

const PAGES = globSync('*.html', {cwd: new URL('../../demo/pages/', import.meta.url)});

for (const path of PAGES.map((file) => file.replace(/(index)?\.html$/, ''))) {
  test(`the page /${path} is accessible in light and dark, and nothing on it meets its policy`, async () => {
    const world = await shared();
    await using visitor = await visit(`${world.url}/${path}`);
    for (const value of ['light', 'dark']) {
      await visitor.page.emulateMediaFeatures([{name: 'prefers-color-scheme', value}]);
      assert.deepEqual(await faultsOn(visitor), [], value);
    }
    assert.deepEqual(visitor.complaints, []);
  });
}

test('what the builder gives out works on a page of another origin, under the policy it gives out', async () => {
  await using shop = await otherSite();
  const world = await shared();
  await using builder = await visit(`${world.url}/builder?own=no&accent=%230b6e69&radius=0.25&id=shop&name=film`);
  const markup = await codeOf(builder, 'integrity');
  const policy = await codeOf(builder, 'policy');
  const trustedTypes = await codeOf(builder, 'trusted-types');
  const style = await codeOf(builder, 'style');
  assert.match(markup, /src="[^"]*\/hailuo-generator-[\w-]+\.js" integrity="sha384-[^"]{64}" crossorigin="anonymous"/);
  shop.html = `<!doctype html><title>A shop</title><link rel="icon" href="data:,"><style>${style}</style>${markup}`;
  shop.policy = `default-src 'none'; style-src 'unsafe-inline'; require-trusted-types-for 'script'; ${trustedTypes}; ${policy}`;
  await using visitor = await visit(shop.url);
  await visitor.type('Prompt', 'A red fox');
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  const accent = `getComputedStyle(document.querySelector('hailuo-generator')).getPropertyValue('--hailuo-accent')`;
  assert.equal(await visitor.page.evaluate(accent), '#0b6e69');
  assert.deepEqual(visitor.complaints, []);
});

test('the builder shows at once what is chosen, and forgets it when asked to start over', async () => {
  const world = await shared();
  await using visitor = await visit(`${world.url}/builder`);
  await visitor.page.select('#lang', 'fr');
  await visitor.sees('Générer');
  assert.match(await codeOf(visitor, 'markup'), /<hailuo-generator lang="fr">/);
  assert.match(visitor.page.url(), /\?lang=fr$/);
  await visitor.click('button', 'Start over');
  await visitor.find('button', 'Generate · $0.28');
  assert.match(await codeOf(visitor, 'markup'), /<hailuo-generator><\/hailuo-generator>$/);
});

test('the builder makes Cloudflare’s deploy button of the address of a repository, and of nothing else', async () => {
  const world = await shared();
  await using visitor = await visit(`${world.url}/builder`);
  await visitor.type('Address of the repository', 'http://elsewhere.example/shop');
  await visitor.sees('Enter the https:// address of a repository at github.com or gitlab.com.');
  assert.equal(await visitor.page.$eval('#deploy-link', (link) => link.checkVisibility()), false);
  await visitor.type('Address of the repository', 'https://github.com/shop/hailuo-generator');
  const link = await visitor.find('link', 'Deploy to Cloudflare');
  const url = 'https://deploy.workers.cloudflare.com/?url=https%3A%2F%2Fgithub.com%2Fshop%2Fhailuo-generator';
  assert.equal(await link.evaluate((element) => (element as unknown as {href: string}).href), url);
  assert.equal(
    await codeOf(visitor, 'deploy'),
    `[![Deploy to Cloudflare](https://deploy.workers.cloudflare.com/button)](${url})`,
  );
});

test('the policy of a deployment with Turnstile has room for Turnstile', async () => {
  await using turnstile = await startTurnstile();
  await using world = await startWorld({settings: turnstile.settings});
  await using visitor = await visit(`${world.url}/builder`);
  const policy = await codeOf(visitor, 'policy');
  assert.match(policy, /script-src \S+ https:\/\/challenges\.cloudflare\.com;/);
  assert.match(policy, /frame-src https:\/\/challenges\.cloudflare\.com$/);
});

test('the host form is not sent without a video, and then sends what it shows', async () => {
  const world = await shared();
  await using visitor = await visit(`${world.url}/form`);
  await visitor.type('To', 'Grandma');
  await visitor.click('button', 'Send the card');
  await visitor.sees('Nothing yet.');
  await visitor.type('Prompt', 'A red fox');
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  await visitor.click('button', 'Send the card');
  await visitor.sees('The form would send this data:');
  const cells = (await visitor.page.$$eval('td', (all) => all.map(({textContent}) => textContent))) as string[];
  const [to, , words, , film, url, video, videoUUID, task, taskUUID] = cells;
  assert.deepEqual([to, words, film, video, task], ['to', 'words', 'film', 'film.videoUUID', 'film.taskUUID']);
  assert.equal(url, `${world.url}/v1/generations/${taskUUID}/videos/${videoUUID}`);
});

for (const framework of ['react', 'vue', 'svelte']) {
  test(`a page made with ${framework} hands over its ideas and hears of the video`, async () => {
    const world = await shared();
    await using visitor = await visit(`${world.url}/${framework}`);
    await visitor.click('button', 'A lighthouse in a storm');
    await visitor.click('button', 'Generate · $0.28');
    assert.ok((await visitor.plays()) > 0.5);
    await visitor.sees('Made so far: 1');
  });
}

test('where Runware is simulated, pages say so, and a situation of Runware’s is played as it was chosen', async () => {
  await using site = await simulatedSite(join(import.meta.dirname, '../../dist/site'));
  await using world = await startWorld({site: site.path});
  await using visitor = await visit(`${world.url}/states`);
  await visitor.sees('nothing is billed');
  assert.deepEqual(await faultsOn(visitor), []);
  await visitor.click('radio', 'Two of four variations fail');
  await visitor.click('button', 'Generate · $1.12');
  await visitor.sees('2 of 4 could not be made.');
  assert.ok((await visitor.plays()) > 0.5);
});

test('every problem of the Worker’s is shown in its words, and costs no request', async () => {
  const world = await shared();
  await using visitor = await visit(`${world.url}/states`);
  assert.equal(await visitor.page.$eval('.simulated', (banner) => banner.checkVisibility()), false);
  const billed = 'input[value="Two of four variations fail"]';
  assert.ok(await visitor.page.$eval(billed, (radio) => radio.matches(':disabled')));
  const codes = await visitor.page.$$eval('fieldset:last-of-type input', (all) => all.map(({value}) => value));
  assert.ok(codes.length > 20);
  for (const code of codes.filter((name) => name !== 'unreachable')) {
    await visitor.page.click(`input[value="${code}"]`);
    await visitor.sees(runTerms.problems[code as keyof typeof runTerms.problems][0]);
  }
  assert.deepEqual(
    visitor.asked.filter((request) => request === 'POST /v1/generations'),
    [],
  );
});

/** What axe finds wrong on the whole page, the element included. */
async function faultsOn({page}: Visitor): Promise<string[]> {
  await page.evaluate(await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8'));
  return (await page.evaluate(`axe.run().then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) => id + ': ' + failureSummary + ' ' + html)))`)) as string[];
}

/** The text to copy under this name, once it is there. */
async function codeOf({page}: Visitor, name: string): Promise<string> {
  const code = await page.waitForSelector(`::-p-xpath(//*[@id="${name}-code" and string-length(.) > 0])`);
  return (await code?.evaluate(({textContent}) => textContent)) ?? '';
}
