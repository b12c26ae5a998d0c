// What a visitor downloads, brotli-compressed as a server would, against its budget. Fails where one is exceeded, and where
// the folder of a source does not say which load it belongs to.

import {existsSync, readFileSync} from 'node:fs';
import {brotliCompressSync, constants} from 'node:zlib';
import {LOCALE_FILES} from '../../widget/build/languages.ts';

/** Bytes of the first load: one network round trip, ten packets of 1,460 bytes. */
const FIRST_LOAD = 14_600;

/** Bytes of all that one visitor can come to load: every chunk, and the largest of the languages (a visitor speaks one). */
const EVERYTHING = 40_000;

const SITE = new URL('../../dist/site/', import.meta.url);
const ENTRY = 'hailuo-generator.js';

const first = closure(/\b(?:from|import)\s*["'`]([^"'`]+\.js)["'`]/g);
const all = [...closure(/["'`]([^"'`]+\.js)["'`]/g)];
const isLanguage = (file: string) => LOCALE_FILES.some((name) => file.startsWith(`assets/${name}-`));
const languages = all.filter(isLanguage).sort((a, b) => size(b) - size(a));
judge('first load (Lit and English included)', [...first], FIRST_LOAD);
judge(
  `all that one visitor can load (${languages.length + 1} languages, the largest counted)`,
  [...all.filter((file) => !isLanguage(file)), ...languages.slice(0, 1)],
  EVERYTHING,
);

// A file that has no code at run time is in no script.
const misplaced = [
  ...sourcesOf([...first]).filter((source) => source.startsWith('widget/studio/')),
  ...sourcesOf(all.filter((file) => !first.has(file))).filter((source) => /^widget\/(base|shell)\//.test(source)),
];
for (const source of misplaced) console.error(`${source} is loaded ${source.includes('/studio/') ? 'first' : 'later'}`);
if (misplaced.length) process.exitCode = 1;

function judge(what: string, files: readonly string[], budget: number): void {
  const bytes = files.reduce((sum, file) => sum + size(file), 0);
  console.log(`${what}: ${bytes} of ${budget} bytes`);
  if (bytes > budget) process.exitCode = 1;
}

/** The entry and all built files that it comes to load by references of this form. */
function closure(reference: RegExp): Set<string> {
  const found = new Set([ENTRY]);
  for (const file of found) {
    for (const [, path = ''] of readFileSync(new URL(file, SITE), 'utf8').matchAll(reference)) {
      const url = new URL(path, new URL(file, SITE));
      if (existsSync(url)) found.add(url.href.slice(SITE.href.length));
    }
  }
  return found;
}

/** The project's files of which these scripts are made, as their source maps say. */
function sourcesOf(files: readonly string[]): string[] {
  const project = new URL('../../', import.meta.url).href;
  return files.flatMap((file) => {
    const map = new URL(`${file}.map`, SITE);
    const {sources}: {sources: string[]} = JSON.parse(readFileSync(map, 'utf8'));
    return sources.map((source) => new URL(source, map).href.replace(project, ''));
  });
}

function size(file: string): number {
  const params = {[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY};
  return brotliCompressSync(readFileSync(new URL(file, SITE)), {params}).length;
}
