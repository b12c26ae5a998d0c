// Asks a person for the answers. Each is checked at once; what is there already is the default.

import {confirm, isCancel, log, password, select, spinner, text} from '@clack/prompts';
import {DEFAULT_MODEL, priceOf, shortestOf, type VisitorCheck} from '../../../worker/contract/index.ts';
import {readSettings, type Settings, type SettingsEnv} from '../../../worker/settings/settings.ts';
import {checkKeys, checkRunware, checkTurnstile} from '../doctor/check-services.ts';
import type {Configuration} from '../doctor/configuration.ts';
import type {Finding} from '../doctor/finding.ts';
import {type Answers, errorOf, originsOf, SetupError} from './answers.ts';
import {checkOrigins} from './check-answers.ts';

const [preset] = DEFAULT_MODEL.presets;
const CHEAPEST_USD = (priceOf(preset, shortestOf(preset)) ?? 0) / 1_000_000;

/** Caps that are proposed where there are none. */
const PROPOSED_USD = {SITE_USD_PER_DAY: '10', SITE_USD_PER_MONTH: '100'};

/** Asks everything but whether to go ahead. */
export async function askQuestions({deployed, bucket}: Configuration): Promise<Omit<Answers, 'deploy'>> {
  const settings: SettingsEnv = {...deployed};
  const ask = async (question: (settings: SettingsEnv) => Promise<SettingsEnv>) => {
    Object.assign(settings, await question(settings));
  };
  await ask(askKey);
  await ask(askOrigins);
  await ask(askVisitorCheck);
  await ask(askCaps);
  const wantsBucket = answered(
    await confirm({
      message: 'Keep copies of the videos in an R2 bucket? Without it, videos are gone when Runware deletes them.',
      initialValue: bucket !== undefined,
    }),
  );
  return {settings, bucket: wantsBucket};
}

/** Asks a yes-or-no question. */
export async function askWhether(message: string, initialValue = true): Promise<boolean> {
  return answered(await confirm({message, initialValue}));
}

async function askKey(settings: SettingsEnv): Promise<SettingsEnv> {
  const key = await askSecret('RUNWARE_API_KEY', 'The API key for Runware (from my.runware.ai)', settings);
  const checked = readSettings({
    ...settings,
    RUNWARE_API_KEY: key,
    VISITOR_CHECK: 'none',
    SITE_USD_PER_DAY: '0',
    SITE_USD_PER_MONTH: '0',
  });
  if (!checked.ok) throw new SetupError(checked.error.join('\n'));
  const good = await shows('Asking Runware about the key', () => checkRunware(checked.value));
  return good ? {RUNWARE_API_KEY: key} : askKey(settings);
}

async function askOrigins(settings: SettingsEnv): Promise<SettingsEnv> {
  const entered = await askText({
    message: 'The websites that may show the generator, separated by spaces',
    placeholder: 'www.example.com *.example.org',
    initialValue: settings.ALLOWED_ORIGINS,
    validate: (value) => errorOf('ALLOWED_ORIGINS', originsOf(value).join(' '), settings),
  });
  const origins = originsOf(entered);
  if (origins.length > 0) await shows('Requesting these pages', () => checkOrigins(origins));
  return {ALLOWED_ORIGINS: origins.join(' ')};
}

async function askVisitorCheck(settings: SettingsEnv): Promise<SettingsEnv> {
  const initialValue = settings.VISITOR_CHECK as VisitorCheck | undefined;
  const check: VisitorCheck = answered(
    await select({
      message: 'How are visitors verified before they can spend your money?',
      options: [
        {value: 'turnstile' as const, label: 'Cloudflare’s human check (Turnstile)', hint: 'for public pages'},
        {value: 'identity' as const, label: 'Tokens that your site signs', hint: 'for sites with logged-in users'},
        {value: 'none' as const, label: 'Not at all', hint: 'any program can spend, up to the caps'},
      ],
      ...(initialValue && {initialValue}),
    }),
  );
  switch (check) {
    case 'turnstile':
      return {VISITOR_CHECK: check, ...(await askTurnstile(settings))};
    case 'identity':
      return {VISITOR_CHECK: check, ...(await askIdentity(settings))};
    case 'none':
      return {VISITOR_CHECK: check};
  }
}

