// Finds the browsers the tests run in, one of each engine, or installs them.

import {execFileSync} from 'node:child_process';
import {existsSync, globSync} from 'node:fs';
import {homedir} from 'node:os';
import {delimiter, join} from 'node:path';

/** The variable that can name an engine's executable, the places where it usually is, and Debian's packages with it. */
const ENGINES = {
  Chromium: {variable: 'CHROME_PATH', places: chromes, packages: ['chromium']},
  Firefox: {variable: 'FIREFOX_PATH', places: firefoxes, packages: ['firefox-esr']},
  WebKit: {variable: 'WEBKIT_DRIVER_PATH', places: webkitDrivers, packages: ['webkit2gtk-driver', 'xvfb']},
};

export type Engine = keyof typeof ENGINES;

const NAMES = Object.keys(ENGINES) as Engine[];

const {env} = process;

/** On Debian, root may install one. Elsewhere that is the person's to decide. */
const MAY_INSTALL = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** The executable of one engine, without which the tests make no sense. */
export function findBrowser(engine: Engine = 'Chromium'): string {
  const found = look(engine) ?? (MAY_INSTALL ? install(engine) : undefined);
  if (found) return found;
  const {variable, packages} = ENGINES[engine];
  throw new Error(
    `The tests need ${engine} (Debian: apt-get install ${packages.join(' ')}). Install it, or set ${variable} to its executable.`,
  );
}

/**
 * The executables of all engines, or of the one that `ENGINE` names. In CI, and where it can be installed, a missing one
 * is an error. On a person's machine only Chromium must be there; the run says what was not tested.
 */
export function findBrowsers(): [Engine, string | undefined][] {
  const only = env.ENGINE;
  if (only && !(only in ENGINES)) throw new Error(`ENGINE is one of ${NAMES.join(', ')}, not ${only}.`);
  const wanted = only ? [only as Engine] : NAMES;
  const must = only || env.CI || MAY_INSTALL;
  return wanted.map((engine) => [engine, must || engine === 'Chromium' ? findBrowser(engine) : look(engine)]);
}

/** How the tests start it. A container's root cannot have Chromium's sandbox. */
export function launchOptions(executablePath: string): {executablePath: string; args: string[]} {
  return {executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : []};
}

function look(engine: Engine): string | undefined {
  const {variable, places} = ENGINES[engine];
  const named = env[variable];
  if (named && !existsSync(named)) throw new Error(`${variable} names ${named}, which does not exist.`);
  return named ?? places().find((place) => existsSync(place));
}

function install(engine: Engine): string | undefined {
  console.log(`No ${engine} found: installing it from Debian’s packages…`);
  const options = {stdio: 'inherit', env: {...env, DEBIAN_FRONTEND: 'noninteractive'}} as const;
  const {packages} = ENGINES[engine];
  execFileSync('apt-get', ['update', '--quiet=2'], options);
  execFileSync(
    'apt-get',
    ['install', '--quiet=2', '--yes', '--no-install-recommends', ...packages, 'fonts-dejavu-core'],
    options,
  );
  return look(engine);
}

function chromes(): string[] {
  const home = homedir();
  const caches = [env.PLAYWRIGHT_BROWSERS_PATH, `${home}/.cache/ms-playwright`, `${home}/Library/Caches/ms-playwright`];
  return [
    ...onPath(
      'chromium',
      'chromium-browser',
      'google-chrome-stable',
      'google-chrome',
      'microsoft-edge',
      'brave-browser',
    ),
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ...inProgramFiles('Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'),
    ...[...caches, env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'ms-playwright')]
      .filter((cache) => cache !== undefined)
      .flatMap((cache) =>
        globSync('chromium-*/chrome-*/{chrome,chrome.exe,*.app/Contents/MacOS/*}', {cwd: cache}).map((path) =>
          join(cache, path),
        ),
      ),
  ];
}

function firefoxes(): string[] {
  return [
    ...onPath('firefox', 'firefox-esr'),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    ...inProgramFiles('Mozilla Firefox/firefox.exe'),
  ];
}

/** WebKitGTK's, which needs a screen. */
function webkitDrivers(): string[] {
  return onPath('Xvfb').some((place) => existsSync(place)) ? onPath('WebKitWebDriver') : [];
}

function onPath(...names: string[]): string[] {
  return (env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
}

function inProgramFiles(...paths: string[]): string[] {
  return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
    .filter((root) => root !== undefined)
    .flatMap((root) => paths.map((path) => join(root, path)));
}
