// Every setting and secret, and the one place where they are read from the environment.

import * as z from 'zod';
import {err, ok, type Result} from '../result.ts';
import {deploymentFields} from './deployment.ts';
import {offerOf} from './offer.ts';
import {hostOf, isLoopback} from './origins.ts';
import {siteFields} from './site.ts';

const fields = z.object({...deploymentFields, ...siteFields});

/** What a deployment has, whichever site is served. */
export type DeploymentSettings = z.infer<z.ZodObject<typeof deploymentFields>>;

/** What a site chose. */
export type SiteSettings = z.infer<z.ZodObject<typeof siteFields>>;

/** All settings: one deployment is one site. */
export interface Settings extends DeploymentSettings, SiteSettings {}

const schema = fields.superRefine((settings, {addIssue}) => {
  const refuse = (name: keyof Settings, message: string) => addIssue({code: 'custom', path: [name], message});
  const {VISITOR_CHECK, LOCAL_ORIGINS, ALLOWED_ORIGINS} = settings;
  if (VISITOR_CHECK === 'turnstile') {
    if (!settings.TURNSTILE_SITE_KEY) refuse('TURNSTILE_SITE_KEY', 'is required where VISITOR_CHECK is turnstile');
    if (!settings.TURNSTILE_SECRET_KEY) refuse('TURNSTILE_SECRET_KEY', 'is required where VISITOR_CHECK is turnstile');
  }
  if (VISITOR_CHECK === 'identity' && !settings.IDENTITY_SECRET === !settings.IDENTITY_JWKS_URL)
    refuse('IDENTITY_SECRET', 'or IDENTITY_JWKS_URL, one of the two, is required where VISITOR_CHECK is identity');
  if (LOCAL_ORIGINS === 'denied' && ALLOWED_ORIGINS.some((origin) => isLoopback(hostOf(origin))))
    refuse('ALLOWED_ORIGINS', 'has an origin on localhost, which needs LOCAL_ORIGINS=allowed');
  if (settings.ALERT_URL && !settings.ALERT_SECRET) refuse('ALERT_SECRET', 'is required where ALERT_URL is set');
  if (offerOf(settings).presets.length === 0) refuse('OFFER_DURATIONS', 'leaves no preset with a duration');
});

/** The names of all settings. */
export const SETTING_NAMES = Object.keys(fields.shape) as readonly (keyof Settings)[];

/** Each setting's meaning and default, for the documentation. */
export function settingsTable(): {name: string; description: string; fallback: string}[] {
  return Object.entries(fields.shape).map(([name, setting]) => {
    const parsed = setting.safeParse(undefined);
    const fallback = parsed.success ? String(parsed.data ?? '') : 'required';
    return {name, description: setting.description ?? '', fallback};
  });
}

/** The names of those that are secrets: stored with `wrangler secret put`, and never in `wrangler.toml`. */
export const SECRET_NAMES = [
  'RUNWARE_API_KEY',
  'RUNWARE_API_KEY_NEXT',
  'SERVER_TOKENS',
  'TURNSTILE_SECRET_KEY',
  'IDENTITY_SECRET',
  'ADMIN_TOKEN',
  'ALERT_SECRET',
  'SESSION_KEY',
  'CALLER_HASH_KEY',
] as const satisfies readonly (keyof Settings)[];

/** What {@link readSettings} reads: the raw values. */
export type SettingsEnv = Partial<Record<keyof Settings, string>>;

/** The settings; or a line for each that is missing or wrong, which starts with its name and never quotes a secret. */
export type SettingsResult = Result<Settings, readonly string[]>;

const results = new WeakMap<SettingsEnv, SettingsResult>();

/** Checks the environment, once for each environment object. */
export function readSettings(env: SettingsEnv): SettingsResult {
  let result = results.get(env);
  if (!result) {
    const set = SETTING_NAMES.map((name) => [name, readValue(env[name])]);
    const parsed = schema.safeParse(Object.fromEntries(set));
    result = parsed.success
      ? ok(parsed.data)
      : err(parsed.error.issues.map(({path, message}) => `${String(path[0])}: ${message}`));
    results.set(env, result);
  }
  return result;
}

/** A variable may also be written as a number. Blanks at its ends are slips; a blank one counts as unset. */
function readValue(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value).trim() || undefined;
}
