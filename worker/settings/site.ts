// What a site chose: its pages, who may use them, what is offered, what it may cost, and whom to notify.

import * as z from 'zod';
import {DEFAULT_MODEL, durationsOf, VISITOR_CHECKS} from '../contract/index.ts';
import {OWN_SECRET} from './deployment.ts';
import {choice, list, number, secret, secrets, someOf, text} from './fields.ts';
import {hostFault, originFault, urlFault} from './origins.ts';

const {presets, maxResults, formats, safetyModes} = DEFAULT_MODEL;

/** The settings of a site. */
export const siteFields = {
  ALLOWED_ORIGINS: list(originFault).describe(
    'The pages that may use this Worker, by exact origin, separated by spaces or commas; `https://*.example.com` stands for every subdomain. For pages that the Worker itself serves see `OWN_PAGES`.',
  ),
  OWN_PAGES: choice(['allowed', 'denied'])
    .default('allowed')
    .describe(
      'Whether the pages that the Worker itself serves may start generations: `allowed` or `denied`. Denied, they show what there is, and spend nothing.',
    ),
  VISITOR_CHECK: choice(VISITOR_CHECKS).describe(
    'What a visitor shows besides an allowed origin, which any program can claim: `turnstile` (a human check by Cloudflare), `identity` (a token signed by the site) or `none`. There is no default.',
  ),
  SERVER_TOKENS: secrets(/^[\x21-\x7e]{24,}$/, 'must be tokens of at least 24 characters').describe(
    'Tokens of the owner’s own servers, which send one as `Authorization: Bearer` and need no origin and no session; only the limits of the site apply to them. Secrets.',
  ),
  TURNSTILE_SITE_KEY: z.string().optional().describe('The public key of the Turnstile widget that the element mounts.'),
  TURNSTILE_SECRET_KEY: z
    .string()
    .optional()
    .describe('The key with which this Worker verifies Turnstile’s tokens. A secret.'),
  IDENTITY_SECRET: secret(OWN_SECRET.pattern, OWN_SECRET.message)
    .optional()
    .describe('The secret with which the site signs its visitors’ identities (HS256). A secret.'),
  IDENTITY_JWKS_URL: text(urlFault)
    .optional()
    .describe('URL of the keys with which the site signs its visitors’ identities (JWKS).'),
  IDENTITY_AUDIENCE: z.string().default('hailuo-generator').describe('What the claim `aud` of an identity must be.'),
  SESSION_MINUTES: number(15, {min: 0.01, max: 1440}).describe('Minutes after which a visitor’s session is renewed.'),
  OFFER_PRESETS: someOf(presets.map(({name}) => name)).describe(
    'The presets that are offered. Unset: all of the model’s.',
  ),
  OFFER_DURATIONS: someOf(durationsOf(...presets).map(String)).describe(
    'The durations in seconds that are offered. Unset: all.',
  ),
  OFFER_RESULTS_MAX: number(maxResults, {min: 1, max: maxResults}).describe('Clips of one generation at most.'),
  OFFER_FORMATS: someOf(formats).describe('The formats that are offered. Unset: all.'),
  OFFER_OPTIMIZER: choice(['allowed', 'denied'])
    .default('allowed')
    .describe('Whether the prompt optimizer may be switched on: `allowed` or `denied`.'),
  SAFETY_MODE: choice(safetyModes)
    .optional()
    .describe('The safety check of every clip: `none`, `fast` or `full`. Unset: the visitor’s choice.'),
  SAFETY_SHOW_FLAGGED: choice(['denied', 'allowed'])
    .default('denied')
    .describe(
      'Whether clips are shown in which the check of `SAFETY_MODE` found unsafe content: `denied` or `allowed`. They are billed all the same.',
    ),
  IMAGE_HOSTS: list(hostFault).describe(
    'Hosts from which a first frame may be given by https URL. Runware fetches it, this Worker never does.',
  ),
  RETENTION_DAYS: number(7, {min: 0.00001, max: 365}).describe(
    'Days after which everything about a generation is deleted.',
  ),
  SITE_USD_PER_DAY: number(undefined, {min: 0, max: 1_000_000}).describe(
    'What all generations of one calendar day may cost, in USD. There is no default: without it nothing starts.',
  ),
  SITE_USD_PER_MONTH: number(undefined, {min: 0, max: 10_000_000}).describe(
    'What all generations of one calendar month may cost, in USD. There is no default: without it nothing starts.',
  ),
  SITE_CONCURRENT: number(10, {min: 0, max: 10_000}).describe('Generations of all callers running at the same time.'),
  CALLER_PER_HOUR: number(5, {min: 0, max: 1_000_000}).describe('Generations of one caller in any 60 minutes.'),
  CALLER_PER_DAY: number(20, {min: 0, max: 1_000_000}).describe('Generations of one caller in any 24 hours.'),
  CALLER_CONCURRENT: number(2, {min: 0, max: 10_000}).describe('Generations of one caller running at the same time.'),
  CALLER_USD_PER_DAY: number(undefined, {min: 0, max: 1_000_000})
    .optional()
    .describe(
      'What the generations of one caller may cost in any 24 hours, in USD. Unset: only their number is limited.',
    ),
  TIME_ZONE: text((name) => (isTimeZone(name) ? undefined : 'is not a time zone such as UTC or Europe/Madrid'))
    .default('UTC')
    .describe('The time zone in which the days and months of the caps begin.'),
  ALERT_URL: text(urlFault)
    .optional()
    .describe(
      'URL that is called at 50, 80 and 100 % of a cap, and when Runware refuses the key or the balance is too low.',
    ),
  ALERT_SECRET: secret(
    /^(whsec_)?[A-Za-z0-9+/]{32,}={0,2}$/,
    'must be base64 of at least 24 bytes, with or without whsec_ in front: openssl rand -base64 24 makes one',
  )
    .optional()
    .describe('Signs these calls (Standard Webhooks). A secret.'),
};

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', {timeZone: name}));
  } catch {
    return false;
  }
}
