// What a visitor downloads, brotli-compressed as a server would, against its budget. Fails where one is exceeded.

import {existsSync, readFileSync} from 'node:fs';
import {brotliCompressSync, constants} from 'node:zlib';

/** Bytes. The first load fits into one network round trip: ten packets of 1,460 bytes. */
const BUDGETS = {
  'first load (Lit and English included)': 14_600,
  'the element with all that it loads on demand': 40_000,
};

const SITE = new URL('../dist/site/', import.meta.url);
const ENTRY = 'hailuo-generator.js';

const sizes = [
  total(closure(/\b(?:from|import)\s*["'`]([^"'`]+\.js)["'`]/g)),
  total(closure(/["'`]([^"'`]+\.js)["'`]/g)),
];
for (const [index, [what, budget]] of Object.entries(BUDGETS).entries()) {
  const bytes = sizes[index] ?? 0;
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

function total(files: Set<string>): number {
  return [...files].reduce((sum, file) => sum + size(file), 0);
}

function size(file: string): number {
  const params = {[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY};
  return brotliCompressSync(readFileSync(new URL(file, SITE)), {params}).length;
}
