// The package as `npm publish` would send it, of what is built.

import {execFile} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';

const PROJECT = join(import.meta.dirname, '../..');

/** One file of it. */
interface PackedFile {
  path: string;
  size: number;
}

/** A packed tarball in a folder of its own, which goes with it. */
export interface Tarball extends AsyncDisposable {
  folder: string;
  file: string;
  files: readonly PackedFile[];
  bytes: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** Packs it, without building anew. */
export async function pack(): Promise<Tarball> {
  const folder = await mkdtemp(join(tmpdir(), 'hailuo-package-'));
  const options = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const {stdout} = await promisify(execFile)('npm', options, {cwd: PROJECT, maxBuffer: 10_000_000});
  const [packed] = JSON.parse(stdout) as [{filename: string; files: PackedFile[]}];
  const file = join(folder, packed.filename);
  return {
    folder,
    file,
    files: packed.files,
    bytes: async () => new Uint8Array(await readFile(file)),
    [Symbol.asyncDispose]: () => rm(folder, {recursive: true}),
  };
}
