// `npm run check`: all that is true of the code without running it. Runs every step, and prints what the failed ones printed.

import {spawn} from 'node:child_process';

interface Step {
  /** What holds when it passes. */
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
}

/** In this order, as some read what others have built. */
const STEPS: readonly Step[] = [
  {name: 'types', command: ['tsc', '-b']},
  {name: 'format and lint', command: ['biome', 'check', '--error-on-warnings']},
  {name: 'no unused code', command: ['knip']},
  {name: 'imports', command: ['node', 'test/checks/imports.ts']},
  {name: 'generated types of the settings', command: ['npm', 'run', '--silent', 'types', '--', '--check']},
  {name: 'lock file for every platform', command: ['node', 'test/checks/lock.ts', '--check']},
  {name: 'build', command: ['npm', 'run', '--silent', 'build']},
  {name: 'generated parts of the documentation', command: ['node', 'test/checks/docs.ts', '--check']},
  {name: 'size', command: ['node', 'test/checks/size.ts']},
];

const failed: string[] = [];
for (const {name, command} of STEPS) {
  const started = performance.now();
  const {ok, output} = await run(command);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? 'passed' : 'FAILED'}  ${seconds.padStart(5)} s  ${name}`);
  if (ok) continue;
  failed.push(name);
  console.log(`\n$ ${command.join(' ')}\n${output.trimEnd()}\n`);
}
console.log(
  failed.length
    ? `\n${failed.length} of ${STEPS.length} steps failed: ${failed.join(', ')}`
    : `\nAll ${STEPS.length} steps passed.`,
);
process.exitCode = failed.length ? 1 : 0;

/** Runs a command to its end, and keeps what it prints. */
async function run([program, ...args]: Step['command']): Promise<{ok: boolean; output: string}> {
  const {promise, resolve, reject} = Promise.withResolvers<number | null>();
  const child = spawn(program, args, {stdio: ['ignore', 'pipe', 'pipe']});
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  child.once('error', reject).once('close', resolve);
  return {ok: (await promise) === 0, output};
}
