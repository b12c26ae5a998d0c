import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {originsOf} from '../../demo/run/setup/answers.ts';
import {editBucket, editDotenv, editVars} from '../../demo/run/setup/files.ts';
import {startRunware} from '../../demo/runware/index.ts';
import {clone} from '../support/clone.ts';
import {startCloud} from '../support/cloud.ts';
import {test} from '../support/concurrent.ts';
import {otherSite} from '../support/site.ts';
import {startTurnstile} from '../support/turnstile.ts';
import {API_KEY, sharedWorld} from '../support/world.ts';

const run = promisify(execFile);
const shared = sharedWorld();

/** Sets up a folder; what is printed, and whether it came to an end. */
async function setUp(folder: string, args: readonly string[], env: Record<string, string> = {}) {
  const {PATH} = process.env;
  const running = run(process.execPath, ['demo/run/setup/index.ts', ...args], {cwd: folder, env: {PATH, ...env}});
  running.child.stdin?.end();
  return running.then(
    ({stdout}) => ({ok: true, words: stdout}),
    ({stdout, stderr}: {stdout: string; stderr: string}) => ({ok: false, words: stdout + stderr}),
  );
}

/** Writes answers into a folder, and names the option that reads them. */
async function answersIn(folder: string, answers: object): Promise<string[]> {
  await writeFile(join(folder, 'answers.json'), JSON.stringify(answers));
  return ['--from', 'answers.json'];
}

