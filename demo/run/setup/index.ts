// The command `npm run setup`: asks what a site needs, checks it, writes it where it belongs, and deploys.

import {parseArgs} from 'node:util';
import {intro, log, note, outro} from '@clack/prompts';
import type {VisitorCheck} from '../../../worker/contract/index.ts';
import {markupOf, policyOf} from '../../pages/snippet.ts';
import {checkWorker} from '../doctor/check-worker.ts';
import {type Configuration, ConfigurationError, readConfiguration} from '../doctor/configuration.ts';
import {findingText} from '../doctor/finding.ts';
import {type Answers, readAnswers, SetupError} from './answers.ts';
import {checkAnswers, checkTogether} from './check-answers.ts';
import {deploy} from './deploy.ts';
import {planFor, planText, writePlan} from './plan.ts';
import {askQuestions, askWhether} from './questions.ts';

const HELP = `Usage: npm run setup -- [options]

Asks for the API key, your pages, the visitor check and the caps. Checks each answer, writes settings into wrangler.toml and
secrets into .dev.vars, deploys if you want it, and checks the deployed Worker. You can run it again: it shows what is there.

  --from FILE      reads the answers from a JSON file instead of asking. For example:
                   {"RUNWARE_API_KEY": "…", "ALLOWED_ORIGINS": ["https://www.example.com"], "VISITOR_CHECK": "none",
                    "SITE_USD_PER_DAY": 10, "SITE_USD_PER_MONTH": 100, "bucket": false, "deploy": true}
                   Any other setting can be in it too. What it does not mention stays as it is.
  --dry-run        checks the answers and shows what would change
  --no-build       deploys what is in dist/ without building it again
  --wrangler FILE  a script to run in place of wrangler
  --help           prints this`;

const OPTIONS = {
  from: {type: 'string'},
  'dry-run': {type: 'boolean', default: false},
  build: {type: 'boolean', default: true},
  wrangler: {type: 'string'},
  help: {type: 'boolean', short: 'h', default: false},
} as const;

try {
  await setUp(process.cwd());
} catch (error) {
  if (!(error instanceof SetupError || error instanceof ConfigurationError)) throw error;
  log.error(error.message);
  process.exitCode = 1;
}

async function setUp(folder: string): Promise<void> {
  const {from, help, build, wrangler, 'dry-run': dryRun} = parse();
  if (help) return console.log(HELP);
  if (from === undefined && !process.stdin.isTTY)
    throw new SetupError('This is no terminal. Give the answers in a file: npm run setup -- --from answers.json');
  // A file that is wrong is said to be so before anything else is read.
  const given = from === undefined ? undefined : readAnswers(from);
  const current = await readConfiguration({folder, env: process.env});
  if (current.file !== 'wrangler.toml') throw new SetupError(`There is no wrangler.toml in ${folder}.`);

  intro('hailuo-generator: set up your Worker');
  const answers = given ?? (await askAll(current));
  const plan = planFor(current, answers);
  // A person's answers were checked one by one.
  const findings = given ? await checkAnswers(plan.settings) : checkTogether(plan.settings);
  for (const finding of findings) log.message(findingText(finding), {spacing: 0});
  if (findings.some(({level}) => level === 'failed')) throw new SetupError('Nothing was changed.');

  const changes = planText(current, plan);
  note(changes.join('\n') || 'Everything is as it should be.', dryRun ? 'Would change' : 'Changes');
  if (dryRun) return outro('This was a dry run. Nothing was changed.');
  if (!given && changes.length > 0 && !(await askWhether('Write these changes?')))
    throw new SetupError('Nothing was changed.');
  await writePlan(folder, plan);

  const wantsDeploy = given ? given.deploy : await askWhether('Deploy the Worker now?');
  if (!wantsDeploy) return outro('Deploy it with: npm run setup');
  const url = await deploy({folder, plan, build, wrangler});
  if (url === undefined) return outro('Deployed. Check it: npm run doctor -- https://the-address-of-your-worker');
  await showResult(url, plan.settings.VISITOR_CHECK as VisitorCheck);
}

async function askAll(current: Configuration): Promise<Answers> {
  return {...(await askQuestions(current)), deploy: false};
}

/** Checks the deployed Worker, and prints what belongs on the page. */
async function showResult(url: string, check: VisitorCheck): Promise<void> {
  const findings = await checkWorker(url);
  note(findings.map(findingText).join('\n'), `The doctor on ${url}`);
  console.log(`\nOn your page:\n\n${markupOf(`${url}/hailuo-generator.js`, {})}\n`);
  console.log(`If your page has a Content Security Policy, add:\n\n${policyOf(url, check)}\n`);
  if (findings.some(({level}) => level === 'failed')) process.exitCode = 1;
  outro(`Done. ${url}/builder lets you choose colours and language.`);
}

function parse() {
  try {
    return parseArgs({options: OPTIONS, allowNegative: true}).values;
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}
