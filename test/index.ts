// `npm test`: the check, then every test, in stages side by side. The last lines are the counts, and nothing else decides.

import {spawn} from 'node:child_process';
import {globSync} from 'node:fs';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {text} from 'node:stream/consumers';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {stripVTControlCharacters} from 'node:util';
import {findBrowsers} from './support/browser.ts';

const PROJECT = join(import.meta.dirname, '..');

/** For each test. */
const TIMEOUT_MS = 300_000;

/** Where the first test waits until npm has installed a project from the registry. */
const INSTALL_TIMEOUT_MS = 600_000;

interface Counts {
  passed: number;
  failed: number;
}

interface Outcome extends Counts {
  /** What it printed. */
  output: string;
  /** What to print of it in any case. */
  notes?: string;
}

interface Stage {
  name: string;
  run(): Promise<Outcome>;
}

/** How many stages run side by side: what waits in one leaves the cores to the other, and more make tests wait for cores. */
const LANES = 2;

/** The long ones first, so that both lanes end at about the same time. */
const STAGES: readonly Stage[] = [
  {name: 'element', run: elementTests},
  {name: 'Worker', run: () => nodeTests(['test/worker/**/*.test.ts'])},
  {
    name: 'journeys and package',
    run: () => nodeTests(['test/journey/**/*.test.ts', 'test/package/!(consumer-projects).test.ts'], {filesAtOnce: 1}),
  },
  {
    name: 'consumers of the package',
    run: () => nodeTests(['test/package/consumer-projects.test.ts'], {timeout: INSTALL_TIMEOUT_MS}),
  },
  {name: 'stand-in and checks', run: () => nodeTests(['test/demo/**/*.test.ts', 'test/checks/**/*.test.ts'])},
];

// They are looked for once, or installed, before several stages want them.
findBrowsers();
// It builds what most tests load.
const checked = await told({name: 'check', run: check});
const waiting = [...STAGES];
const outcomes = await Promise.all(Array.from({length: LANES}, runStages));
const total = sum([checked, ...outcomes.flat()]);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed ? 1 : 0;

/** Runs one stage after another until none is waiting. */
async function runStages(): Promise<Counts[]> {
  const outcomes: Counts[] = [];
  for (let stage = waiting.shift(); stage; stage = waiting.shift()) outcomes.push(await told(stage));
  return outcomes;
}

/** Runs a stage, and prints what came of it: in full only where something failed. */
async function told({name, run}: Stage): Promise<Counts> {
  const started = performance.now();
  const {passed, failed, output, notes = ''} = await run();
  const seconds = Math.round((performance.now() - started) / 1000);
  if (failed) console.log(`\n${output.trimEnd()}\n`);
  console.log(`${notes}${name}: ${passed} passed, ${failed} failed in ${seconds} s`);
  return {passed, failed};
}

/** `npm run check` counts as one. */
async function check(): Promise<Outcome> {
  const {ok, output} = await runToEnd(['node', 'test/checks/index.ts']);
  return {passed: ok ? 1 : 0, failed: ok ? 0 : 1, output: '', notes: output};
}

/** The tests of the element, whose runner ends with a line of counts. Where there is none, it did not come to its end. */
async function elementTests(): Promise<Outcome> {
  const {ok, output} = await runToEnd(['wtr', '--config', 'test/support/web-test-runner.config.ts']);
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
  const counts = {passed: Number(passed ?? 0), failed: Number(failed ?? 0)};
  // An engine that is not on this machine has its line too.
  const notes = stripVTControlCharacters(output)
    .match(/^(Chromium|Firefox|WebKit): .*\n/gm)
    ?.join('');
  return {passed: counts.passed, failed: failures(ok, counts.failed), output, ...(notes && {notes})};
}

/** The tests of files that node runs. */
async function nodeTests(patterns: readonly string[], {timeout = TIMEOUT_MS, filesAtOnce = 2} = {}): Promise<Outcome> {
  const files = globSync(patterns, {cwd: PROJECT}).map((file) => join(PROJECT, file));
  const tests = run({files, concurrency: filesAtOnce, timeout});
  let counts: Counts = {passed: 0, failed: 1};
  tests.on('test:summary', ({file, success, counts: {passed, tests}}) => {
    if (file === undefined) counts = {passed, failed: failures(success, tests - passed)};
  });
  const output = await text(Readable.from(tests.compose(new spec())));
  return {...counts, output};
}

async function runToEnd([program = '', ...args]: readonly string[]): Promise<{ok: boolean; output: string}> {
  const child = spawn(program, args, {cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe']});
  const ended = Promise.withResolvers<number | null>();
  child.once('error', ended.reject).once('close', ended.resolve);
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended.promise]);
  return {ok: code === 0, output: errors + output};
}

/** What did not succeed has at least one failure, whatever its tests say. */
function failures(success: boolean, counted: number): number {
  return success ? counted : Math.max(counted, 1);
}

function sum(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((total, {passed}) => total + passed, 0),
    failed: all.reduce((total, {failed}) => total + failed, 0),
  };
}
