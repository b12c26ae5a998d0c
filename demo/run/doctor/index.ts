// The command `doctor`: checks the settings of a folder, or a deployed Worker.

import {parseArgs} from 'node:util';
import {checkSettings} from './check-settings.ts';
import {addressOf, checkWorker} from './check-worker.ts';
import {ConfigurationError, readConfiguration} from './configuration.ts';
import {type Finding, findingText} from './finding.ts';

const HELP = `Usage: hailuo-generator doctor [options] [address]

Without an address: checks the settings of the current folder as they would be deployed. It reads wrangler.toml (or
wrangler.json, wrangler.jsonc), .dev.vars and the environment, and checks the keys. Nothing is billed.
With the address of a Worker: checks what the Worker answers.

  --env NAME   the environment of wrangler's configuration
  --json       prints the findings as JSON
  --help       prints this

Exit code: 0 if no check failed, 1 if one did, 2 if the command was wrong.`;

/** Runs the command. Resolves to the exit code. */
export async function doctor(args: readonly string[]): Promise<number> {
  const parsed = parse(args);
  if ('error' in parsed) {
    console.error(`${parsed.error}\n\n${HELP}`);
    return 2;
  }
  const {help, json, env: environment, address} = parsed;
  if (help) {
    console.log(HELP);
    return 0;
  }
  try {
    const findings = address === undefined ? await checkFolder(process.cwd(), environment) : await checkWorker(address);
    print(findings, json);
    return findings.some(({level}) => level === 'failed') ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    return 2;
  }
}

/** Checks the settings of a folder. */
async function checkFolder(folder: string, environment: string | undefined): Promise<Finding[]> {
  return checkSettings(await readConfiguration({folder, environment, env: process.env}));
}

interface Arguments {
  help: boolean;
  json: boolean;
  env: string | undefined;
  address: string | undefined;
}

function parse(args: readonly string[]): Arguments | {error: string} {
  try {
    const {values, positionals} = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        env: {type: 'string'},
        json: {type: 'boolean', default: false},
        help: {type: 'boolean', short: 'h', default: false},
      },
    });
    const {help, json, env} = values;
    const [text, ...more] = positionals;
    if (more.length > 0) return {error: `One address at most, not ${positionals.length}.`};
    if (env === '') return {error: '--env needs the name of an environment.'};
    if (text === undefined) return {help, json, env, address: undefined};
    if (env !== undefined) return {error: '--env is about the settings of this folder. Leave out the address.'};
    const address = addressOf(text);
    return address === undefined
      ? {error: `"${text}" is not the address of a Worker, such as https://your-worker.example.`}
      : {help, json, env, address};
  } catch (error) {
    return {error: error instanceof Error ? error.message : String(error)};
  }
}

function print(findings: readonly Finding[], json: boolean): void {
  if (json) console.log(JSON.stringify({ok: findings.every(({level}) => level !== 'failed'), findings}, null, 2));
  else for (const finding of findings) console.log(findingText(finding));
}
