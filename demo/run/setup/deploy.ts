// Builds and deploys, by wrangler.

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdtempDisposable, readFile, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {SetupError} from './answers.ts';
import {type Plan, secretsOf} from './plan.ts';

/** How often a new address is tried, once a second: Cloudflare makes it known within some seconds. */
const ATTEMPTS = 60;

/** How to deploy. */
export interface DeployOptions {
  folder: string;
  plan: Plan;
  /** A script that is run in place of wrangler. */
  wrangler?: string | undefined;
  build: boolean;
}

/** Deploys the folder with all secrets. Resolves to the Worker's URL once it answers; undefined if it has no URL. */
export async function deploy({folder, plan, build, ...options}: DeployOptions): Promise<string | undefined> {
  const wrangler = options.wrangler ?? createRequire(join(folder, 'package.json')).resolve('wrangler/bin/wrangler.js');
  const runWrangler = (args: readonly string[], quiet = false, env = {}) =>
    run(process.execPath, [wrangler, ...args], {folder, quiet, env});
  if (build) await mustRun('npm run build', run('npm', ['run', '--silent', 'build'], {folder}));
  const {bucket} = plan;
  if (bucket !== undefined && (await runWrangler(['r2', 'bucket', 'info', bucket], true)) !== 0)
    await mustRun('wrangler r2 bucket create', runWrangler(['r2', 'bucket', 'create', bucket]));
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'hailuo-setup-'));
  const secrets = join(temporary.path, 'secrets.json');
  const output = join(temporary.path, 'output.jsonl');
  await writeFile(secrets, JSON.stringify(secretsOf(plan.settings)), {mode: 0o600});
  const env = {WRANGLER_OUTPUT_FILE_PATH: output};
  await mustRun('wrangler deploy', runWrangler(['deploy', '--secrets-file', secrets], false, env));
  const url = existsSync(output) ? deployedURL(await readFile(output, 'utf8')) : undefined;
  if (url !== undefined) await untilItAnswers(url);
  return url;
}

/** The address that wrangler reports; routes with patterns are none. */
function deployedURL(output: string): string | undefined {
  const targets = output
    .split('\n')
    .filter(Boolean)
    .map((line): {type?: string; targets?: string[]} => JSON.parse(line))
    .flatMap((entry) => (entry.type === 'deploy' ? (entry.targets ?? []) : []));
  return targets.find((target) => /^https?:\/\/[^/*]+\/?$/.test(target))?.replace(/\/$/, '');
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const response = await fetch(new URL('/healthz', url)).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await setTimeout(1000);
  }
}

async function mustRun(name: string, running: Promise<number | null>): Promise<void> {
  const code = await running;
  if (code !== 0)
    throw new SetupError(`${name} failed. The answers are stored: when the cause is removed, run the set-up again.`);
}

/** Runs a program in the terminal of this one. Resolves to its exit code. */
async function run(
  program: string,
  args: readonly string[],
  {folder, quiet = false, env = {}}: {folder: string; quiet?: boolean; env?: Record<string, string>},
): Promise<number | null> {
  const child = spawn(program, args, {
    cwd: folder,
    env: {...process.env, ...env},
    stdio: quiet ? 'ignore' : 'inherit',
    // On Windows npm is a script.
    shell: process.platform === 'win32' && program === 'npm',
  });
  const [code]: [number | null] = (await once(child, 'exit')) as [number | null];
  return code;
}
