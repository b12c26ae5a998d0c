import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {elementOf, type Manifest} from '../../widget/package/manifest.ts';

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

/** What the manifest has declared in the module of this path. */
function declaresIn(path: string): string[] {
  return manifest.modules
    .filter((module) => module.path === path)
    .flatMap(({declarations}) => declarations.map(({name}) => name));
}
