// `npm run doctor` checks the settings of this folder; `npm run doctor -- https://worker.example` checks a deployed Worker.

import {existsSync, readFileSync} from 'node:fs';
import {parseEnv} from 'node:util';
import {INVALID_SECRET, verifyTurnstile} from '../../worker/caller/turnstile.ts';
import {type Config, DEFAULT_MODEL, type Problem, priceOf, shortestOf} from '../../worker/contract/index.ts';
import type {Order} from '../../worker/request/order.ts';
import {dryRun, readBalance} from '../../worker/runware/client.ts';
import {offerOf} from '../../worker/settings/offer.ts';
import {isLoopback} from '../../worker/settings/origins.ts';
import {readSettings, SETTING_NAMES, type Settings} from '../../worker/settings/settings.ts';

/** The result of one check: passed, a warning, or failed. */
type Finding = readonly [mark: '✓' | '!' | '✗', text: string];

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

const DRY_RUN_FINDINGS: Record<Awaited<ReturnType<typeof dryRun>>, Finding> = {
  passed: ['✓', 'Runware accepts a generation with this key (dry run).'],
  refused: ['✗', 'Runware refuses a generation with this key (dry run).'],
  unreachable: ['!', 'Runware did not answer the dry run.'],
};

const [, , target] = process.argv;
const findings = target === undefined ? await checkSettings() : await checkWorker(target);
for (const [mark, text] of findings) console.log(`${mark} ${text}`);
if (findings.some(([mark]) => mark === '✗')) process.exitCode = 1;

async function checkSettings(): Promise<Finding[]> {
  const file = new URL('../../.dev.vars', import.meta.url);
  const all: Record<string, string | undefined> = {
    ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}),
    ...process.env,
  };
  const result = readSettings(Object.fromEntries(SETTING_NAMES.map((name) => [name, all[name]])));
  if (!result.ok) return result.error.map((text) => ['✗', text]);
  return [['✓', 'All settings are valid.'], ...describe(result.value), ...(await checkServices(result.value))];
}

/** Explains the settings and their maximum cost. */
function describe(settings: Settings): Finding[] {
  const {ALLOWED_ORIGINS: origins, VISITOR_CHECK: factor, SITE_USD_PER_DAY: day, SITE_USD_PER_MONTH: month} = settings;
  const highestPrice = Math.max(
    ...offerOf(settings).presets.flatMap(({preset, durations}) =>
      durations.map((seconds) => priceOf(preset, seconds) ?? 0),
    ),
  );
  const perVisitor = (settings.CALLER_PER_DAY * settings.OFFER_RESULTS_MAX * highestPrice) / 1_000_000;
  const maxPerVisitor = Math.min(perVisitor, settings.CALLER_USD_PER_DAY ?? perVisitor, day).toFixed(2);
  return [
    origins.length > 0
      ? ['✓', `Pages of these origins may use the Worker: ${origins.join(', ')}.`]
      : ['!', 'Only pages that the Worker serves itself may use it (ALLOWED_ORIGINS is empty).'],
    settings.LOCAL_ORIGINS === 'allowed'
      ? ['!', 'Pages on localhost may use it (LOCAL_ORIGINS). Use this for development only.']
      : ['✓', 'Pages on localhost are refused.'],
    factor === 'none'
      ? ['!', 'VISITOR_CHECK is none: any program that sends an allowed origin can spend money, up to the caps below.']
      : ['✓', `Visitors are verified first: ${factor}.`],
    [
      '✓',
      `The maximum cost is $${day} per day and $${month} per month. One visitor can use $${maxPerVisitor} of it per day.`,
    ],
    month < day
      ? ['!', 'The monthly cap is lower than the daily cap.']
      : ['✓', `Days and months begin in ${settings.TIME_ZONE}.`],
    settings.ALERT_URL
      ? ['✓', 'The owner is notified at 50, 80 and 100 % of a cap.']
      : ['!', 'Nobody is notified when a cap is reached (ALERT_URL is not set).'],
    settings.ADMIN_TOKEN
      ? ['✓', 'The owner can use /v1/usage.']
      : ['!', '/v1/usage is not available (ADMIN_TOKEN is not set).'],
  ];
}

