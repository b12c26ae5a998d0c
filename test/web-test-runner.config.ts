// Runs test/widget in a real browser: node_modules/.bin/node node_modules/@web/test-runner/dist/bin.js --config test/web-test-runner.config.ts

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {defaultReporter, type TestRunnerConfig, type TestSession, type TestSuiteResult} from '@web/test-runner';
import {chromeLauncher} from '@web/test-runner-chrome';
import {findBrowser, launchOptions} from './browser.ts';
import {fakeWorker} from './widget/worker.ts';

const project = join(import.meta.dirname, '..');

export default {
  rootDir: project,
  files: join(import.meta.dirname, 'widget/**/*.test.ts'),
  nodeResolve: {exportConditions: ['production']},
  browsers: [chromeLauncher({launchOptions: launchOptions(findBrowser())})],
  testFramework: {config: {ui: 'tdd', timeout: 20_000}},
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
  ],
} satisfies TestRunnerConfig;

/** One line a reader can trust. A file that could not run counts as a failed test. */
function summaryOf(sessions: readonly TestSession[]): string {
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
