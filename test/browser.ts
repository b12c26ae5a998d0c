// Finds a browser of the Chromium family for the tests, or installs one.

import {execFileSync} from 'node:child_process';
import {existsSync, globSync} from 'node:fs';
import {homedir} from 'node:os';
import {delimiter, join} from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
  'brave-browser',
];

/** Path of an executable that speaks the DevTools protocol. `CHROME_PATH` in the environment comes first. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.CHROME_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, which does not exist.`);
  }
  const found = places(env).find((place) => existsSync(place)) ?? installed();
  if (found) return found;
  throw new Error('The tests need Chromium or Chrome. Install one, or set CHROME_PATH to its executable.');
}

/** How the tests start it. A container's root cannot have Chromium's sandbox. */
export function launchOptions(executablePath: string): {executablePath: string; args: string[]} {
  return {executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : []};
}

function places(env: NodeJS.ProcessEnv): string[] {
  const home = homedir();
  const windows = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
  const caches = [env.PLAYWRIGHT_BROWSERS_PATH, `${home}/.cache/ms-playwright`, `${home}/Library/Caches/ms-playwright`];
  return [
    ...(env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ...windows.map((root) => join(root, 'Google/Chrome/Application/chrome.exe')),
    ...windows.map((root) => join(root, 'Microsoft/Edge/Application/msedge.exe')),
    ...[...caches, env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'ms-playwright')]
      .filter((cache) => cache !== undefined)
      .flatMap((cache) =>
        globSync('chromium-*/chrome-*/{chrome,chrome.exe,*.app/Contents/MacOS/*}', {cwd: cache}).map((path) =>
          join(cache, path),
        ),
      ),
  ];
}

/** On Debian, root may install one. Elsewhere that is the person's to decide. */
function installed(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.log('No browser found: installing Chromium from Debian’s packages…');
  const options = {stdio: 'inherit', env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'}} as const;
  execFileSync('apt-get', ['update', '--quiet=2'], options);
  execFileSync(
    'apt-get',
    ['install', '--quiet=2', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
    options,
  );
  return places(process.env).find((place) => existsSync(place));
}
