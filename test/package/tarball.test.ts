import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {checkPackage, createPackageFromTarballData} from '@arethetypeswrong/core';
import {publint} from 'publint';
import {API_KEY} from '../world.ts';
import {pack} from './tarball.ts';

const PROJECT = join(import.meta.dirname, '../..');

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
    'package.json',
  ]);
  assert.ok(paths.includes('dist/npm/llms.txt'));
});

test('no file of it tells where it was built, or a key', async () => {
  await using tarball = await pack();
  for (const {path} of tarball.files) {
    const text = await readFile(join(PROJECT, path), 'utf8');
    assert.ok(!text.includes(PROJECT), `${path} names the folder it was built in`);
    assert.ok(!text.includes(API_KEY), `${path} holds the key`);
    assert.doesNotMatch(text, /file:\/\/\/|\/home\/\w|\/Users\/\w/, path);
  }
});

test('everything that its maps speak of lies inside the project', async () => {
  await using tarball = await pack();
  for (const {path} of tarball.files.filter(({path}) => path.endsWith('.map'))) {
    const {sources} = JSON.parse(await readFile(join(PROJECT, path), 'utf8')) as {sources: string[]};
    for (const source of sources) {
      const at = join('/project', path, '..', source);
      assert.ok(at.startsWith('/project/') && !/^([a-z]:|\/)/i.test(source), `${path} speaks of ${source}`);
    }
  }
});
