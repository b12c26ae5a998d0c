// Checks keys with those who issued them: Runware and Cloudflare. Nothing is billed.

import {INVALID_SECRET, verifyTurnstile} from '../../../worker/caller/turnstile.ts';
import {DEFAULT_MODEL, shortestOf} from '../../../worker/contract/index.ts';
import type {Order} from '../../../worker/request/order.ts';
import {dryRun, readBalance} from '../../../worker/runware/client.ts';
import type {Settings} from '../../../worker/settings/settings.ts';
import {type Finding, failed, passed, warning} from './finding.ts';

/** The cheapest request there is. */
const SAMPLE: Order = {
  positivePrompt: 'A red fox',
  model: DEFAULT_MODEL.id,
  fps: DEFAULT_MODEL.fps,
  width: DEFAULT_MODEL.presets[0].width,
  height: DEFAULT_MODEL.presets[0].height,
  duration: shortestOf(DEFAULT_MODEL.presets[0]),
  numberResults: 1,
  outputFormat: DEFAULT_MODEL.formats[0],
};

/** Turnstile's keys for tests begin with a digit other than 0. */
const TEST_KEY = /^[1-3]x0{8}/;

/** Checks all keys of these settings but those that are not on this machine. */
export async function checkServices(
  settings: Settings,
  isAbsent: (name: keyof Settings) => boolean,
): Promise<Finding[]> {
  return [
    ...(isAbsent('RUNWARE_API_KEY') ? [] : await checkRunware(settings)),
    ...(settings.VISITOR_CHECK === 'turnstile' && !isAbsent('TURNSTILE_SECRET_KEY')
      ? [await checkTurnstile(settings)]
      : []),
    ...(settings.IDENTITY_JWKS_URL ? [await checkKeys(settings.IDENTITY_JWKS_URL)] : []),
  ];
}

/** Checks the balance and, by a dry run, that the key may generate. */
export async function checkRunware(
  settings: Pick<Settings, 'RUNWARE_API_KEY' | 'RUNWARE_URL' | 'RUNWARE_TIMEOUT_SECONDS' | 'SITE_USD_PER_DAY'>,
): Promise<Finding[]> {
  const balance = await readBalance(settings);
  return [
    balance === undefined
      ? failed('Runware rejects the key or cannot be reached.', 'secrets')
      : balance < settings.SITE_USD_PER_DAY
        ? warning(
            `Runware accepts the key. The balance is $${balance}, less than one day may cost ($${settings.SITE_USD_PER_DAY}).`,
            'caps',
          )
        : passed(`Runware accepts the key. The balance is $${balance}.`),
    await checkDryRun(settings),
  ];
}

async function checkDryRun(settings: Parameters<typeof dryRun>[0]): Promise<Finding> {
  switch (await dryRun(settings, SAMPLE)) {
    case 'passed':
      return passed('Runware accepts a generation with this key (dry run).');
    case 'refused':
      return failed('Runware refuses a generation with this key (dry run).', 'secrets');
    case 'unreachable':
      return warning('Runware did not answer the dry run.');
  }
}

/** Checks the two keys of Turnstile against each other. */
export async function checkTurnstile(
  settings: Pick<Settings, 'TURNSTILE_SITE_KEY' | 'TURNSTILE_SECRET_KEY' | 'TURNSTILE_VERIFY_URL'>,
): Promise<Finding> {
  const {TURNSTILE_SITE_KEY: siteKey = '', TURNSTILE_SECRET_KEY: secretKey = ''} = settings;
  if (TEST_KEY.test(siteKey) !== TEST_KEY.test(secretKey))
    return failed('One of Turnstile’s two keys is a key for tests, the other is not.', 'callers');
  switch (await isSecretKey(settings, secretKey)) {
    case undefined:
      return warning('Turnstile did not answer, so its secret key is not checked.');
    case true:
      return TEST_KEY.test(secretKey)
        ? warning('Turnstile’s keys are keys for tests: they verify nobody.', 'callers')
        : passed('Turnstile accepts TURNSTILE_SECRET_KEY.');
    case false:
      return (await isSecretKey(settings, siteKey))
        ? failed('TURNSTILE_SITE_KEY holds the secret key. Exchange the two keys of Turnstile.', 'callers')
        : failed('Turnstile rejects TURNSTILE_SECRET_KEY.', 'secrets');
  }
}

/** An invalid token always fails, but Turnstile reports a wrong secret key as another reason. */
async function isSecretKey(
  {TURNSTILE_VERIFY_URL}: Pick<Settings, 'TURNSTILE_VERIFY_URL'>,
  key: string,
): Promise<boolean | undefined> {
  const keys = {TURNSTILE_VERIFY_URL, TURNSTILE_SECRET_KEY: key};
  const verdict = await verifyTurnstile(keys, 'made-up', {hostname: 'localhost', address: null});
  if (verdict.ok) return true;
  return verdict.error.reason === 'checkUnreachable' ? undefined : !verdict.error.detail.includes(INVALID_SECRET);
}

/** Checks that a site publishes keys for its visitors' identities. */
export async function checkKeys(url: string): Promise<Finding> {
  try {
    const response = await fetch(url, {signal: AbortSignal.timeout(10_000)});
    const {keys} = (await response.json()) as {keys?: unknown};
    if (Array.isArray(keys) && keys.length > 0) return passed(`IDENTITY_JWKS_URL publishes ${keys.length} keys.`);
  } catch {
    // The finding is the same.
  }
  return failed('IDENTITY_JWKS_URL does not answer with keys (JWKS).', 'callers');
}
