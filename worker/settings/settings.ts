// Every setting and secret of a deployment: its shape, its default, and the one place where it is read.

import * as z from 'zod';
import {DEFAULT_MODEL, durationsOf, VISITOR_CHECKS} from '../contract/index.ts';
import {err, ok, type Result} from '../result.ts';
import {offerOf} from './offer.ts';

const {presets, maxResults, formats, safetyModes} = DEFAULT_MODEL;

const listText = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean));

function listOf(what: string, isOne: (text: string) => boolean) {
  return listText.refine((texts) => texts.every(isOne), `holds ${what}, separated by spaces or commas`);
}

/** Some of these words, separated by spaces or commas. */
function someOf(words: readonly string[]) {
  return listOf(`some of ${words.join(', ')}`, (word) => words.includes(word));
}

/** A number; required where there is no fallback. */
function number(fallback: number | undefined, {min, max}: {min: number; max: number}) {
  const text = `is a number from ${min} to ${max}`;
  const schema = z.preprocess(
    (value) => value ?? fallback,
    z.coerce.number<string | number>(text).min(min, text).max(max, text),
  );
  return schema;
}

const url = z.string().refine((text) => isUpstream(URL.parse(text)), 'is an https URL, or an http URL of this machine');

/** Where Cloudflare verifies Turnstile's tokens. */
const TURNSTILE_VERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';

const secretText = z.string().min(32, 'has at least 32 characters');

