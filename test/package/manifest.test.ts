import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {elementOf, type Manifest} from '../../widget/build/package/manifest.ts';
import {startWorld} from '../support/world.ts';

const PROJECT = join(import.meta.dirname, '../..');
const BUILT = join(PROJECT, 'dist/npm');
const manifest: Manifest = JSON.parse(readFileSync(join(BUILT, 'custom-elements.json'), 'utf8'));

test('the manifest says of each module what a script can import of it, and where that is', async () => {
  for (const {path, exports} of manifest.modules) {
    const names = exports.filter(({kind}) => kind === 'js').map(({declaration}) => declaration.name);
    assert.deepEqual(names, Object.keys(await import(join(PROJECT, path))), path);
    for (const {declaration} of exports) assert.ok(declaresIn(declaration.module).includes(declaration.name), path);
  }
});

test('it declares the element and nothing else', () => {
  assert.deepEqual(
    manifest.modules.flatMap(({declarations}) => declarations),
    [elementOf(manifest)],
  );
});

test('an attribute is text or a switch, in the manifest and in what editors offer', () => {
  const types = new Set(elementOf(manifest).attributes.map(({type}) => type?.text));
  assert.deepEqual([...types].sort(), ['boolean', 'string']);
  const {tags} = JSON.parse(readFileSync(join(BUILT, 'vscode.html-custom-data.json'), 'utf8'));
  const [{attributes}] = tags as {attributes: {values?: unknown[]}[]}[] as [{attributes: {values?: unknown[]}[]}];
  assert.deepEqual(
    attributes.flatMap(({values = []}) => values),
    [],
  );
});

test('a property has the type of the class', () => {
  const {members} = elementOf(manifest);
  assert.equal(members.find(({name}) => name === 'identity')?.type?.text, 'Identity | undefined');
});

test('agents find every attribute, property, method and import in what they read, and it is served too', async () => {
  const {attributes, members} = elementOf(manifest);
  const told = members.filter(({description}) => description);
  const {exports} = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  const imports = Object.keys(exports).map((path) => path.replace('.', 'hailuo-generator'));
  const text = readFileSync(join(BUILT, 'llms.txt'), 'utf8');
  const absent = [
    ...attributes.map(({name}) => name),
    ...told.map(({name, kind}) => `${name}${kind === 'method' ? '()' : ''}`),
    ...imports.filter((name) => !name.endsWith('package.json')),
  ].filter((name) => !text.includes(`| \`${name}\` |`));
  assert.deepEqual(absent, []);
  assert.match(text, /^## Content Security Policy\n\n[^#]*script-src[^#]*trusted-types/m);
  await using world = await startWorld();
  const served = await world.fetch('/llms.txt');
  assert.match(served.headers.get('content-type') ?? '', /^text\/plain/);
  assert.equal(await served.text(), text);
});

/** What the manifest has declared in the module of this path. */
function declaresIn(path: string): string[] {
  return manifest.modules
    .filter((module) => module.path === path)
    .flatMap(({declarations}) => declarations.map(({name}) => name));
}
