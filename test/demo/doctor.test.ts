import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtempDisposable, readFile, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {DOCS} from '../../demo/run/doctor/finding.ts';
import {startRunware} from '../../demo/runware/index.ts';
import {test} from '../support/concurrent.ts';
import {startTurnstile} from '../support/turnstile.ts';
import {API_KEY, sharedWorld, startWorld} from '../support/world.ts';

const shared = sharedWorld();
const PROJECT = join(import.meta.dirname, '../..');
/** A folder without a configuration of wrangler, which takes a second to be read. */
const NO_PROJECT = join(PROJECT, 'test/data');
const run = promisify(execFile);

/** What the doctor prints, and whether no check failed. */
async function consult(
  args: readonly string[],
  env: Record<string, string> = {},
  folder = NO_PROJECT,
): Promise<{words: string; ok: boolean; code: number}> {
  const options = {env: {PATH: process.env.PATH, ...env}, cwd: folder};
  try {
    const {stdout} = await run(process.execPath, [join(PROJECT, 'demo/run/cli.ts'), 'doctor', ...args], options);
    return {words: stdout, ok: true, code: 0};
  } catch (error) {
    const {stdout, stderr, code} = error as {stdout: string; stderr: string; code: number};
    return {words: stdout + stderr, ok: false, code};
  }
}

/** A folder with these files, in which wrangler is installed. */
async function folderWith(files: Readonly<Record<string, string>>) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'hailuo-doctor-'));
  await symlink(join(PROJECT, 'node_modules'), join(folder.path, 'node_modules'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text);
  return folder;
}

test('the doctor finds a deployed Worker in order, and says what its owner should know', async () => {
  const world = await shared();
  const {words, ok} = await consult([world.url]);
  assert.ok(ok, words);
  assert.match(words, /768p 6 s \$0\.28/);
  assert.match(words, /A page of another origin is refused/);
  assert.match(words, /! The Worker’s own pages .* may start generations too/);
  assert.match(words, /! Visitors are not verified/);
});

test('the doctor names what a configuration lacks, what it means in dollars, and never a secret', async () => {
  await using runware = await startRunware({apiKeys: [API_KEY]});
  const env = {
    RUNWARE_API_KEY: API_KEY,
    RUNWARE_URL: runware.url,
    SITE_USD_PER_DAY: '20',
    SITE_USD_PER_MONTH: '100',
  };
  const lacking = await consult([], env);
  assert.ok(!lacking.ok);
  assert.match(lacking.words, /✗ VISITOR_CHECK/);
  const good = await consult([], {...env, VISITOR_CHECK: 'none'});
  assert.ok(good.ok, good.words);
  assert.match(good.words, /\$20 per day and \$100 per month/);
  assert.match(good.words, /Runware accepts the key/);
  assert.match(good.words, /accepts a generation with this key/);
  assert.equal(runware.accepted, 0, 'nothing was started');
  assert.ok(!`${lacking.words}${good.words}`.includes('canary'));
});

test('a Worker that has chosen nothing is told to, and nothing at all is said to be nothing', async () => {
  await using world = await startWorld({settings: {VISITOR_CHECK: ''}});
  assert.match((await consult([world.url])).words, /misconfigured/);
  assert.match((await consult(['http://127.0.0.1:9'])).words, /No hailuo-generator Worker/);
});

test('the doctor tells a wrong Turnstile key from a right one, and a wrong Runware key', async () => {
  await using runware = await startRunware({apiKeys: [API_KEY]});
  await using turnstile = await startTurnstile();
  const env = {
    RUNWARE_API_KEY: API_KEY,
    RUNWARE_URL: runware.url,
    SITE_USD_PER_DAY: '20',
    SITE_USD_PER_MONTH: '100',
    ...turnstile.settings,
  };
  assert.match((await consult([], env)).words, /✓ Turnstile accepts/);
  assert.match((await consult([], {...env, TURNSTILE_SECRET_KEY: 'another'})).words, /✗ Turnstile rejects/);
  const {words} = await consult([], {...env, RUNWARE_API_KEY: 'wrong'});
  assert.match(words, /✗ Runware refuses a generation/);
});

test('the doctor finds exchanged Turnstile keys, and a key for tests beside a real one', async () => {
  await using runware = await startRunware({apiKeys: [API_KEY]});
  await using turnstile = await startTurnstile();
  const {TURNSTILE_SITE_KEY: siteKey = '', TURNSTILE_SECRET_KEY: secretKey = ''} = turnstile.settings;
  const env = {
    RUNWARE_API_KEY: API_KEY,
    RUNWARE_URL: runware.url,
    SITE_USD_PER_DAY: '20',
    SITE_USD_PER_MONTH: '100',
    ...turnstile.settings,
  };
  const exchanged = await consult([], {...env, TURNSTILE_SITE_KEY: secretKey, TURNSTILE_SECRET_KEY: siteKey});
  assert.match(exchanged.words, /✗ TURNSTILE_SITE_KEY holds the secret key/);
  const mixed = await consult([], {...env, TURNSTILE_SITE_KEY: '1x00000000000000000000AA'});
  assert.match(mixed.words, /✗ One of Turnstile’s two keys is a key for tests/);
});

