// Every setting and secret of a deployment: its shape, its default, and the one place where it is read.

import * as z from 'zod';

const list = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean));

function seconds(fallback: number, range: {min: number; max: number}) {
  return z.coerce.number().min(range.min).max(range.max).default(fallback);
}

const host = z.string().regex(/^[a-z0-9.-]+(:\d+)?$/);

const origin = z.string().refine((text) => URL.parse(text)?.origin === text, 'is a scheme, a host and maybe a port');

const schema = z.object({
  /** The key for Runware's API. A secret: it goes into the `Authorization` header of upstream calls and nowhere else. */
  RUNWARE_API_KEY: z.string().regex(/^[\x21-\x7e]+$/),
  /** Where Runware is: https, or http on this machine for a stand-in. */
  RUNWARE_URL: z
    .string()
    .default('https://api.runware.ai/v1')
    .refine((text) => isUpstream(URL.parse(text)), 'is an https URL, or an http URL of this machine'),
  /** Seconds after which one call to Runware is given up. Its fate is then unknown, not failed. */
  RUNWARE_TIMEOUT_SECONDS: seconds(15, {min: 0.01, max: 60}),
  /** The pages that may use this Worker from another origin: exact origins, separated by spaces or commas. */
  ALLOWED_ORIGINS: list.pipe(z.array(origin)),
  /** Hosts from which a first frame may be given by URL, separated by spaces or commas. Runware fetches it, not the Worker. */
  IMAGE_HOSTS: list.pipe(z.array(host)),
  /** Hosts (with their subdomains) from which clips are relayed, separated by spaces or commas. */
  CLIP_HOSTS: list.transform((hosts) => (hosts.length > 0 ? hosts : ['runware.ai'])).pipe(z.array(host)),
  /** Where Runware can call this Worker. Unset: the https origin each request came to. */
  PUBLIC_URL: z
    .string()
    .refine((text) => isUpstream(URL.parse(text)), 'is an https URL, or an http URL of this machine')
    .transform((text) => new URL(text).origin)
    .optional(),
  /** Seconds from the start of a generation to the first poll. */
  POLL_FIRST_SECONDS: seconds(10, {min: 0.01, max: 600}),
  /** Seconds that the pause between two polls grows to. */
  POLL_MAX_SECONDS: seconds(10, {min: 0.01, max: 600}),
  /** Days after which everything about a generation is deleted. */
  RETENTION_DAYS: z.coerce.number().positive().max(365).default(7),
});

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

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
