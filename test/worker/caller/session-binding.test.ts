import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openSession, readSession, type SessionHolder, type SessionSettings} from '../../../worker/caller/session.ts';

const SETTINGS: SessionSettings = {
  RUNWARE_API_KEY: 'a-key-of-the-tests',
  SESSION_MINUTES: 15,
  VISITOR_CHECK: 'turnstile',
  TURNSTILE_SITE_KEY: 'site',
  TURNSTILE_SECRET_KEY: 'secret',
  IDENTITY_AUDIENCE: 'hailuo-generator',
};

const IPV4 = {prefix: '203.0.113.7', asn: 64_500};
const IPV6 = {prefix: '2001:db8:1:2::/64', asn: 64_500};

const holder = (network: SessionHolder['network'], origin = 'https://page.example') => ({origin, network});

async function tokenFor(holding: SessionHolder, settings = SETTINGS): Promise<string> {
  return (await openSession(settings, {key: 'visitor', kind: 'address'}, holding)).token;
}

/** Settings that decide who passes the visitor check, each changed. */
const CHANGES: readonly Partial<SessionSettings>[] = [
  {VISITOR_CHECK: 'identity', IDENTITY_SECRET: 'the-secret-with-which-a-site-signs-identities'},
  {VISITOR_CHECK: 'none'},
  {TURNSTILE_SITE_KEY: 'another site'},
  {TURNSTILE_SECRET_KEY: 'another secret'},
];

test('a change of the visitor check voids every session from before it', async () => {
  const token = await tokenFor(holder(IPV4));
  assert.deepEqual(await readSession(SETTINGS, token, holder(IPV4)), {
    ok: true,
    value: {key: 'visitor', kind: 'address'},
  });
  for (const change of CHANGES) {
    const read = await readSession({...SETTINGS, ...change}, token, holder(IPV4));
    assert.deepEqual(read, {ok: false, error: 'another visitor check'}, JSON.stringify(change));
  }
});

test('an identity’s session ends with the secret, the key set or the audience it was checked with', async () => {
  const settings: SessionSettings = {...SETTINGS, VISITOR_CHECK: 'identity', IDENTITY_SECRET: 'x'.repeat(32)};
  const token = await tokenFor(holder(IPV4), settings);
  assert.ok((await readSession(settings, token, holder(IPV4))).ok);
  for (const change of [
    {IDENTITY_SECRET: 'y'.repeat(32)},
    {IDENTITY_JWKS_URL: 'https://x.example'},
    {IDENTITY_AUDIENCE: 'z'},
  ])
    assert.ok(!(await readSession({...settings, ...change}, token, holder(IPV4))).ok, JSON.stringify(change));
});

test('a shortened lifetime of sessions holds for those from before it', async (t) => {
  t.mock.timers.enable({apis: ['Date'], now: Date.parse('2026-11-28T12:00:00Z')});
  const token = await tokenFor(holder(IPV4), {...SETTINGS, SESSION_MINUTES: 1440});
  t.mock.timers.tick(10 * 60_000);
  assert.ok((await readSession(SETTINGS, token, holder(IPV4))).ok);
  assert.ok(!(await readSession({...SETTINGS, SESSION_MINUTES: 5}, token, holder(IPV4))).ok);
});

/** Where a session was made, where it is shown, and whether it holds there. */
const MOVES: readonly (readonly [name: string, made: SessionHolder, shown: SessionHolder, holds: boolean])[] = [
  ['from IPv4 to IPv6 of the same provider', holder(IPV4), holder(IPV6), true],
  ['from IPv6 to IPv4 of the same provider', holder(IPV6), holder(IPV4), true],
  ['from IPv4 to IPv6 of another provider', holder(IPV4), holder({...IPV6, asn: 64_501}), false],
  ['to another IPv4 of the same provider', holder(IPV4), holder({...IPV4, prefix: '203.0.113.8'}), false],
  ['to another IPv6 of the same provider', holder(IPV6), holder({...IPV6, prefix: '2001:db8:1:3::/64'}), false],
  ['to another page', holder(IPV4), holder(IPV4, 'https://other.example'), false],
];

for (const [name, made, shown, holds] of MOVES) {
  test(`a session that moves ${name} ${holds ? 'holds' : 'is void'}`, async () => {
    const read = await readSession(SETTINGS, await tokenFor(made), shown);
    assert.equal(read.ok, holds);
  });
}
