// The package as `npm publish` would send it, of what is built.

import {execFile} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseEnv, promisify} from 'node:util';
import {SETTING_NAMES} from '../../worker/settings/settings.ts';
import {API_KEY} from '../support/world.ts';

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

/** What of package.json decides whether npm takes it. */
interface PublishedManifest {
  publishConfig: {provenance?: boolean};
  repository?: {url: string};
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

/** What a file of it tells that it must not: where it was built, a source outside of the project, a secret of this machine. */
export async function leaksIn({files}: Tarball): Promise<string[]> {
  const secrets = await secretsHere();
  const leaks = await Promise.all(
    files.map(async ({path}) => {
      const text = await readFile(join(PROJECT, path), 'utf8');
      const sources: string[] = path.endsWith('.map') ? JSON.parse(text).sources : [];
      return [
        ...(text.includes(PROJECT) || /file:\/\/\/|\/home\/\w|\/Users\/\w/.test(text)
          ? [`${path} names a folder`]
          : []),
        ...sources.filter((source) => isOutside(path, source)).map((source) => `${path} speaks of ${source}`),
        ...Object.keys(secrets).flatMap((name) =>
          text.includes(secrets[name] ?? '') ? [`${path} holds ${name}`] : [],
        ),
      ];
    }),
  );
  return leaks.flat();
}

/** What npm would not publish as package.json has it. */
export function refusalsOf({publishConfig, repository}: PublishedManifest): string[] {
  return publishConfig.provenance && !repository
    ? ['package.json asks for provenance and names no repository: npm refuses that']
    : [];
}

function isOutside(map: string, source: string): boolean {
  return /^([a-z]+:|\/)/i.test(source) || join(map, '..', source).startsWith('..');
}

/** The settings by which this machine's own Worker runs, those that are secrets, and the key of the tests. */
async function secretsHere(): Promise<Record<string, string | undefined>> {
  const file = await readFile(join(PROJECT, '.dev.vars'), 'utf8').catch(() => '');
  const names = SETTING_NAMES.filter((name) => /KEY|SECRET|TOKEN/.test(name));
  const settings = {...parseEnv(file), ...process.env};
  const secrets = Object.entries(settings).filter(([name, value]) => names.some((known) => known === name) && value);
  return {...Object.fromEntries(secrets), 'the key of the tests': API_KEY};
}
