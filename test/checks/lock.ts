// Completes package-lock.json: `npm ci` refuses a lock file in which a package's optional binary for some platform is
// missing, and npm leaves out those that its registry could not serve when the lock file was made.
// `node test/checks/lock.ts` writes what is missing; with --check it only tells.

import {readFileSync, writeFileSync} from 'node:fs';

interface Entry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const OS = [
  ['android', 'android'],
  ['darwin', 'darwin'],
  ['freebsd', 'freebsd'],
  ['linux', 'linux'],
  ['openbsd', 'openbsd'],
  ['openharmony', 'openharmony'],
  ['win32', 'win32'],
  ['windows', 'win32'],
] as const;

const CPU = [
  ['64', 'x64'],
  ['arm', 'arm'],
  ['arm64', 'arm64'],
  ['ia32', 'ia32'],
  ['loong64', 'loong64'],
  ['ppc64', 'ppc64'],
  ['riscv64', 'riscv64'],
  ['s390x', 's390x'],
  ['x64', 'x64'],
] as const;

const FILE = new URL('../../package-lock.json', import.meta.url);
const lock: {packages: Record<string, Entry>} = JSON.parse(readFileSync(FILE, 'utf8'));
const missing = Object.entries(lock.packages).flatMap(([parent, entry]) =>
  Object.entries(entry.optionalDependencies ?? {}).flatMap(([name, version]) => {
    const known = lock.packages[`${parent}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`];
    return known ? [] : [[`node_modules/${name}`, placeholder(name, version, entry.dev)] as const];
  }),
);

if (process.argv.includes('--check')) {
  if (missing.length > 0) console.error(`package-lock.json lacks ${missing.length} packages: run \`npm run lock\`.`);
  process.exitCode = missing.length > 0 ? 1 : 0;
} else {
  const packages = Object.entries({...lock.packages, ...Object.fromEntries(missing)});
  const sorted = packages.sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(FILE, `${JSON.stringify({...lock, packages: Object.fromEntries(sorted)}, null, 2)}\n`);
  console.log(`package-lock.json: ${missing.length} packages added.`);
}

/** An entry that npm passes over on every platform but the one in the package's name. */
function placeholder(name: string, version: string, dev = false): Entry {
  const words = name.split(/[/-]/);
  const os = OS.filter(([word]) => words.includes(word)).map(([, value]) => value);
  const cpu = CPU.filter(([word]) => words.includes(word)).map(([, value]) => value);
  const libc = os[0] === 'linux' ? (/musl/.test(name) ? ['musl'] : ['glibc']) : [];
  return {version, ...(cpu.length > 0 && {cpu}), ...(dev && {dev}), ...(libc.length > 0 && {libc}), optional: true, os};
}