test('answers in a file become settings, secrets and a deployment, and the same answers change nothing more', async () => {
  const world = await shared();
  await using site = await otherSite();
  await using cloud = await startCloud(({command}) => ({
    code: command.startsWith('r2 bucket info') ? 1 : 0,
    ...(command === 'deploy' && {url: world.url}),
  }));
  await using folder = await clone();
  const before = await readFile(join(folder.path, 'wrangler.toml'), 'utf8');
  const from = await answersIn(folder.path, {
    RUNWARE_API_KEY: API_KEY,
    RUNWARE_URL: world.runware.url,
    ALLOWED_ORIGINS: [`${site.url}/a/page`],
    LOCAL_ORIGINS: 'allowed',
    VISITOR_CHECK: 'identity',
    SITE_USD_PER_DAY: 10,
    SITE_USD_PER_MONTH: '100',
    bucket: true,
    deploy: true,
  });
  const dry = await setUp(folder.path, [...from, '--dry-run'], cloud.env);
  assert.match(dry.words, /wrangler.toml: SITE_USD_PER_DAY: \(not set\) → 10/);
  assert.equal(await readFile(join(folder.path, 'wrangler.toml'), 'utf8'), before);

  const {ok, words} = await setUp(folder.path, [...from, '--no-build', ...cloud.options], cloud.env);
  assert.ok(ok, words);
  const toml = await readFile(join(folder.path, 'wrangler.toml'), 'utf8');
  assert.match(toml, new RegExp(`^ALLOWED_ORIGINS = "${site.url}"$`, 'm'));
  assert.match(toml, /^\[\[r2_buckets\]\]\nbinding = "VIDEOS"\nbucket_name = "hailuo-videos"$/m);
  const comments = before.match(/^# (?!\[\[r2|binding|bucket).*/gm);
  assert.deepEqual(toml.match(/^# .*/gm), comments);

  const dotenv = join(folder.path, '.dev.vars');
  const secrets = await readFile(dotenv, 'utf8');
  assert.match(secrets, new RegExp(`^RUNWARE_API_KEY=${API_KEY}\nADMIN_TOKEN=.{43}\nIDENTITY_SECRET=.{43}\n$`));
  assert.equal((await stat(dotenv)).mode & 0o077, 0, 'others cannot read it');
  assert.deepEqual(
    cloud.calls.map(({command}) => command),
    ['r2 bucket info hailuo-videos', 'r2 bucket create hailuo-videos', 'deploy'],
  );
  const stored = Object.entries(cloud.calls[2]?.secrets ?? {}).map(([name, value]) => `${name}=${value}\n`);
  assert.deepEqual(stored.sort(), secrets.split(/(?<=\n)/).sort());

  assert.match(words, /✓ The Worker runs and offers/);
  assert.ok(words.includes(`<script type="module" src="${world.url}/hailuo-generator.js"></script>`));
  assert.ok(words.includes(`connect-src ${world.url}`));
  for (const value of Object.values(cloud.calls[2]?.secrets ?? {})) assert.ok(!words.includes(value));

  const again = await setUp(folder.path, await answersIn(folder.path, {deploy: false}));
  assert.match(again.words, /Everything is as it should be/);
  assert.equal(await readFile(join(folder.path, 'wrangler.toml'), 'utf8'), toml);
  assert.equal(await readFile(dotenv, 'utf8'), secrets);
});

test('an answer that does not hold is named, and nothing is changed', async () => {
  await using runware = await startRunware({apiKeys: [API_KEY]});
  await using turnstile = await startTurnstile();
  await using folder = await clone();
  const before = await readFile(join(folder.path, 'wrangler.toml'), 'utf8');
  const good = {
    RUNWARE_API_KEY: API_KEY,
    RUNWARE_URL: runware.url,
    VISITOR_CHECK: 'none',
    SITE_USD_PER_DAY: 10,
    SITE_USD_PER_MONTH: 100,
  };
  const wrongKeys = {RUNWARE_API_KEY: 'another-key', ...turnstile.settings, TURNSTILE_SECRET_KEY: 'another'};
  const wrong: [answers: object, words: RegExp][] = [
    [{...good, ...wrongKeys}, /✗ Runware rejects the key.*✗ Turnstile rejects/s],
    [{...good, ALLOWED_ORIGINS: '*', SITE_USD_PER_DAY: 'much'}, /✗ ALLOWED_ORIGINS.*✗ SITE_USD_PER_DAY/s],
    [{...good, SITE_USD: 3}, /unknown: SITE_USD\./],
    [{...good, bucket: 'yes'}, /"bucket" is true or false/],
    [[good], /is not a JSON object/],
  ];
  for (const [answers, expected] of wrong) {
    const {ok, words} = await setUp(folder.path, await answersIn(folder.path, answers));
    assert.ok(!ok, words);
    assert.match(words, expected);
    assert.doesNotMatch(words, /^\s+at /m);
  }
  assert.equal(await readFile(join(folder.path, 'wrangler.toml'), 'utf8'), before);
  await assert.rejects(stat(join(folder.path, '.dev.vars')));
});

test('without a terminal it asks for a file, and a deployment that fails is said to have failed', async () => {
  await using runware = await startRunware({apiKeys: [API_KEY]});
  await using cloud = await startCloud(() => ({code: 1}));
  await using folder = await clone();
  assert.match((await setUp(folder.path, [])).words, /--from answers.json/);
  const from = await answersIn(folder.path, {
    RUNWARE_API_KEY: API_KEY,
    RUNWARE_URL: runware.url,
    VISITOR_CHECK: 'none',
    SITE_USD_PER_DAY: 10,
    SITE_USD_PER_MONTH: 100,
    deploy: true,
  });
  const {ok, words} = await setUp(folder.path, [...from, '--no-build', ...cloud.options], cloud.env);
  assert.ok(!ok);
  assert.match(words, /wrangler deploy failed\. The answers are stored/);
});

test('people enter addresses of pages, with and without a scheme', () => {
  assert.deepEqual(originsOf('www.example.com, https://shop.example/a?b *.example.org localhost:3000'), [
    'https://www.example.com',
    'https://shop.example',
    'https://*.example.org',
    'http://localhost:3000',
  ]);
});

test('wrangler.toml is edited in [vars] only, and comments stay', () => {
  const toml = `name = "A" # the name
[vars]
A = "" # first
# second
B = 'x'
[env.staging.vars]
A = "staging"
`;
  const edited = `name = "A" # the name
[vars]
C = "say \\"c\\""
A = "1 # 2" # first
# second
B = "y"
[env.staging.vars]
A = "staging"
`;
  assert.equal(editVars(toml, {A: '1 # 2', B: 'y', C: 'say "c"'}), edited);
  assert.equal(editVars('name = "A"\n', {A: '1'}), 'name = "A"\n\n[vars]\nA = "1"\n');
});

test('a bucket is bound and unbound, and bound again', () => {
  const bound = editBucket('name = "A"\n', 'films');
  assert.equal(bound, 'name = "A"\n\n[[r2_buckets]]\nbinding = "VIDEOS"\nbucket_name = "films"\n');
  const unbound = editBucket(bound, undefined);
  assert.equal(unbound, 'name = "A"\n\n# [[r2_buckets]]\n# binding = "VIDEOS"\n# bucket_name = "films"\n');
  assert.equal(editBucket(unbound, 'films'), bound);
});

test('secrets are quoted where they need it', () => {
  assert.equal(editDotenv('# mine\nA=1\n', {A: '2', B: "it's #1"}), '# mine\nA=2\nB="it\'s #1"\n');
});
