// Checks the settings of a deployment before it is made, and explains what they mean.

import {priceOf} from '../../../worker/contract/index.ts';
import {offerOf} from '../../../worker/settings/offer.ts';
import {
  readSettings,
  SECRET_NAMES,
  type Settings,
  type SettingsEnv,
  settingsTable,
} from '../../../worker/settings/settings.ts';
import {checkServices} from './check-services.ts';
import type {Configuration} from './configuration.ts';
import {type DOCS, type Finding, failed, passed, warning} from './finding.ts';

type SettingName = keyof SettingsEnv;

/** Long enough for every secret, in an alphabet that each accepts. */
const PLACEHOLDER = 'A'.repeat(48);

/** The section of the documentation about a setting; "Settings" for all others. */
const DOCS_OF_SETTING: Partial<Record<SettingName, keyof typeof DOCS>> = {
  SITE_USD_PER_DAY: 'caps',
  SITE_USD_PER_MONTH: 'caps',
  ALLOWED_ORIGINS: 'callers',
  VISITOR_CHECK: 'callers',
  TURNSTILE_SITE_KEY: 'callers',
  ...Object.fromEntries(SECRET_NAMES.map((name) => [name, 'secrets'])),
};

/** Checks the settings, then the keys with Runware and Cloudflare. Nothing is billed. */
export async function checkSettings(configuration: Configuration): Promise<Finding[]> {
  const {settings, errors, absent} = validate(configuration.values);
  const findings = [
    ...sourceFindings(configuration),
    ...absent.map((name) =>
      warning(
        `${name} is not on this machine, so it is not checked. The Worker has it only if you stored it: wrangler secret put ${name}`,
        'secrets',
      ),
    ),
    ...deploymentFindings(configuration),
  ];
  if (!settings) return [...findings, ...errors.map((error) => errorFinding(error, configuration))];
  return [
    passed('All settings are valid.'),
    ...findings,
    ...describe(settings),
    ...(await checkServices(settings, (name) => absent.includes(name))),
  ];
}

/** The settings, if only secrets are missing, which may be stored at Cloudflare. */
function validate(values: SettingsEnv): {settings?: Settings; errors: readonly string[]; absent: SettingName[]} {
  const absent: SettingName[] = [];
  for (;;) {
    const result = readSettings({...values, ...Object.fromEntries(absent.map((name) => [name, PLACEHOLDER]))});
    if (result.ok) return {settings: result.value, errors: [], absent};
    const missing = SECRET_NAMES.filter(
      (name) =>
        values[name] === undefined && !absent.includes(name) && result.error.some((text) => nameIn(text) === name),
    );
    if (missing.length === 0) return {errors: result.error, absent};
    absent.push(...missing);
  }
}

function errorFinding(error: string, {sources, file}: Configuration): Finding {
  const name = nameIn(error);
  const source = sources[name] ?? (file === undefined ? 'nowhere' : `not set in ${file}`);
  return failed(`${error} (${source})`, DOCS_OF_SETTING[name] ?? 'settings');
}

/** Which settings come from where. Those with their default are left out. */
function sourceFindings({values, sources}: Configuration): Finding[] {
  const defaults = new Map(settingsTable().map(({name, fallback}) => [name, fallback]));
  const chosen = (Object.keys(sources) as SettingName[]).filter((name) => values[name] !== defaults.get(name));
  return Object.entries(Object.groupBy(chosen, (name) => sources[name] ?? '')).map(([source, names = []]) =>
    passed(`From ${source}: ${names.join(', ')}.`),
  );
}

/** What applies on this machine only, and what a deployment would therefore lack. */
function deploymentFindings({values, sources, deployed, file}: Configuration): Finding[] {
  if (file === undefined) return [];
  const local = (Object.keys(values) as SettingName[]).filter((name) => values[name] !== deployed[name]);
  if (local.length === 0) return [];
  const list = local.map((name) => `${name} (${sources[name]})`).join(', ');
  const {errors} = validate(deployed);
  return [
    warning(`Used on this machine only: ${list}. A deployment uses ${file} instead.`, 'settings'),
    ...(errors.length > 0
      ? [warning(`Deployed like this, the Worker would refuse all requests: ${errors.join('; ')}.`, 'settings')]
      : []),
  ];
}

/** Explains the settings and their maximum cost. */
function describe(settings: Settings): Finding[] {
  const {ALLOWED_ORIGINS: origins, VISITOR_CHECK: check, SITE_USD_PER_DAY: day, SITE_USD_PER_MONTH: month} = settings;
  const highestPrice = Math.max(
    ...offerOf(settings).presets.flatMap(({preset, durations}) =>
      durations.map((seconds) => priceOf(preset, seconds) ?? 0),
    ),
  );
  const perVisitor = (settings.CALLER_PER_DAY * settings.OFFER_RESULTS_MAX * highestPrice) / 1_000_000;
  const maxPerVisitor = Math.min(perVisitor, settings.CALLER_USD_PER_DAY ?? perVisitor, day).toFixed(2);
  return [
    origins.length > 0
      ? passed(`Pages of these origins may use the Worker: ${origins.join(', ')}.`)
      : warning('No pages but the Worker’s own may use it (ALLOWED_ORIGINS is empty).', 'callers'),
    settings.OWN_PAGES === 'allowed'
      ? warning(
          'The Worker’s own pages (/, /builder, …) may start generations too, within the same caps (OWN_PAGES).',
          'settings',
        )
      : passed('The Worker’s own pages may not start generations.'),
    settings.LOCAL_ORIGINS === 'allowed'
      ? warning('Pages on localhost may use it (LOCAL_ORIGINS). Use this for development only.', 'settings')
      : passed('Pages on localhost are refused.'),
    check === 'none'
      ? warning(
          'VISITOR_CHECK is none: any program that sends an allowed origin can spend money, up to the caps below.',
          'callers',
        )
      : passed(`Visitors are verified first: ${check}.`),
    passed(
      `The maximum cost is $${day} per day and $${month} per month. One visitor can use $${maxPerVisitor} of it per day.`,
    ),
    month < day
      ? warning('The monthly cap is lower than the daily cap.', 'caps')
      : passed(`Days and months begin in ${settings.TIME_ZONE}.`),
    settings.ALERT_URL
      ? passed('The owner is notified at 50, 80 and 100 % of a cap.')
      : warning('Nobody is notified when a cap is reached (ALERT_URL is not set).', 'monitoring'),
    settings.ADMIN_TOKEN
      ? passed('The owner can use /v1/usage.')
      : warning('/v1/usage is not available (ADMIN_TOKEN is not set).', 'monitoring'),
  ];
}

/** The setting that an error of `readSettings` is about. */
function nameIn(error: string): SettingName {
  return error.replace(/:.*/s, '') as SettingName;
}
