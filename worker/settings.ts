// Every setting and secret of a deployment: its shape, its default, and the one place where it is read.

import * as z from 'zod';

const listText = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean));

function listOf(what: string, isOne: (text: string) => boolean) {
  return listText.refine((texts) => texts.every(isOne), `holds ${what}, separated by spaces or commas`);
}

function number(fallback: number, {min, max}: {min: number; max: number}) {
  const text = `is a number from ${min} to ${max}`;
  return z.coerce.number(text).min(min, text).max(max, text).default(fallback);
}

const url = z.string().refine((text) => isUpstream(URL.parse(text)), 'is an https URL, or an http URL of this machine');

const schema = z.object({
  RUNWARE_API_KEY: z
    .string('is required')
    .regex(/^[\x21-\x7e]+$/, 'has no spaces and only ASCII characters')
    .describe(
      'The key for Runware’s API. A secret: it travels in the `Authorization` header of calls to Runware and nowhere else.',
    ),
  RUNWARE_URL: url.default('https://api.runware.ai/v1').describe('Where Runware is.'),
  RUNWARE_TIMEOUT_SECONDS: number(15, {min: 0.01, max: 60}).describe(
    'Seconds after which one call to Runware is given up. What it was about is then unknown, not failed.',
  ),
  ALLOWED_ORIGINS: listOf('origins such as https://example.com', (text) => URL.parse(text)?.origin === text).describe(
    'The pages that may use this Worker, by exact origin, separated by spaces or commas. Pages that the Worker serves itself may always.',
  ),
  IMAGE_HOSTS: listOf('host names', isHost).describe(
    'Hosts from which a first frame may be given by https URL. Runware fetches it, this Worker never does.',
  ),
  CLIP_HOSTS: listOf('host names', isHost)
    .transform((hosts) => (hosts.length > 0 ? hosts : ['runware.ai']))
    .describe('Hosts, with their subdomains, from which clips are relayed. Unset: `runware.ai`.'),
  PUBLIC_URL: url
    .transform((text) => new URL(text).origin)
    .optional()
    .describe('Where Runware can call this Worker with news. Unset: the https origin that each request came to.'),
  POLL_FIRST_SECONDS: number(10, {min: 0.01, max: 600}).describe(
    'Seconds from the start of a generation to the first look.',
  ),
  POLL_MAX_SECONDS: number(10, {min: 0.01, max: 600}).describe('Seconds that the pause between two looks grows to.'),
  RETENTION_DAYS: number(7, {min: 0.00001, max: 365}).describe(
    'Days after which everything about a generation is deleted.',
  ),
});

/** Each setting's meaning and default, for the documentation. */
export function settingsTable(): {name: string; description: string; fallback: string}[] {
  return Object.entries(schema.shape).map(([name, setting]) => {
    const parsed = setting.safeParse(undefined);
    return {
      name,
      description: setting.description ?? '',
      fallback: parsed.success ? String(parsed.data ?? '') : 'required',
    };
  });
}

/** The names of all settings. */
export const SETTING_NAMES = Object.keys(schema.shape) as readonly (keyof Settings)[];

/** The settings of a deployment, checked. */
export type Settings = z.infer<typeof schema>;

/** What {@link readSettings} reads: the raw strings. */
export type SettingsEnv = Partial<Record<keyof Settings, string>>;

/** Either the settings, or the names of the variables that are missing or wrong (never their values). */
export type SettingsResult = {ok: true; settings: Settings} | {ok: false; wrong: readonly string[]};

const known = new WeakMap<SettingsEnv, SettingsResult>();

/** Checks the environment, once for each environment object. An empty string counts as unset. */
export function readSettings(env: SettingsEnv): SettingsResult {
  let result = known.get(env);
  if (!result) {
    const set = SETTING_NAMES.map((name) => [name, env[name] || undefined]);
    const parsed = schema.safeParse(Object.fromEntries(set));
    result = parsed.success
      ? {ok: true, settings: parsed.data}
      : {ok: false, wrong: parsed.error.issues.map(({path, message}) => `${path[0]?.toString()}: ${message}`)};
    known.set(env, result);
  }
  return result;
}

function isUpstream(url: URL | null): boolean {
  if (!url || url.username || url.password) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isHost(text: string): boolean {
  return /^[a-z0-9.-]+(:\d+)?$/.test(text);
}

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
