import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {test} from '../support/concurrent.ts';
import {startTurnstile} from '../support/turnstile.ts';
import {sharedWorld, startWorld} from '../support/world.ts';

const shared = sharedWorld();

const DOCTOR = fileURLToPath(new URL('../../demo/run/doctor.ts', import.meta.url));
const run = promisify(execFile);

/** What the doctor says, and whether it is content. */
async function consult(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{words: string; ok: boolean}> {
  try {
    const {stdout} = await run(process.execPath, [DOCTOR, ...args], {env: {PATH: process.env.PATH, ...env}});
    return {words: stdout, ok: true};
  } catch (error) {
    return {words: (error as {stdout: string}).stdout, ok: false};
  }
}

test('the doctor finds a deployed Worker in order, and says what its owner should know', async () => {
  const world = await shared();
  const {words, ok} = await consult([world.url]);
  assert.ok(ok, words);
  assert.match(words, /768p 6 s \$0\.28/);
  assert.match(words, /A page of another origin is refused/);
  assert.match(words, /! Visitors are not verified/);
});

test('the doctor names what a configuration lacks, what it means in dollars, and never a secret', async () => {
  await using world = await startWorld();
  const env = {
    RUNWARE_API_KEY: 'canary-7f3a9c51e8b2',
    RUNWARE_URL: world.runware.url,
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
  assert.equal(world.runware.accepted, 0, 'nothing was started');
  assert.ok(!`${lacking.words}${good.words}`.includes('canary'));
});

test('a Worker that has chosen nothing is told to, and nothing at all is said to be nothing', async () => {
  await using world = await startWorld({settings: {VISITOR_CHECK: ''}});
  assert.match((await consult([world.url])).words, /misconfigured/);
  assert.match((await consult(['http://127.0.0.1:9'])).words, /No hailuo-generator Worker/);
});

test('the doctor tells a wrong Turnstile key from a right one, and a wrong Runware key', async () => {
  const world = await shared();
  await using turnstile = await startTurnstile();
  const env = {
    RUNWARE_API_KEY: 'canary-7f3a9c51e8b2',
    RUNWARE_URL: world.runware.url,
    SITE_USD_PER_DAY: '20',
    SITE_USD_PER_MONTH: '100',
    ...turnstile.settings,
  };
  assert.match((await consult([], env)).words, /✓ Turnstile accepts/);
  assert.match((await consult([], {...env, TURNSTILE_SECRET_KEY: 'another'})).words, /✗ Turnstile rejects/);
  const {words} = await consult([], {...env, RUNWARE_API_KEY: 'wrong'});
  assert.match(words, /✗ Runware refuses a generation/);
});
