// Runs test/widget in real browsers, one of each engine: node_modules/.bin/node node_modules/@web/test-runner/dist/bin.js --config test/support/web-test-runner.config.ts

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {
  type BrowserLauncher,
  defaultReporter,
  type TestRunnerConfig,
  type TestSession,
  type TestSuiteResult,
} from '@web/test-runner';
import {chromeLauncher, puppeteerCore as puppeteer} from '@web/test-runner-chrome';
import {LOCALE_FILES} from '../../widget/build/languages.ts';
import {fakeWorker} from '../widget/support/worker.ts';
import {treePlugin} from './accessibility-tree.ts';
import {type Engine, findBrowsers, launchOptions} from './browser.ts';
import {sightPlugin} from './browser-commands.ts';
import {webkitLauncher} from './webkit.ts';

const project = join(import.meta.dirname, '../..');

const browsers = findBrowsers();

const LAUNCHERS: Record<Engine, (path: string) => BrowserLauncher> = {
  Chromium: (path) => chromeLauncher({puppeteer, launchOptions: launchOptions(path)}),
  // A tab in the background gets no animation frames there.
  Firefox: (executablePath) =>
    chromeLauncher({puppeteer, launchOptions: {browser: 'firefox', executablePath}, concurrency: 1}),
  WebKit: webkitLauncher,
};

export default {
  rootDir: project,
  files: join(import.meta.dirname, '../widget/**/*.test.ts'),
  nodeResolve: {exportConditions: ['production']},
  browsers: browsers.flatMap(([engine, path]) => (path ? [LAUNCHERS[engine](path)] : [])),
  concurrentBrowsers: browsers.length,
  // Three at once, on two cores that may have other work.
  browserStartTimeout: 90_000,
  testFramework: {config: {ui: 'tdd', timeout: 60_000}},
  testsFinishTimeout: 600_000,
  reporters: [
    defaultReporter({reportTestProgress: false}),
    {onTestRunFinished: ({sessions}) => console.log(summaryOf(sessions))},
  ],
  middleware: [
    async (context, next) => {
      context.respond = !(await fakeWorker(context.req, context.res));
      if (context.respond) await next();
      else context.status = 200;
    },
  ],
  plugins: [
    treePlugin(process.argv.includes('--update-snapshots')),
    sightPlugin(),
    {
      // What Vite does with `?inline`.
      name: 'inline-styles',
      resolveMimeType: ({path, URL: {search}}) => (path.endsWith('.css') && search === '?inline' ? 'js' : undefined),
      serve: async ({path, URL: {search}}) =>
        path.endsWith('.css') && search === '?inline'
          ? `export default ${JSON.stringify(await readFile(join(project, path), 'utf8'))};`
          : undefined,
    },
    esbuildPlugin({ts: true, target: 'auto', tsconfig: join(project, 'tsconfig.json')}),
    {
      // What Vite does with `import.meta.glob`.
      name: 'languages',
      transform: ({path, body}) =>
        path === '/widget/i18n/language.ts'
          ? String(body).replace(/import\.meta\.glob\([^)]*\)/, `{${LOCALE_FILES.map(loaderOf).join()}}`)
          : undefined,
    },
  ],
} satisfies TestRunnerConfig;

function loaderOf(name: string): string {
  return `'./${name}.ts': () => import('./locales/${name}.ts')`;
}

/** Lines a reader can trust: one for each engine, then all together. A file that could not run counts as a failed test. */
function summaryOf(sessions: readonly TestSession[]): string {
  const lines = browsers.map(([engine, path]) => {
    const counted = tell(sessions.filter(({browser}) => browser.name === engine));
    return `${engine}: ${path ? counted : 'not found on this machine, so nothing is known about it (CONTRIBUTING.md, Tests)'}`;
  });
  return [...lines, tell(sessions)].join('\n');
}

function tell(sessions: readonly TestSession[]): string {
  let passed = 0;
  let failed = 0;
  const count = ({tests, suites}: Pick<TestSuiteResult, 'tests' | 'suites'>) => {
    for (const test of tests) test.passed ? passed++ : failed++;
    suites.forEach(count);
  };
  for (const {testResults, errors} of sessions) {
    if (testResults) count(testResults);
    failed += errors.length;
  }
  return `${passed} passed, ${failed} failed`;
}
