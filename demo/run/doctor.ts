// `npm run doctor`: checks the settings of this folder. `npm run doctor https://worker.example`: checks a deployed Worker.

import {existsSync, readFileSync} from 'node:fs';
import {parseEnv} from 'node:util';
import {verifyTurnstile, WRONG_SECRET} from '../../worker/caller/turnstile.ts';
import {type Config, DEFAULT_MODEL, type Problem, priceOf, shortestOf} from '../../worker/contract/index.ts';
import {offerOf} from '../../worker/request/policy.ts';
import type {Order} from '../../worker/request/schema.ts';
import {dryRun, readBalance} from '../../worker/runware/client.ts';
import {isLoopback, readSettings, SETTING_NAMES, type Settings} from '../../worker/settings/settings.ts';

/** What one check found: fine, worth knowing, or to be mended. */
type Finding = readonly [mark: '✓' | '!' | '✗', words: string];

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

const DRY_RUNS: Record<Awaited<ReturnType<typeof dryRun>>, Finding> = {
  passed: ['✓', 'Runware would make a video with this key (dry run).'],
  refused: ['✗', 'Runware would not make a video with this key (dry run).'],
  unreachable: ['!', 'Runware did not answer a dry run.'],
};

const [, , target] = process.argv;
const findings = target === undefined ? await checkSettings() : await checkWorker(target);
for (const [mark, words] of findings) console.log(`${mark} ${words}`);
if (findings.some(([mark]) => mark === '✗')) process.exitCode = 1;

async function checkSettings(): Promise<Finding[]> {
  const file = new URL('../../.dev.vars', import.meta.url);
  const all: Record<string, string | undefined> = {
    ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}),
    ...process.env,
  };
  const result = readSettings(Object.fromEntries(SETTING_NAMES.map((name) => [name, all[name]])));
  if (!result.ok) return result.wrong.map((words) => ['✗', words]);
  return [['✓', 'Every setting can be read.'], ...describe(result.settings), ...(await tryOut(result.settings))];
}

/** What the settings mean, in words and in dollars. */
function describe(settings: Settings): Finding[] {
  const {ALLOWED_ORIGINS: origins, VISITOR_CHECK: factor, SITE_USD_PER_DAY: day, SITE_USD_PER_MONTH: month} = settings;
  const dearest = Math.max(
    ...offerOf(settings).presets.flatMap(({preset, durations}) =>
      durations.map((seconds) => priceOf(preset, seconds) ?? 0),
    ),
  );
  const perVisitor = (settings.CALLER_PER_DAY * settings.OFFER_RESULTS_MAX * dearest) / 1_000_000;
  const most = Math.min(perVisitor, settings.CALLER_USD_PER_DAY ?? perVisitor, day).toFixed(2);
  return [
    origins.length > 0
      ? ['✓', `Pages of these origins may use it: ${origins.join(', ')}.`]
      : ['!', 'No other page may use it than those it serves itself (ALLOWED_ORIGINS is empty).'],
    settings.LOCAL_ORIGINS === 'allowed'
      ? ['!', 'Pages on localhost may use it (LOCAL_ORIGINS): right for development, wrong for production.']
      : ['✓', 'Pages on localhost are refused.'],
    factor === 'none'
      ? [
          '!',
          'Any program that names an allowed origin may spend: VISITOR_CHECK is none. The caps below are what holds.',
        ]
      : ['✓', `Visitors pass a check first: ${factor}.`],
    ['✓', `At worst it costs $${day} a day and $${month} a month, and one visitor can use $${most} a day of that.`],
    month < day
      ? ['!', 'The month’s cap is below the day’s.']
      : ['✓', `Days and months begin in ${settings.TIME_ZONE}.`],
    settings.ALERT_URL
      ? ['✓', 'The owner is called at 50, 80 and 100 % of a cap.']
      : ['!', 'Nobody is called when a cap is reached (ALERT_URL).'],
    settings.ADMIN_TOKEN ? ['✓', '/v1/usage is open to the owner.'] : ['!', 'There is no /v1/usage (ADMIN_TOKEN).'],
  ];
}

