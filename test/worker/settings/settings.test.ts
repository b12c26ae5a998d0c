import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {isAllowed} from '../../../worker/http/middleware/origin.ts';
import {dayOf, nextOf} from '../../../worker/ledger/calendar.ts';
import {offerOf} from '../../../worker/settings/offer.ts';
import {readSettings, SECRET_NAMES, SETTING_NAMES, type Settings} from '../../../worker/settings/settings.ts';
import {OPEN} from '../../support/world.ts';

const GOOD = {...OPEN, RUNWARE_API_KEY: 'a-key-of-the-tests'};
const SEED = 20_261_128;

const SECRETS: readonly string[] = SECRET_NAMES;

/** Anything at all, and what people write by mistake. */
const value = fc.oneof(
  fc.string(),
  fc.string({unit: 'binary'}),
  fc.webUrl(),
  fc.domain(),
  fc.webAuthority({withPort: true, withUserInfo: true, withIPv4: true, withIPv6: true}),
  fc.double().map(String),
  fc.integer().map(String),
  fc.constantFrom('*', '*.example.com', 'https://*', 'https://*.', 'https://*.com', '://', 'null', 'www.example.com'),
  fc.constantFrom(
    'https://a.example/',
    'HTTPS://A.EXAMPLE',
    'http://[::1]:3',
    'https://[',
    '-1',
    '0x10',
    '1,5',
    '5$',
    'NaN',
  ),
  fc.constantFrom(
    'turnstile',
    'identity',
    'none',
    'allowed',
    'denied',
    'full',
    '+01:00',
    'Etc/GMT+12',
    'utc',
    '6 10',
    'MP4',
  ),
);

const settings = fc.dictionary(fc.constantFrom(...SETTING_NAMES), value, {maxKeys: 4, noNullPrototype: true});

/** All that is made of settings without asking anybody. Throws where one of them was let through that must not be. */
function use(read: Settings): void {
  const now = Date.now();
  offerOf(read);
  for (const origin of ['https://page.example', 'http://localhost:3000', 'null', ''])
    isAllowed(origin, 'https://worker.example', read);
  for (const url of [
    read.RUNWARE_URL,
    read.TURNSTILE_VERIFY_URL,
    read.PUBLIC_URL,
    read.ALERT_URL,
    read.IDENTITY_JWKS_URL,
  ])
    if (url !== undefined) new URL(url);
  for (const key of [read.RUNWARE_API_KEY, read.RUNWARE_API_KEY_NEXT, ...read.SERVER_TOKENS])
    new Headers({authorization: `Bearer ${key}`});
  dayOf(now, read.TIME_ZONE);
  nextOf('month', now, read.TIME_ZONE);
}

test('whatever a setting holds, it is read or named in a message, and what is read can be used', () => {
  fc.assert(
    fc.property(settings, (some) => {
      const result = readSettings({...GOOD, ...some});
      if (result.ok) return use(result.value);
      assert.ok(result.error.length > 0);
      for (const line of result.error) {
        const name = line.slice(0, line.indexOf(':'));
        assert.ok(
          SETTING_NAMES.some((known) => known === name),
          line,
        );
        assert.ok(line.length < 500, line);
      }
      const others = Object.keys(some).filter((name) => !SECRETS.includes(name));
      for (const [name, text] of Object.entries(some)) {
        if (SECRETS.includes(name) && text.length > 8 && others.length === 0)
          assert.ok(!result.error.join('\n').includes(text), name);
      }
    }),
    {numRuns: 5_000, seed: SEED},
  );
});

/** A setting as somebody may write it, and the whole message. */
const MESSAGES: readonly (readonly [name: string, value: string, message: string])[] = [
  [
    'ALLOWED_ORIGINS',
    'www.example.com',
    '"www.example.com" has no https:// in front. Did you mean https://www.example.com?',
  ],
  ['ALLOWED_ORIGINS', 'https://a.example/', '"https://a.example/" ends with a slash. Did you mean https://a.example?'],
  [
    'ALLOWED_ORIGINS',
    'https://a.example/blog',
    '"https://a.example/blog" is more than an origin, or spelled otherwise. Did you mean https://a.example?',
  ],
  [
    'ALLOWED_ORIGINS',
    '*',
    '"*" would allow every page: list the origins, such as https://example.com, or https://*.example.com for all subdomains',
  ],
  ['ALLOWED_ORIGINS', 'https://*.com', '"https://*.com" would allow every domain below that ending'],
  ['ALLOWED_ORIGINS', 'http://localhost:3000', 'has an origin on localhost, which needs LOCAL_ORIGINS=allowed'],
  ['IMAGE_HOSTS', 'https://img.example/', '"https://img.example/" is not a host name. Did you mean img.example?'],
  [
    'RUNWARE_URL',
    'http://api.example/v1',
    '"http://api.example/v1" is not https, which only a URL of this machine may be',
  ],
  ['RUNWARE_URL', 'api.example/v1', '"api.example/v1" has no https:// in front. Did you mean https://api.example/v1?'],
  ['ALERT_URL', 'https://me:password@hooks.example/', 'The value has a user name or a password in it'],
  ['VISITOR_CHECK', 'Turnstile', '"Turnstile" is not one of turnstile, identity, none. Did you mean turnstile?'],
  ['SITE_USD_PER_DAY', '12,5 $', '"12,5 $" is not a number from 0 to 1000000. Did you mean 12.5?'],
  ['RETENTION_DAYS', '-31', '"-31" is not a number from 0.00001 to 365. Did you mean 31?'],
  ['OFFER_FORMATS', 'mp4', '"mp4" is not one of MP4, WEBM, MOV. Did you mean MP4?'],
  ['OFFER_DURATIONS', '7', '"7" is not one of 6, 10'],
  ['TIME_ZONE', 'Madrid', '"Madrid" is not a time zone such as UTC or Europe/Madrid'],
  ['SESSION_KEY', 'too-short', 'must have at least 32 characters: openssl rand -base64 32 makes one'],
  ['SERVER_TOKENS', 'too-short', 'must be tokens of at least 24 characters'],
  ['RUNWARE_API_KEY', 'two words', 'is required, and must have no spaces and only ASCII characters'],
];

for (const [name, text, message] of MESSAGES) {
  test(`${name}=${text} is answered: ${message}`, () => {
    const result = readSettings({...GOOD, LOCAL_ORIGINS: 'denied', [name]: text});
    assert.ok(!result.ok);
    assert.ok(result.error.includes(`${name}: ${message}`), result.error.join('\n'));
  });
}

test('a setting may be a number, and a zero is no unset value', () => {
  const vars = {...GOOD, SITE_USD_PER_DAY: 0, CALLER_PER_HOUR: 7} as unknown as Record<string, string>;
  const result = readSettings(vars);
  assert.ok(result.ok);
  assert.deepEqual([result.value.SITE_USD_PER_DAY, result.value.CALLER_PER_HOUR], [0, 7]);
});

test('blanks around a value do not count, and a blank value is unset', () => {
  const result = readSettings({...GOOD, RUNWARE_API_KEY: ' key\n', TIME_ZONE: '  '});
  assert.ok(result.ok);
  assert.deepEqual([result.value.RUNWARE_API_KEY, result.value.TIME_ZONE], ['key', 'UTC']);
});
