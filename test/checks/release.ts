// What `npm publish` would publish, and whether it may: `npm run release:dry`. Publishes nothing.

import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {brotliCompressSync} from 'node:zlib';
import {leaksIn, pack, refusalsOf} from '../package/tarball.ts';

const PROJECT = join(import.meta.dirname, '../..');
const SITE = join(PROJECT, 'dist/site');

const manifest = JSON.parse(read('package.json'));
const {name, version, publishConfig} = manifest;
await using tarball = await pack();

section(`${name} ${version}: ${tarball.files.length} files`);
let [raw, compressed] = [0, 0];
for (const {path, size} of tarball.files) {
  // Nobody waits for a source map.
  const brotli = path.endsWith('.map') ? undefined : brotliCompressSync(readFileSync(join(PROJECT, path))).length;
  console.log(`${columns(size, brotli)}  ${path}`);
  raw += size;
  compressed += brotli ?? 0;
}
console.log(`${columns(raw, compressed)}  in all (brotli: without source maps)`);

section(
  'Pinned: the hash covers all of the classic script, and of the module the entry, which names the rest by content',
);
const cdn = `https://cdn.jsdelivr.net/npm/${name}@${version}/dist/site/`;
for (const [home, pattern] of [
  ['https://your-worker.example/', 'hailuo-generator{,.classic}-*.js'],
  [cdn, 'hailuo-generator{,.classic}.js'],
] as const) {
  for (const file of globSync(pattern, {cwd: SITE}).sort()) {
    const type = file.includes('.classic') ? '' : ' type="module"';
    const integrity = `sha384-${createHash('sha384').update(read('dist/site', file)).digest('base64')}`;
    console.log(`<script${type} src="${home}${file}" integrity="${integrity}" crossorigin></script>`);
  }
}
console.log('With a script from a CDN, the element is told where its Worker is:');
console.log('<hailuo-generator endpoint="https://your-worker.example"></hailuo-generator>');

section('Changelog');
const [, changes] =
  new RegExp(`^## ${version.replaceAll('.', '\\.')}\\b[^\n]*\n+([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(
    read('CHANGELOG.md'),
  ) ?? [];
console.log(changes?.trim() ?? '(nothing)');

section('Where to');
console.log(`npm, access ${publishConfig.access}, provenance ${publishConfig.provenance}`);

const faults = [
  ...(changes ? [] : [`CHANGELOG.md says nothing of ${version}`]),
  ...(git('status', '--porcelain') ? ['there are changes that are not committed'] : []),
  ...refusalsOf(manifest),
  ...(await leaksIn(tarball)),
];
section(faults.length > 0 ? 'Not to be published' : 'Nothing stands against it');
for (const fault of faults) console.log(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function section(heading: string): void {
  console.log(`\n\x1b[1m${heading}\x1b[22m`);
}

function columns(...bytes: readonly (number | undefined)[]): string {
  return bytes.map((count) => (count?.toLocaleString('en') ?? '').padStart(10)).join('');
}

function read(...path: readonly string[]): string {
  return readFileSync(join(PROJECT, ...path), 'utf8');
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, {cwd: PROJECT, encoding: 'utf8'}).trim();
}
