import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {parseEnv} from 'node:util';
import {unstable_readConfig} from 'wrangler';
import {readSettings, type Settings} from '../../worker/settings/settings.ts';

const PROJECT = join(import.meta.dirname, '../..');
const text = (file: string) => readFileSync(join(PROJECT, file), 'utf8');
const described = Object.keys(JSON.parse(text('package.json')).cloudflare.bindings);
const secrets = parseEnv(text('.dev.vars.example'));
const {vars} = unstable_readConfig({config: join(PROJECT, 'wrangler.toml')});

/** What the page asks for. */
const asked: Readonly<Record<string, unknown>> = {...vars, ...secrets};

test('Cloudflare’s deploy button asks for every setting that it describes, and for each secret as a secret', () => {
  for (const name of described) assert.ok(name in asked, name);
  for (const name of Object.keys(secrets)) assert.ok(!(name in vars), name);
});

test('what the deploy button describes, filled in, is a Worker that starts', () => {
  const answers: Partial<Record<keyof Settings, string>> = {
    RUNWARE_API_KEY: 'a-key',
    SITE_USD_PER_DAY: '10',
    SITE_USD_PER_MONTH: '100',
    ALLOWED_ORIGINS: 'https://shop.example',
    VISITOR_CHECK: 'turnstile',
    TURNSTILE_SITE_KEY: 'a-site',
    TURNSTILE_SECRET_KEY: 'a-secret',
  };
  for (const name of Object.keys(answers)) assert.ok(described.includes(name), name);
  const unanswered = readSettings(asked as SettingsOf);
  assert.ok(!unanswered.ok);
  // Each of them is described: nobody has to look elsewhere for what is missing.
  for (const wrong of unanswered.error) assert.ok(described.includes(wrong.replace(/:.*/, '')), wrong);
  assert.deepEqual(readSettings({...asked, ...answers} as SettingsOf).ok, true);
});

type SettingsOf = Parameters<typeof readSettings>[0];
