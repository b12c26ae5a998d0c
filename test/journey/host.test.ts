import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from '../support/concurrent.ts';
import {otherSite} from '../support/site.ts';
import {type VisitOptions, visit} from '../support/visitor.ts';
import {acceptedOf, sharedWorld} from '../support/world.ts';

const PROJECT = join(import.meta.dirname, '../..');
const CLASSIC = readFileSync(join(PROJECT, 'dist/site/hailuo-generator.classic.js'), 'utf8');
const VERSION: string = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')).version;

const shared = sharedWorld();

/** Pages that make it hard. `SCRIPT` stands for the URL of the element's script. Each must come to a playing clip. */
const HOSTS: Readonly<Record<string, string>> = {
  'the markup comes before the script': `
    <hailuo-generator></hailuo-generator><script type="module" src="SCRIPT"></script>`,
  'the element is made by a script': `
    <script type="module" src="SCRIPT"></script>
    <script>document.documentElement.append(document.createElement('hailuo-generator'))</script>`,
  'the element stands inside another shadow root': `
    <div id="host"></div><script type="module" src="SCRIPT"></script>
    <script>document.querySelector('#host').attachShadow({mode: 'open'}).innerHTML = '<hailuo-generator></hailuo-generator>'</script>`,
  'the script is loaded twice, from two addresses': `
    <script type="module" src="SCRIPT"></script><script type="module" src="SCRIPT?again"></script>
    <hailuo-generator></hailuo-generator>`,
  'the script has a version in its address': `
    <script type="module" src="SCRIPT?ver=1"></script><hailuo-generator></hailuo-generator>`,
  'the element is hidden at first, then shown': `
    <div id="tab" style="display: none"><hailuo-generator></hailuo-generator></div><script type="module" src="SCRIPT"></script>
    <script>customElements.whenDefined('hailuo-generator').then(() => { document.querySelector('#tab').style.display = 'block' })</script>`,
  'the element is moved': `
    <hailuo-generator></hailuo-generator><div id="elsewhere"></div><script type="module" src="SCRIPT"></script>
    <script>customElements.whenDefined('hailuo-generator').then(() => { document.querySelector('#elsewhere').append(document.querySelector('hailuo-generator')) })</script>`,
  'a reset undoes everything': `
    <style>* { all: unset !important; }</style>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'global styles shout': `
    <style>button, input, textarea, video, div { display: none !important; color: red !important; font-size: 80px !important; }</style>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'an ancestor is transformed and zoomed': `
    <div style="transform: rotate(1deg) scale(.9); zoom: 1.2"><hailuo-generator></hailuo-generator></div>
    <script type="module" src="SCRIPT"></script>`,
  'it has 260 pixels': `
    <div style="width: 260px"><hailuo-generator></hailuo-generator></div><script type="module" src="SCRIPT"></script>`,
  'the prototypes are frozen': `
    <script>for (const type of [Object, Array, Function, Promise, Map, Set, String, Number]) Object.freeze(type.prototype)</script>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'a tag manager has patched the globals': `
    <script>
      const [real, then] = [window.fetch, Promise.prototype.then];
      window.fetch = function (...all) { return real.apply(this, all).then((answer) => answer); };
      Array.prototype.extra = function () {}; Object.prototype.inherited = 'x';
      window.customElements.define = new Proxy(customElements.define, {apply: (define, self, all) => Reflect.apply(define, customElements, all)});
    </script>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'storage is blocked': `
    <script>for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError') }})</script>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'what it observes by is somebody else’s': `
    <script>window.IntersectionObserver = function () { throw new TypeError('not this way') }</script>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'parts of the platform are missing': `
    <script>
      for (const name of ['IntersectionObserver', 'indexedDB', 'Notification', 'structuredClone', 'requestIdleCallback'])
        Object.defineProperty(window, name, {value: undefined});
    </script>
    <script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
  'the page’s base is elsewhere': `
    <base href="https://elsewhere.example/deep/down/"><script type="module" src="SCRIPT"></script>
    <hailuo-generator></hailuo-generator>`,
  'there is something to see until it comes': `
    <hailuo-generator><noscript>It needs JavaScript.</noscript><p>In a moment.</p></hailuo-generator>
    <script type="module" src="SCRIPT"></script>`,
  'the page is in Arabic': `
    <body lang="ar" dir="rtl"><script type="module" src="SCRIPT"></script><hailuo-generator lang="en"></hailuo-generator>`,
};

for (const [name, body] of Object.entries(HOSTS)) {
  test(`it works where ${name}`, () => worksOn(body, name));
}

/** Pages on which Lit comes more than once, and each makes its policy for Trusted Types. */
const WITH_TWO_LITS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(HOSTS).filter(([name]) => name.startsWith('the script '))),
  'the page has a Lit of its own': `
    <script src="/own.js"></script><script type="module" src="SCRIPT"></script><hailuo-generator></hailuo-generator>`,
};
const OWN_LIT = `trustedTypes.createPolicy('lit-html', {createHTML: (html) => html})`;
const TRUSTED_TYPES = `require-trusted-types-for 'script'; trusted-types lit-html 'allow-duplicates'`;

for (const [name, body] of Object.entries(WITH_TWO_LITS)) {
  test(`with Trusted Types enforced it works where ${name}`, () =>
    worksOn(body, `${name}, with Trusted Types`, TRUSTED_TYPES));
}

/** A visitor comes to a playing clip on a page with this body and policy, by a prompt of its own. */
async function worksOn(body: string, prompt: string, policy = ''): Promise<void> {
  await using shop = await otherSite();
  const world = await shared();
  const script = `${world.url}/hailuo-generator.js`;
  shop.html = `<!doctype html><title>A page</title><link rel="icon" href="data:,">${body.replaceAll('SCRIPT', script)}`;
  shop.scripts['/own.js'] = OWN_LIT;
  shop.policy = policy;
  await using visitor = await visit(shop.url);
  await visitor.type('Prompt', prompt);
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(visitor.complaints, []);
  assert.equal(acceptedOf(world, prompt), 1);
}

test('without JavaScript the page shows what it has put into the element', async () => {
  await using shop = await otherSite();
  shop.html =
    '<!doctype html><title>A page</title><hailuo-generator><noscript>Write to us.</noscript></hailuo-generator>';
  await using visitor = await visit('about:blank');
  await visitor.page.setJavaScriptEnabled(false);
  await visitor.page.goto(shop.url);
  assert.match(JSON.stringify(await visitor.page.accessibility.snapshot()), /Write to us/);
});

/** Other definitions of the tag, and what is said when ours comes after it. */
const OTHERS: Readonly<Record<string, {define: string; said: string}>> = {
  'another version': {
    define: CLASSIC.replaceAll(VERSION, '9.9.9'),
    said: `hailuo-generator ${VERSION} is not used: this page has 9.9.9`,
  },
  'the same version': {define: CLASSIC, said: ''},
  'something else': {
    define: "customElements.define('hailuo-generator', class extends HTMLElement {})",
    said: `hailuo-generator ${VERSION} is not used: this page has another`,
  },
};

for (const [name, {define, said}] of Object.entries(OTHERS)) {
  test(`where ${name} has defined the tag it does no more than say so`, async () => {
    await using shop = await otherSite();
    const world = await shared();
    shop.scripts['/other.js'] = define;
    shop.html = `<!doctype html><title>A page</title><link rel="icon" href="data:,">
      <hailuo-generator endpoint="${world.url}"></hailuo-generator>`;
    await using visitor = await visit(shop.url);
    const warnings: string[] = [];
    visitor.page.on('console', (message) => warnings.push(message.text()));
    await visitor.page.addScriptTag({url: '/other.js'});
    await visitor.page.addScriptTag({url: `${world.url}/hailuo-generator.js`, type: 'module'});
    assert.equal(warnings.join(), said);
    assert.deepEqual(visitor.complaints, []);
  });
}

test('a version that comes later and takes no care changes nothing', async () => {
  await using shop = await otherSite();
  const world = await shared();
  shop.html = `<!doctype html><title>A page</title><link rel="icon" href="data:,">
    <script type="module" src="${world.url}/hailuo-generator.js"></script><hailuo-generator></hailuo-generator>
    <script type="module">
      try { customElements.define('hailuo-generator', class extends HTMLElement {}) } catch { document.title = 'Refused' }
    </script>`;
  await using visitor = await visit(shop.url);
  assert.equal(await visitor.page.title(), 'Refused');
  await visitor.type('Prompt', 'A red fox');
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(visitor.complaints, []);
});

test('two elements on a page remember apart, by their ids', async () => {
  await using shop = await otherSite();
  const world = await shared();
  shop.html = `<!doctype html><title>A page</title><link rel="icon" href="data:,">
    <script type="module" src="${world.url}/hailuo-generator.js"></script>
    <hailuo-generator id="left"></hailuo-generator><hailuo-generator id="right"></hailuo-generator>`;
  await using visitor = await visit(shop.url);
  const {page} = visitor;
  await page.type('#left >>> textarea', 'A red fox');
  await page.click('#left >>> .submit-button');
  await page.type('#right >>> textarea', 'A grey fox');
  await page.waitForSelector('#left >>> video');
  await page.reload();
  await page.waitForSelector('#left >>> video');
  const prompts = await page.$$eval('>>> textarea', (boxes) =>
    boxes.map((box) => (box as unknown as {value: string}).value),
  );
  assert.deepEqual(prompts, ['A red fox', 'A grey fox']);
  assert.equal((await page.$$('>>> video')).length, 1);
  assert.deepEqual(visitor.complaints, []);
});

test('in a frame without an origin the visitor is told, and the owner of the page what to do', async () => {
  await using embedded = await embeddedPage('sandbox="allow-scripts"');
  const {frame, world, visitor} = embedded;
  const thrown: unknown[] = [];
  visitor.page.on('pageerror', (error) => thrown.push(error));
  await (await frame.waitForSelector('aria/Prompt[role="textbox"]'))?.type('Framed without an origin');
  await (await frame.waitForSelector('aria/Generate · $0.28[role="button"]'))?.click();
  await frame.waitForSelector('>>> ::-p-text(add allow-same-origin)');
  assert.deepEqual(thrown, []);
  assert.equal(acceptedOf(world, 'Framed without an origin'), 0);
});

/** What a visitor may have switched off, and what then holds in a frame of another site. */
const SWITCHED_OFF: Readonly<Record<string, {preferences: object; witness: string}>> = {
  nothing: {preferences: {profile: {cookie_controls_mode: 0}}, witness: 'document.hasStorageAccess()'},
  'third-party cookies': {
    preferences: {profile: {cookie_controls_mode: 1}},
    witness: 'document.hasStorageAccess().then((has) => !has)',
  },
  'all that sites could keep': {
    preferences: {profile: {default_content_setting_values: {cookies: 2}}},
    witness: '(() => { try { return !localStorage; } catch { return true; } })()',
  },
};

for (const [name, {preferences, witness}] of Object.entries(SWITCHED_OFF)) {
  test(`it works in a frame of another site where the visitor has switched off ${name}`, async () => {
    await using embedded = await embeddedPage('', {preferences});
    const {frame, world, visitor} = embedded;
    assert.equal(await frame.evaluate(witness), true);
    await (await frame.waitForSelector('aria/Prompt[role="textbox"]'))?.type(name);
    await (await frame.waitForSelector('aria/Generate · $0.28[role="button"]'))?.click();
    const video = await frame.waitForSelector('>>> video');
    await video?.evaluate((element) => (element as unknown as {play(): Promise<void>}).play());
    assert.deepEqual(visitor.complaints, []);
    assert.equal(acceptedOf(world, name), 1);
  });
}

/** The element on a page in a frame of another site. */
async function embeddedPage(attributes: string, options?: VisitOptions) {
  const stack = new AsyncDisposableStack();
  const [shop, inner] = [stack.use(await otherSite()), stack.use(await otherSite())];
  const world = await shared();
  inner.html = `<!doctype html><title>A frame</title><link rel="icon" href="data:,">
    <script type="module" src="${world.url}/hailuo-generator.js"></script><hailuo-generator></hailuo-generator>`;
  shop.html = `<!doctype html><title>A page</title><link rel="icon" href="data:,">
    <iframe src="${inner.url}" ${attributes} width="1000" height="800"></iframe>`;
  const visitor = stack.use(await visit(shop.url.replace('127.0.0.1', 'localhost'), options));
  const frame = await visitor.page.waitForFrame(`${inner.url}/`);
  return {frame, world, visitor, [Symbol.asyncDispose]: () => stack.disposeAsync()};
}