/** Checks the keys with Runware and Cloudflare. Nothing is billed. */
async function checkServices(settings: Settings): Promise<Finding[]> {
  const findings = [await checkBalance(settings), DRY_RUN_FINDINGS[await dryRun(settings, SAMPLE)]];
  return settings.VISITOR_CHECK === 'turnstile' ? [...findings, await checkTurnstile(settings)] : findings;
}

/** An invalid token always fails, but Turnstile reports a wrong secret key as another reason. */
async function checkTurnstile(settings: Settings): Promise<Finding> {
  const verdict = await verifyTurnstile(settings, 'made-up', {hostname: 'localhost', address: null});
  if (!verdict.ok && verdict.error.reason === 'checkUnreachable')
    return ['!', 'Turnstile did not answer, so its secret key is not checked.'];
  return !verdict.ok && verdict.error.detail.includes(INVALID_SECRET)
    ? ['✗', 'Turnstile rejects TURNSTILE_SECRET_KEY.']
    : ['✓', 'Turnstile accepts TURNSTILE_SECRET_KEY.'];
}

async function checkBalance(settings: Settings): Promise<Finding> {
  const balance = await readBalance(settings);
  return balance === undefined
    ? ['✗', 'Runware rejects the key or cannot be reached.']
    : [balance < settings.SITE_USD_PER_DAY ? '!' : '✓', `Runware accepts the key. The balance is $${balance}.`];
}

async function checkWorker(url: string): Promise<Finding[]> {
  const request = (path: string, init?: RequestInit) => fetch(routeURL(url, path), init);
  const health = await request('/healthz').catch(() => undefined);
  if (!health?.ok) return [['✗', `No hailuo-generator Worker answers at ${url}.`]];
  const response = await request('/v1/config');
  if (!response.ok) {
    const {code, title} = (await response.json()) as Problem;
    return [['✗', `The Worker runs, but answers: ${title} (${code}). Its log names the setting.`]];
  }
  const config = (await response.json()) as Config;
  const post = {method: 'POST', headers: {'content-type': 'application/json'}, body: '{}'};
  const withoutOrigin = await request('/v1/generations', post);
  const otherOrigin = await request('/v1/generations', {
    ...post,
    headers: {...post.headers, origin: 'https://origin.invalid'},
  });
  const preflight = await request('/v1/generations', {
    method: 'OPTIONS',
    headers: {origin: 'https://origin.invalid', 'access-control-request-method': 'POST'},
  });
  const prices = config.presets.flatMap(({name, durations}) =>
    durations.map(({seconds, usd}) => `${name} ${seconds} s $${usd}`),
  );
  return [
    ['✓', `The Worker runs and offers ${prices.join(', ')}.`],
    withoutOrigin.status === 403
      ? ['✓', 'A request without an origin is refused.']
      : ['✗', `A request without an origin got ${withoutOrigin.status} instead of 403.`],
    otherOrigin.status === 403
      ? ['✓', 'A page of another origin is refused.']
      : ['✗', `A page of another origin got ${otherOrigin.status} instead of 403.`],
    preflight.status === 204
      ? ['✓', 'Browsers can read its responses (CORS).']
      : ['✗', `A preflight request got ${preflight.status} instead of 204.`],
    await checkWebhook(url),
    config.visitorCheck === 'none'
      ? ['!', 'Visitors are not verified: only the caps limit spending.']
      : ['✓', `Visitors are verified first: ${config.visitorCheck}.`],
    ...(config.paused ? [['!', 'The owner has paused the Worker.'] as const] : []),
  ];
}

/** Whether Runware's webhook calls can arrive, as far as this machine can tell. */
async function checkWebhook(url: string): Promise<Finding> {
  const {protocol, hostname} = new URL(url);
  if (protocol !== 'https:' || isLoopback(hostname))
    return ['!', 'Runware cannot call this address, so the Worker only polls.'];
  const path = `/v1/webhooks/runware/${crypto.randomUUID()}?token=doctor`;
  const response = await fetch(routeURL(url, path), {method: 'POST', body: '{}'});
  return response.status === 204
    ? ['✓', 'Runware can call the webhook.']
    : ['✗', `Runware’s webhook calls would get ${response.status} instead of 204.`];
}

/** The URL of a route. The Worker may be mounted under a path. */
function routeURL(url: string, path: string): URL {
  return new URL(`.${path}`, url.replace(/\/*$/, '/'));
}
