import assert from 'node:assert/strict';
import {test} from '../support/concurrent.ts';
import {otherSite} from '../support/site.ts';
import {visit} from '../support/visitor.ts';
import {acceptedOf, sharedWorld} from '../support/world.ts';

const shared = sharedWorld();

/** Notes, in `did`, what scripts do to a page besides drawing. */
const WATCHED = `
  did = {timers: 0, listeners: 0, requests: 0, defined: []};
  const count = (owner, name, note) => {
    const real = owner[name];
    owner[name] = function (...all) {
      note(...all);
      return real.apply(this, all);
    };
  };
  nextFrame = requestAnimationFrame.bind(window);
  for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback', 'queueMicrotask'])
    count(window, name, () => did.timers++);
  count(EventTarget.prototype, 'addEventListener', () => did.listeners++);
  count(window, 'fetch', () => did.requests++);
  count(customElements, 'define', (name) => did.defined.push(name));`;

test('whoever goes to another page and back finds the page as it was, and the generation goes on', async () => {
  const world = await shared();
  await using visitor = await visit(world.url);
  const {page} = visitor;
  await page.evaluate("addEventListener('pageshow', ({persisted}) => { restored = persisted })");
  await visitor.type('Prompt', 'A patient fox @runware(seconds=never)');
  await visitor.click('button', 'Generate · $0.28');
  await visitor.sees('Making your video');
  await page.goto(`${world.url}/docs`);
  await page.goBack();
  const reasons = await page.evaluate(
    "JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)",
  );
  assert.equal(reasons, 'null');
  assert.equal(await page.evaluate('globalThis.restored'), true);
  const task = world.runware.find('A patient fox');
  assert.ok(task);
  world.runware.finish(task.taskUUID);
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(visitor.complaints, []);
  assert.equal(acceptedOf(world, 'A patient fox'), 1);
});

test('an element that comes and goes leaves nothing behind, and finds again what it was about', async () => {
  const world = await shared();
  await using visitor = await visit(`${world.url}/`);
  const {page} = visitor;
  await visitor.type('Prompt', 'An impatient fox @runware(seconds=never)');
  await visitor.click('button', 'Generate · $0.28');
  await visitor.sees('Making your video');
  await page.evaluate(`(async () => {
    const first = document.querySelector('hailuo-generator');
    const place = first.parentElement;
    first.remove();
    gone = [];
    const says = (element, words) => words.test(element.shadowRoot.textContent);
    const until = async (condition) => { while (!condition()) await new Promise(requestAnimationFrame) };
    for (let round = 1; round <= 50; round++) {
      const element = place.appendChild(document.createElement('hailuo-generator'));
      // Some are gone before they have arrived.
      if (round % 2) await until(() => says(element, /Making your video/));
      else if (round % 4) await until(() => says(element, /(Looking for|Making) your video/));
      element.remove();
      gone.push(new WeakRef(element));
    }
  })()`);
  // What holds on to nothing is let go of, if not at the first collection.
  const session = await page.createCDPSession();
  for (let round = 0; round < 10 && (await page.evaluate('gone.some((element) => element.deref())')); round++) {
    await page.evaluate('new Promise(requestAnimationFrame)');
    await session.send('HeapProfiler.collectGarbage');
  }
  assert.equal(await page.evaluate('gone.filter((element) => element.deref()).length'), 0);
  await page.evaluate("document.querySelector('.place').append(document.createElement('hailuo-generator'))");
  await visitor.sees('Making your video');
  world.runware.finish(world.runware.find('An impatient fox')?.taskUUID ?? '');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(visitor.complaints, []);
  assert.equal(acceptedOf(world, 'An impatient fox'), 1);
});

test('far below the fold it costs one script, which defines one element and does nothing else', async () => {
  await using shop = await otherSite();
  const world = await shared();
  const script = `${world.url}/hailuo-generator.js`;
  shop.html = `<!doctype html><html lang="de"><title>A page</title><link rel="icon" href="data:,">
    <script>${WATCHED} globals = Object.getOwnPropertyNames(window)</script>
    <script type="module" src="${script}"></script>
    <div style="height: 6000px">A long story.</div><hailuo-generator></hailuo-generator>`;
  await using visitor = await visit('about:blank');
  const {page} = visitor;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(shop.url);
  // By then the browser has told it twice where it is.
  await page.evaluate('new Promise(nextFrame).then(() => new Promise(nextFrame))');
  assert.deepEqual(
    asked.filter((url) => !url.startsWith('data:')),
    [`${shop.url}/`, script],
  );
  const did = {timers: 0, listeners: 0, requests: 0, defined: ['hailuo-generator']};
  assert.deepEqual(await page.evaluate('did'), did);
  const added = await page.evaluate('Object.getOwnPropertyNames(window).filter((name) => !globals.includes(name))');
  assert.deepEqual(added, [
    'globals',
    'litPropertyMetadata',
    'reactiveElementVersions',
    'litHtmlVersions',
    'litElementVersions',
  ]);
  assert.equal(
    await page.evaluate("document.adoptedStyleSheets.length + document.querySelectorAll('style').length"),
    0,
  );
  await page.evaluate('scrollTo(0, 5200)');
  await visitor.find('button', 'Erzeugen · 0,28\u00a0$');
  assert.deepEqual(asked.filter((url) => /assets/.test(url)).length, 1, 'then comes its language, and no more');
  assert.deepEqual(visitor.asked, []);
});