/** What only the other side can tell: Runware about the key, Cloudflare about Turnstile's. Nothing is billed. */
async function tryOut(settings: Settings): Promise<Finding[]> {
  const findings = [await balanceOf(settings), DRY_RUNS[await dryRun(settings, SAMPLE)]];
  return settings.VISITOR_CHECK === 'turnstile' ? [...findings, await turnstileOf(settings)] : findings;
}

/** A made-up token fails for what it is, unless the secret key is wrong. */
async function turnstileOf(settings: Settings): Promise<Finding> {
  const verdict = await verifyTurnstile(settings, 'made-up', {hostname: 'localhost', address: null});
  if (verdict.kind === 'unreachable') return ['!', 'Turnstile could not be asked about its secret key.'];
  return verdict.kind === 'failed' && verdict.why.includes(WRONG_SECRET)
    ? ['✗', 'Turnstile does not accept TURNSTILE_SECRET_KEY.']
    : ['✓', 'Turnstile accepts its secret key.'];
}

async function balanceOf(settings: Settings): Promise<Finding> {
  const balance = await readBalance(settings);
  return balance === undefined
    ? ['✗', 'Runware does not accept the key, or cannot be reached.']
    : [balance < settings.SITE_USD_PER_DAY ? '!' : '✓', `Runware accepts the key; $${balance} are left.`];
}

async function checkWorker(url: string): Promise<Finding[]> {
  const ask = (path: string, init?: RequestInit) => fetch(under(url, path), init);
  const health = await ask('/healthz').catch(() => undefined);
  if (!health?.ok) return [['✗', `No Worker of this kind answers at ${url}.`]];
  const response = await ask('/v1/config');
  if (!response.ok) {
    const {code, title} = (await response.json()) as Problem;
    return [['✗', `It runs, but answers: ${title} (${code}). The Worker’s log names the setting.`]];
  }
  const config = (await response.json()) as Config;
  const post = {method: 'POST', headers: {'content-type': 'application/json'}, body: '{}'};
  const anybody = await ask('/v1/generations', post);
  const foreign = await ask('/v1/generations', {...post, headers: {...post.headers, origin: 'https://origin.invalid'}});
  const preflight = await ask('/v1/generations', {
    method: 'OPTIONS',
    headers: {origin: 'https://origin.invalid', 'access-control-request-method': 'POST'},
  });
  const prices = config.presets.flatMap(({name, durations}) =>
    durations.map(({seconds, usd}) => `${name} ${seconds} s $${usd}`),
  );
  return [
    ['✓', `It runs and offers ${prices.join(', ')}.`],
    anybody.status === 403
      ? ['✓', 'A request of no page is refused.']
      : ['✗', `A request of no page got ${anybody.status}.`],
    foreign.status === 403 ? ['✓', 'A foreign page is refused.'] : ['✗', `A foreign page got ${foreign.status}.`],
    preflight.status === 204
      ? ['✓', 'Browsers may read its answers (CORS).']
      : ['✗', `A preflight got ${preflight.status}.`],
    await webhookOf(url),
    config.visitorCheck === 'none'
      ? ['!', 'No check of visitors: only the caps hold.']
      : ['✓', `Visitors pass a check first: ${config.visitorCheck}.`],
    ...(config.paused ? [['!', 'The owner has paused it.'] as const] : []),
  ];
}

/** Whether Runware's calls arrive here, as far as it can be told from where the doctor is. */
async function webhookOf(url: string): Promise<Finding> {
  const {protocol, hostname} = new URL(url);
  if (protocol !== 'https:' || isLoopback(hostname))
    return ['!', 'Runware cannot call this address: news are polled for.'];
  const path = `/v1/webhooks/runware/${crypto.randomUUID()}?token=doctor`;
  const response = await fetch(under(url, path), {method: 'POST', body: '{}'});
  return response.status === 204
    ? ['✓', 'Runware can call it with news.']
    : ['✗', `Runware’s calls would get ${response.status}.`];
}

/** The Worker may be mounted under a path of somebody's. */
function under(url: string, path: string): URL {
  return new URL(`.${path}`, url.replace(/\/*$/, '/'));
}
