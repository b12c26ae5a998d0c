import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {globSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {otherSite} from '../support/site.ts';
import {visit} from '../support/visitor.ts';
import {startWorld, type World} from '../support/world.ts';

const SITE = join(import.meta.dirname, '../../dist/site');

/** Each way to load the element from its Worker: the file, and the tag that loads it. */
const WAYS: Readonly<Record<string, {file: string; tag: (src: string, integrity: string) => string}>> = {
  'a module': {file: 'hailuo-generator.js', tag: (src) => `<script type="module" src="${src}"></script>`},
  'a classic script': {file: 'hailuo-generator.classic.js', tag: (src) => `<script src="${src}"></script>`},
  'a classic script that a script adds': {
    file: 'hailuo-generator.classic.js',
    tag: (src) =>
      `<script>document.head.append(Object.assign(document.createElement('script'), {src: '${src}'}))</script>`,
  },
  'a pinned module': {
    file: 'hailuo-generator-*.js',
    tag: (src, integrity) => `<script type="module" src="${src}" integrity="${integrity}" crossorigin></script>`,
  },
  'a pinned classic script': {
    file: 'hailuo-generator.classic-*.js',
    tag: (src, integrity) => `<script src="${src}" integrity="${integrity}" crossorigin></script>`,
  },
};

test('however it is loaded, it finds its Worker and speaks the page’s language', async () => {
  await using shop = await otherSite();
  await using world = await startWorld({settings: {ALLOWED_ORIGINS: shop.url}});
  await using visitor = await visit(shop.url);
  for (const [way, {file, tag}] of Object.entries(WAYS)) {
    const {path, integrity} = await serve(world, file);
    shop.html = `<!doctype html><html lang="de"><title>A page</title><link rel="icon" href="data:,">
      ${tag(world.url + path, integrity)}<hailuo-generator id="${file}"></hailuo-generator>`;
    await visitor.page.goto(shop.url);
    await visitor.type('Beschreibung', 'Ein roter Fuchs');
    await visitor.click('button', 'Erzeugen · 0,28\u00a0$');
    assert.ok((await visitor.plays()) > 0.5, way);
  }
  assert.deepEqual(visitor.complaints, []);
  assert.equal(world.runware.accepted, Object.keys(WAYS).length);
});

test('a changed script is not run where it is pinned', async () => {
  await using shop = await otherSite();
  await using world = await startWorld({settings: {ALLOWED_ORIGINS: shop.url}});
  const {path} = await serve(world, 'hailuo-generator.classic-*.js');
  const {integrity} = await serve(world, 'hailuo-generator.js');
  shop.html = `<!doctype html><title>A page</title><link rel="icon" href="data:,">
    <script src="${world.url}${path}" integrity="${integrity}" crossorigin></script><hailuo-generator></hailuo-generator>`;
  await using visitor = await visit(shop.url);
  assert.equal(await visitor.page.evaluate("customElements.get('hailuo-generator')"), undefined);
  assert.match(visitor.complaints.join(), /integrity/);
});

test('what keeps its name is asked about each time, what is named by its content for ever; any page may load either', async () => {
  await using world = await startWorld();
  const asked = 'public, max-age=0, must-revalidate';
  const forever = 'public, max-age=31536000, immutable';
  const files = {
    'hailuo-generator.js': asked,
    'hailuo-generator.classic.js': asked,
    'hailuo-generator-*.js': forever,
    'hailuo-generator.classic-*.js': forever,
    'assets/de-*.js': forever,
  };
  for (const [file, caching] of Object.entries(files)) {
    const {path, headers} = await serve(world, file);
    assert.equal(headers.get('cache-control'), caching, file);
    assert.equal(headers.get('access-control-allow-origin'), '*', file);
    assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin', file);
    const unchanged = await world.fetch(path, {headers: {'if-none-match': headers.get('etag') ?? ''}});
    assert.equal(unchanged.status, 304, file);
  }
});

/** A built file as the Worker serves it. */
async function serve({fetch}: World, pattern: string): Promise<{path: string; integrity: string; headers: Headers}> {
  const [file] = globSync(pattern, {cwd: SITE});
  assert.ok(file, `there is a ${pattern}`);
  const response = await fetch(`/${file}`);
  const digest = createHash('sha384').update(Buffer.from(await response.arrayBuffer()));
  return {path: `/${file}`, integrity: `sha384-${digest.digest('base64')}`, headers: response.headers};
}