async function askTurnstile(settings: SettingsEnv): Promise<SettingsEnv> {
  const siteKey = await askText({
    message: 'Turnstile’s site key (dash.cloudflare.com, Turnstile)',
    initialValue: settings.TURNSTILE_SITE_KEY,
    validate: (value) => (value.trim() ? undefined : 'is required'),
  });
  const secretKey = await askSecret('TURNSTILE_SECRET_KEY', 'Turnstile’s secret key', settings);
  const keys = {TURNSTILE_SITE_KEY: siteKey, TURNSTILE_SECRET_KEY: secretKey};
  const checked = readSettings({
    ...settings,
    ...keys,
    VISITOR_CHECK: 'turnstile',
    SITE_USD_PER_DAY: '0',
    SITE_USD_PER_MONTH: '0',
  });
  if (!checked.ok) throw new SetupError(checked.error.join('\n'));
  const good = await shows('Asking Cloudflare about the keys', async () => [await checkTurnstile(checked.value)]);
  return good ? keys : askTurnstile({...settings, TURNSTILE_SITE_KEY: siteKey});
}

async function askIdentity(settings: SettingsEnv): Promise<SettingsEnv> {
  const url = await askText({
    message: 'The URL of your site’s public keys (JWKS). Empty: a shared secret is generated',
    initialValue: settings.IDENTITY_JWKS_URL,
    validate: (value) => (value ? errorOf('IDENTITY_JWKS_URL', value) : undefined),
  });
  if (url === '') return {IDENTITY_JWKS_URL: ''};
  const good = await shows('Requesting the keys', async () => [await checkKeys(url)]);
  return good ? {IDENTITY_JWKS_URL: url, IDENTITY_SECRET: ''} : askIdentity({...settings, IDENTITY_JWKS_URL: url});
}

async function askCaps(settings: SettingsEnv): Promise<SettingsEnv> {
  const caps: SettingsEnv = {};
  const names = {SITE_USD_PER_DAY: 'a day', SITE_USD_PER_MONTH: 'a month'} as const;
  for (const name of ['SITE_USD_PER_DAY', 'SITE_USD_PER_MONTH'] as const) {
    caps[name] = await askText({
      message: `What may all videos of ${names[name]} cost, in US dollars? A short one costs $${CHEAPEST_USD}`,
      initialValue: settings[name] ?? PROPOSED_USD[name],
      validate: (value) => (value.trim() ? errorOf(name, value) : 'is required'),
    });
  }
  if (Number(caps.SITE_USD_PER_MONTH) < Number(caps.SITE_USD_PER_DAY))
    log.warn('The monthly cap is lower than the daily cap.');
  return caps;
}

interface TextQuestion {
  message: string;
  placeholder?: string;
  initialValue: string | undefined;
  validate: (value: string) => string | undefined;
}

async function askText({initialValue = '', validate, ...question}: TextQuestion): Promise<string> {
  const entered = await text({...question, initialValue, validate: (value) => validate(value ?? '')});
  return answered(entered ?? '').trim();
}

/** Asks for a secret. Without an entry the one that is there stays; it is never shown. */
async function askSecret(name: keyof Settings & string, message: string, settings: SettingsEnv): Promise<string> {
  const stored = settings[name];
  const entered = await password({
    message: stored ? `${message}. Empty: the one that is stored stays` : message,
    validate: (value) => (value ? errorOf(name, value.trim()) : stored ? undefined : 'is required'),
  });
  return (answered(entered ?? '') || stored || '').trim();
}

/** Runs checks and shows what they find; whether none of them failed. */
async function shows(message: string, check: () => Promise<Finding[]>): Promise<boolean> {
  const waiting = spinner();
  waiting.start(message);
  const findings = await check();
  waiting.stop(message);
  for (const {level, text: found} of findings) {
    const say = {passed: log.success, warning: log.warn, failed: log.error}[level];
    say(found);
  }
  return findings.every(({level}) => level !== 'failed');
}

/** An answer, unless the person has pressed Ctrl-C. */
function answered<T>(value: T): Exclude<T, symbol> {
  if (isCancel(value)) throw new SetupError('Cancelled. Nothing was changed.');
  return value as Exclude<T, symbol>;
}