test('the doctor reads what will be deployed, and says where each value comes from', async () => {
  await using runware = await startRunware({apiKeys: [API_KEY]});
  await using folder = await folderWith({
    'wrangler.toml': `
      name = "shop"
      [vars]
      RUNWARE_URL = "${runware.url}"
      VISITOR_CHECK = "none"
      SITE_USD_PER_DAY = "3"
      SITE_USD_PER_MONTH = "30"
      [env.staging.vars]
      RUNWARE_URL = "${runware.url}"
      VISITOR_CHECK = "none"
      SITE_USD_PER_DAY = "1"
      SITE_USD_PER_MONTH = "30"`,
    '.dev.vars': `RUNWARE_API_KEY=${API_KEY}\nADMIN_TOKEN=canary-of-the-administrator\n`,
  });
  const {words, ok} = await consult([], {TIME_ZONE: 'Europe/Madrid'}, folder.path);
  assert.ok(ok, words);
  assert.match(words, /From wrangler.toml: .*SITE_USD_PER_DAY/);
  assert.match(words, /From .dev.vars: RUNWARE_API_KEY, ADMIN_TOKEN\./);
  assert.match(words, /! Used on this machine only: TIME_ZONE \(the environment\)/);
  assert.match(words, /\$3 per day/);
  assert.doesNotMatch(words, /canary/);

  const staging = await consult(['--env', 'staging', '--json'], {}, folder.path);
  const {ok: fine, findings} = JSON.parse(staging.words) as {ok: boolean; findings: {level: string; text: string}[]};
  assert.ok(fine && staging.ok, staging.words);
  assert.ok(findings.some(({text}) => text.startsWith('The maximum cost is $1 per day')));
  assert.ok(findings.some(({text}) => text.startsWith('From wrangler.toml (env.staging): ')));
});

test('the doctor warns where the settings of this machine hide that a deployment has none', async () => {
  await using runware = await startRunware({apiKeys: [API_KEY]});
  await using folder = await folderWith({
    'wrangler.toml': 'name = "shop"\n[vars]\nVISITOR_CHECK = "none"\n',
    '.dev.vars': `RUNWARE_API_KEY=${API_KEY}
RUNWARE_URL=${runware.url}
SITE_USD_PER_DAY=3
SITE_USD_PER_MONTH=30`,
  });
  const {words} = await consult([], {}, folder.path);
  assert.match(words, /! Deployed like this, the Worker would refuse all requests: SITE_USD_PER_DAY/);
});

test('a secret that is not on this machine may be stored at Cloudflare: a warning', async () => {
  await using folder = await folderWith({
    'wrangler.toml': `name = "shop"
[vars]
VISITOR_CHECK = "identity"
SITE_USD_PER_DAY = "3"
SITE_USD_PER_MONTH = "30"`,
  });
  const {words, ok} = await consult([], {}, folder.path);
  assert.ok(ok, words);
  assert.match(words, /! RUNWARE_API_KEY is not on this machine.*\n.*Store the secrets\n! IDENTITY_SECRET is not on/);
});

test('wrong input gets a sentence and no stack', async () => {
  await using empty = await folderWith({});
  await using broken = await folderWith({'wrangler.toml': 'name = '});
  const calls: [args: string[], folder: string, words: RegExp][] = [
    [['http://'], PROJECT, /^"http:\/\/" is not the address of a Worker/],
    [['ftp://example.com'], PROJECT, /is not the address/],
    [['--nope'], PROJECT, /^Unknown option '--nope'/],
    [['a.example', 'b.example'], PROJECT, /^One address at most/],
    [['--env', 'staging', 'a.example'], PROJECT, /Leave out the address/],
    [['--env', 'staging'], PROJECT, /^wrangler.toml has no environment "staging"/],
    [['--env', 'staging'], empty.path, /^There is no wrangler configuration/],
    [[], broken.path, /^wrangler.toml cannot be read/],
  ];
  const outcomes = await Promise.all(calls.map(([args, folder]) => consult(args, {}, folder)));
  for (const [index, {words, code}] of outcomes.entries()) {
    assert.match(words, calls[index]?.[2] ?? /never/);
    assert.equal(code, 2, words);
    assert.doesNotMatch(words, /^\s+at /m);
  }
  assert.match((await consult(['--help'])).words, /^Usage: hailuo-generator doctor/);
});

test('a wrong setting is a failed check, whatever its value, and a host needs no scheme', async () => {
  const world = await shared();
  const wrong = await consult([], {ALLOWED_ORIGINS: 'www.example.com *', VISITOR_CHECK: 'none'});
  assert.match(wrong.words, /✗ ALLOWED_ORIGINS: .*\(the environment\)/);
  assert.doesNotMatch(wrong.words, /^\s+at /m);
  assert.ok((await consult([new URL(world.url).host])).ok);
});

test('what the findings refer to is in the documentation', async () => {
  const readme = await readFile(join(PROJECT, 'worker/README.md'), 'utf8');
  for (const text of Object.values(DOCS)) {
    const [, section = '', step, title = ''] = /^worker\/README.md, "(.*?)"(?:, step (\d): (.*))?$/.exec(text) ?? [];
    const from = readme.indexOf(`\n## ${section}\n`);
    assert.ok(from >= 0, text);
    if (step) assert.ok(readme.slice(from).includes(`\n${step}. **${title}`), text);
  }
});
