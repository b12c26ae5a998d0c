// The declarations that the compiler has made of the sources (`tsc -b`), as far as the package's entries need them.

import {readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';

const PROJECT = join(import.meta.dirname, '../../..');
const COMPILED = join(PROJECT, 'node_modules/.cache/tsc');

/** A path from a declaration to another, as an import or a type names it. */
const REFERENCE = /(from |import\()(['"])(\.[^'"]+)\.ts\2/g;

/** The declarations of these modules and of all that they name, by path. Both are relative to the project. */
export function declarations(entries: readonly string[]): Readonly<Record<string, string>> {
  const texts = new Map<string, string>();
  const open = entries.map((entry) => entry.replace(/\.ts$/, ''));
  for (const module of open) {
    if (texts.has(module)) continue;
    const text = readFileSync(join(COMPILED, compiled(module)), 'utf8');
    texts.set(module, text.replace(REFERENCE, '$1$2$3.js$2'));
    for (const [, , , path = ''] of text.matchAll(REFERENCE)) open.push(join(dirname(module), path));
  }
  return Object.fromEntries([...texts].map(([module, text]) => [`${relative('.', module)}.d.ts`, text]));
}

/** Each room is compiled into a folder of its own. */
function compiled(module: string): string {
  return `${module.replace(/^worker\/contract\//, 'contract/')}.d.ts`;
}
