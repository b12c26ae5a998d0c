import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {test} from 'node:test';
import {checkPackage, createPackageFromTarballData} from '@arethetypeswrong/core';
import {publint} from 'publint';
import {API_KEY} from '../support/world.ts';
import {leaksIn, pack, refusalsOf} from './tarball.ts';

const PROJECT = join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));

test('publint finds nothing to say about it', async () => {
  await using tarball = await pack();
  const {buffer} = await tarball.bytes();
  const {messages} = await publint({pack: {tarball: buffer}, strict: true});
  assert.deepEqual(messages, []);
});

test('each entry has types wherever modules are understood', async () => {
  await using tarball = await pack();
  const checked = await checkPackage(createPackageFromTarballData(await tarball.bytes()));
  assert.ok(checked.types, 'it has types');
  // It is a package of modules: what reads packages as CommonJS, or knows no `exports`, is not meant.
  const problems = checked.problems.filter(
    (problem) => !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)),
  );
  assert.deepEqual(problems, []);
});

test('it holds what it needs, and neither sources nor pages nor tests', async () => {
  await using tarball = await pack();
  const paths = tarball.files.map(({path}) => path);
  const others = paths.filter((path) => !/^dist\/(npm|site\/assets)\//.test(path));
  assert.deepEqual(others.sort(), [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'dist/site/hailuo-generator.classic.js',
    'dist/site/hailuo-generator.classic.js.map',
    'dist/site/hailuo-generator.js',
    'dist/site/hailuo-generator.js.map',
    'dist/site/licences.md',
    'package.json',
    'widget/ACCESSIBILITY.md',
    'worker/README.md',
  ]);
  assert.ok(paths.includes('dist/npm/llms.txt'));
});

test('every file that package.json names is in it', async () => {
  await using tarball = await pack();
  const {exports, types, unpkg, jsdelivr, customElements, 'web-types': webTypes, sideEffects} = manifest;
  const named = strings([exports, types, unpkg, jsdelivr, customElements, webTypes, sideEffects]);
  const paths = new Set(tarball.files.map(({path}) => path));
  assert.deepEqual(
    named.filter((path) => !paths.has(path.replace(/^\.\//, ''))),
    [],
  );
});

test('no file of it tells where it was built, or a secret', async () => {
  await using tarball = await pack();
  assert.deepEqual(await leaksIn(tarball), []);
});

test('what a file must not tell is found', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'hailuo-leak-'));
  const leaky = {sources: ['../../../elsewhere.ts'], sourcesContent: [API_KEY, `in ${PROJECT}`]};
  await writeFile(join(folder.path, 'leaky.map'), JSON.stringify(leaky));
  const path = relative(PROJECT, join(folder.path, 'leaky.map'));
  await using tarball = await pack();
  assert.deepEqual(await leaksIn({...tarball, files: [{path, size: 1}]}), [
    `${path} names a folder`,
    `${path} speaks of ../../../elsewhere.ts`,
    `${path} holds the key of the tests`,
  ]);
});

test('provenance is refused as long as package.json names no repository', () => {
  const publishConfig = {provenance: true};
  assert.equal(refusalsOf({publishConfig}).length, 1);
  assert.deepEqual(refusalsOf({publishConfig, repository: {url: 'git+https://forge.example/shop.git'}}), []);
  assert.deepEqual(refusalsOf({publishConfig: {}}), []);
});

/** Every string in it, however deep. */
function strings(value: unknown): string[] {
  return typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(strings);
}