const fields = z.object({
  RUNWARE_API_KEY: z
    .string('is required')
    .regex(/^[\x21-\x7e]+$/, 'has no spaces and only ASCII characters')
    .describe(
      'The key for Runware’s API. A secret: it travels in the `Authorization` header of calls to Runware and nowhere else.',
    ),
  RUNWARE_API_KEY_NEXT: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'has no spaces and only ASCII characters')
    .optional()
    .describe('A second key, used while Runware refuses the first: keys can be exchanged without a gap. A secret.'),
  RUNWARE_URL: url.default('https://api.runware.ai/v1').describe('Where Runware is.'),
  RUNWARE_TIMEOUT_SECONDS: number(15, {min: 0.01, max: 60}).describe(
    'Seconds after which one call to Runware is given up. What it was about is then unknown, not failed.',
  ),
  ALLOWED_ORIGINS: listOf('origins such as https://example.com or https://*.example.com', isOriginEntry).describe(
    'The pages that may use this Worker, by exact origin, separated by spaces or commas; `https://*.example.com` stands for every subdomain. Pages that the Worker serves itself may always.',
  ),
  LOCAL_ORIGINS: z
    .enum(['denied', 'allowed'], 'is denied or allowed')
    .default('denied')
    .describe('Whether pages on localhost may use this Worker: `denied` or `allowed`. For development only.'),
  VISITOR_CHECK: z
    .enum(VISITOR_CHECKS, `is one of ${VISITOR_CHECKS.join(', ')}, to be chosen in so many words`)
    .describe(
      'What a visitor shows besides an allowed origin, which any program can claim: `turnstile` (a human check by Cloudflare), `identity` (a token signed by the site) or `none`. There is no default.',
    ),
  SERVER_TOKENS: listOf('tokens of at least 24 characters', (text) => /^[\x21-\x7e]{24,}$/.test(text)).describe(
    'Tokens of the owner’s own servers, which send one as `Authorization: Bearer` and need no origin and no session; only the limits of the site bound them. Secrets.',
  ),
  TURNSTILE_SITE_KEY: z
    .string()
    .optional()
    .describe('The public key of the Turnstile widget, which the element mounts.'),
  TURNSTILE_SECRET_KEY: z
    .string()
    .optional()
    .describe('The key by which this Worker verifies Turnstile’s tokens. A secret.'),
  TURNSTILE_VERIFY_URL: z
    .string()
    .refine((text) => text === TURNSTILE_VERIFY_URL || isLocalURL(text), 'is Cloudflare’s, or a URL of this machine')
    .default(TURNSTILE_VERIFY_URL)
    .describe('Where Turnstile’s tokens are verified. Anything but Cloudflare’s is accepted on this machine only.'),
  IDENTITY_SECRET: secretText
    .optional()
    .describe('The secret with which the site signs its visitors’ identities (HS256). A secret.'),
  IDENTITY_JWKS_URL: url
    .optional()
    .describe('Where the site publishes the keys that sign its visitors’ identities (JWKS).'),
  IDENTITY_AUDIENCE: z.string().default('hailuo-generator').describe('What the claim `aud` of an identity must be.'),
  ADMIN_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{24,}$/, 'has at least 24 characters, no spaces and only ASCII')
    .optional()
    .describe('Opens `/v1/usage`, the owner’s view. A secret. Unset: there is no such route.'),
  ALERT_URL: url
    .optional()
    .describe(
      'Where the owner is called at 50, 80 and 100 % of a cap, and when Runware refuses the key or lacks balance.',
    ),
  BALANCE_LOW_USD: number(10, {min: 0, max: 1_000_000}).describe(
    'The owner is called when less than this is left at Runware. Looked at once an hour at most, when something was spent.',
  ),
  ALERT_SECRET: z
    .string()
    .regex(/^(whsec_)?[A-Za-z0-9+/]{32,}={0,2}$/, 'is base64 of at least 24 bytes, with or without whsec_ before it')
    .optional()
    .describe('Signs these calls (Standard Webhooks). A secret.'),
  SESSION_KEY: secretText
    .optional()
    .describe('Signs the sessions of visitors. A secret. Unset: derived from `RUNWARE_API_KEY`.'),
  SESSION_MINUTES: number(15, {min: 0.01, max: 1440}).describe('Minutes after which a visitor’s session is renewed.'),
  CALLER_HASH_KEY: secretText
    .optional()
    .describe(
      'Hides the addresses and names of callers in what is stored and logged. A secret. Unset: derived from `RUNWARE_API_KEY`, so that a new key starts all callers’ counts anew.',
    ),
  OFFER_PRESETS: someOf(presets.map(({name}) => name)).describe(
    'The presets that are offered. Unset: all of the model’s.',
  ),
  OFFER_DURATIONS: someOf(durationsOf(...presets).map(String)).describe(
    'The durations in seconds that are offered. Unset: all.',
  ),
  OFFER_RESULTS_MAX: number(maxResults, {min: 1, max: maxResults}).describe('Clips of one generation at most.'),
  OFFER_FORMATS: someOf(formats).describe('The formats that are offered. Unset: all.'),
  OFFER_OPTIMIZER: z
    .enum(['allowed', 'denied'], 'is allowed or denied')
    .default('allowed')
    .describe('Whether the prompt optimizer may be switched on: `allowed` or `denied`.'),
  SAFETY_MODE: z
    .enum(safetyModes, `is one of ${safetyModes.join(', ')}`)
    .optional()
    .describe('The safety check of every clip: `none`, `fast` or `full`. Unset: the visitor’s choice.'),
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
  SITE_USD_PER_DAY: number(undefined, {min: 0, max: 1_000_000}).describe(
    'What all generations of one calendar day may cost, in USD. There is no default: without it nothing starts.',
  ),
  SITE_USD_PER_MONTH: number(undefined, {min: 0, max: 10_000_000}).describe(
    'What all generations of one calendar month may cost, in USD. There is no default: without it nothing starts.',
  ),
  SITE_CONCURRENT: number(10, {min: 0, max: 10_000}).describe('Generations of all callers under way at the same time.'),
  CALLER_PER_HOUR: number(5, {min: 0, max: 1_000_000}).describe('Generations of one caller in any 60 minutes.'),
  CALLER_PER_DAY: number(20, {min: 0, max: 1_000_000}).describe('Generations of one caller in any 24 hours.'),
  CALLER_CONCURRENT: number(2, {min: 0, max: 10_000}).describe('Generations of one caller under way at the same time.'),
  CALLER_USD_PER_DAY: number(undefined, {min: 0, max: 1_000_000})
    .optional()
    .describe('What the generations of one caller may cost in any 24 hours, in USD. Unset: only their number counts.'),
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'is a time zone such as UTC or Europe/Madrid')
    .default('UTC')
    .describe('Where the days and months of the caps begin.'),
  RECONCILE_SECONDS: number(60, {min: 0.01, max: 86_400}).describe(
    'Seconds after which a reservation that is still open is looked into, in case its generation never came to be.',
  ),
});

