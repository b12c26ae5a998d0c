// A copy of this project as somebody has cloned it, installed and built.

import {cp, mkdir, mkdtempDisposable, readdir, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const PROJECT = join(import.meta.dirname, '../..');
const COPIED = [
  'demo',
  'widget',
  'worker',
  'dist',
  'package.json',
  'tsconfig.json',
  'wrangler.toml',
  '.dev.vars.example',
];

/** Makes one. Its packages are links to those of this project. */
export async function clone(): Promise<AsyncDisposable & {path: string}> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'hailuo-clone-'));
  for (const name of COPIED) await cp(join(PROJECT, name), join(folder.path, name), {recursive: true});
  const modules = join(folder.path, 'node_modules');
  await mkdir(modules);
  // Caches are written to, so they are the copy's own.
  const packages = (await readdir(join(PROJECT, 'node_modules'))).filter(
    (name) => !name.startsWith('.') || name === '.bin',
  );
  for (const name of packages) await symlink(join(PROJECT, 'node_modules', name), join(modules, name));
  return folder;
}
