// What a deployment has, whichever site is served: keys, the upstream, and how this Worker works.

import {choice, list, number, secret, text} from './fields.ts';
import {hostFault, isLoopback, urlFault} from './origins.ts';

const ASCII_KEY = 'must have no spaces and only ASCII characters';

/** Secrets of the owner's own making. */
export const OWN_SECRET = {
  pattern: /^[\s\S]{32,}$/,
  message: 'must have at least 32 characters: openssl rand -base64 32 makes one',
} as const;

/** Where Cloudflare verifies Turnstile's tokens. */
const TURNSTILE_VERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';

/** The settings of a deployment. */
export const deploymentFields = {
  RUNWARE_API_KEY: secret(/^[\x21-\x7e]+$/, `is required, and ${ASCII_KEY}`).describe(
    'The key for Runware’s API. A secret: it is sent in the `Authorization` header of calls to Runware and nowhere else.',
  ),
  RUNWARE_API_KEY_NEXT: secret(/^[\x21-\x7e]+$/, ASCII_KEY)
    .optional()
    .describe('A second key, used while Runware refuses the first: keys can be exchanged without a gap. A secret.'),
  RUNWARE_URL: text(urlFault).default('https://api.runware.ai/v1').describe('Base URL of Runware’s API.'),
  RUNWARE_TIMEOUT_SECONDS: number(15, {min: 0.01, max: 60}).describe(
    'Seconds after which one call to Runware times out. Whether it was received is then unknown; it does not count as failed.',
  ),
  PUBLIC_URL: text(urlFault)
    .transform((url) => URL.parse(url)?.origin)
    .optional()
    .describe('The origin at which Runware can call this Worker. Unset: the https origin that each request came to.'),
  CLIP_HOSTS: list(hostFault)
    .transform((hosts) => (hosts.length > 0 ? hosts : ['runware.ai']))
    .describe('Hosts, with their subdomains, from which clips are relayed. Unset: `runware.ai`.'),
  POLL_FIRST_SECONDS: number(10, {min: 0.01, max: 600}).describe(
    'Seconds from the start of a generation to the first poll.',
  ),
  POLL_MAX_SECONDS: number(10, {min: 0.01, max: 600}).describe('The longest pause between two polls, in seconds.'),
  RECONCILE_SECONDS: number(60, {min: 0.01, max: 86_400}).describe(
    'Seconds after which a reservation that is still open is checked, in case its generation was never started.',
  ),
  BALANCE_LOW_USD: number(10, {min: 0, max: 1_000_000}).describe(
    'The owner is notified when less than this is left at Runware. Checked once an hour at most, when something was spent.',
  ),
  LOCAL_ORIGINS: choice(['denied', 'allowed'])
    .default('denied')
    .describe('Whether pages on localhost may use this Worker: `denied` or `allowed`. For development only.'),
  ADMIN_TOKEN: secret(/^[\x21-\x7e]{24,}$/, 'must have at least 24 characters, no spaces and only ASCII')
    .optional()
    .describe('Opens `/v1/usage`, the owner’s view. A secret. Unset: there is no such route.'),
  SESSION_KEY: secret(OWN_SECRET.pattern, OWN_SECRET.message)
    .optional()
    .describe(
      'Signs visitors’ sessions and the URLs that Runware calls. A secret. Unset: derived from `RUNWARE_API_KEY`.',
    ),
  CALLER_HASH_KEY: secret(OWN_SECRET.pattern, OWN_SECRET.message)
    .optional()
    .describe(
      'Hides the addresses and names of callers in what is stored and logged. A secret. Unset: derived from `RUNWARE_API_KEY`, so that a new key starts all callers’ counts anew.',
    ),
  TURNSTILE_VERIFY_URL: text((url) =>
    url === TURNSTILE_VERIFY_URL || isLoopback(URL.parse(url)?.hostname ?? '')
      ? undefined
      : 'is neither Cloudflare’s nor a URL of this machine',
  )
    .default(TURNSTILE_VERIFY_URL)
    .describe(
      'URL at which Turnstile’s tokens are verified. Any other than Cloudflare’s is accepted on this machine only.',
    ),
};