const schema = fields.superRefine((settings, {addIssue}) => {
  const refuse = (name: keyof typeof settings, message: string) => addIssue({code: 'custom', path: [name], message});
  const {VISITOR_CHECK: factor, LOCAL_ORIGINS, ALLOWED_ORIGINS} = settings;
  if (factor === 'turnstile') {
    if (!settings.TURNSTILE_SITE_KEY) refuse('TURNSTILE_SITE_KEY', 'is required where VISITOR_CHECK is turnstile');
    if (!settings.TURNSTILE_SECRET_KEY) refuse('TURNSTILE_SECRET_KEY', 'is required where VISITOR_CHECK is turnstile');
  }
  if (factor === 'identity' && !settings.IDENTITY_SECRET === !settings.IDENTITY_JWKS_URL)
    refuse('IDENTITY_SECRET', 'or IDENTITY_JWKS_URL, one of the two, is required where VISITOR_CHECK is identity');
  if (LOCAL_ORIGINS === 'denied' && ALLOWED_ORIGINS.some((origin) => isLoopback(URL.parse(origin)?.hostname ?? '')))
    refuse('ALLOWED_ORIGINS', 'holds an origin on localhost, which LOCAL_ORIGINS refuses');
  if (settings.ALERT_URL && !settings.ALERT_SECRET) refuse('ALERT_SECRET', 'is required where ALERT_URL is set');
  if (offerOf(settings).presets.length === 0) refuse('OFFER_DURATIONS', 'leaves no preset with a duration');
});

/** Each setting's meaning and default, for the documentation. */
export function settingsTable(): {name: string; description: string; fallback: string}[] {
  return Object.entries(fields.shape).map(([name, setting]) => {
    const parsed = setting.safeParse(undefined);
    return {
      name,
      description: setting.description ?? '',
      fallback: parsed.success ? String(parsed.data ?? '') : 'required',
    };
  });
}

/** The names of all settings. */
export const SETTING_NAMES = Object.keys(fields.shape) as readonly (keyof Settings)[];

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

/** The settings of a deployment, checked. */
export type Settings = z.infer<typeof schema>;

/** What {@link readSettings} reads: the raw strings. */
export type SettingsEnv = Partial<Record<keyof Settings, string>>;

/** Either the settings, or the names of the variables that are missing or wrong (never their values). */
export type SettingsResult = Result<Settings, readonly string[]>;

const known = new WeakMap<SettingsEnv, SettingsResult>();

/** Checks the environment, once for each environment object. An empty string counts as unset. */
export function readSettings(env: SettingsEnv): SettingsResult {
  let result = known.get(env);
  if (!result) {
    const set = SETTING_NAMES.map((name) => [name, env[name] || undefined]);
    const parsed = schema.safeParse(Object.fromEntries(set));
    result = parsed.success
      ? ok(parsed.data)
      : err(parsed.error.issues.map(({path, message}) => `${path[0]?.toString()}: ${message}`));
    known.set(env, result);
  }
  return result;
}

function isUpstream(url: URL | null): boolean {
  if (!url || url.username || url.password) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLocalURL(text: string): boolean {
  return isLoopback(URL.parse(text)?.hostname ?? '');
}

/** An origin in the spelling of browsers, with or without `*.` before its host. */
function isOriginEntry(text: string): boolean {
  const exact = text.replace('://*.', '://any.');
  const url = URL.parse(exact);
  return url?.origin === exact && /^https?:$/.test(url.protocol) && !text.replace('://*.', '').includes('*');
}

function isHost(text: string): boolean {
  return /^[a-z0-9.-]+(:\d+)?$/.test(text);
}

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** Whether this is the name of a time zone. */
function isTimeZone(text: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', {timeZone: text}));
  } catch {
    return false;
  }
}
