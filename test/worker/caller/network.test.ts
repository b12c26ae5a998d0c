import assert from 'node:assert/strict';
import {test} from 'node:test';
import {prefixOf} from '../../../worker/caller/network.ts';
import {isAllowed} from '../../../worker/http/middleware/origin.ts';

/** Addresses, and what one subscriber holds of them. */
const PREFIXES: readonly (readonly [address: string, prefix: string])[] = [
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
];

for (const [address, prefix] of PREFIXES) {
  test(`limits of ${address} are counted for ${prefix}`, () => assert.equal(prefixOf(address), prefix));
}

/** Origins and whether they pass a list of one exact origin and one domain with its subdomains. */
const ORIGINS: readonly (readonly [origin: string, passes: boolean])[] = [
  ['https://page.example', true],
  ['https://a.wide.example', true],
  ['https://a.b.wide.example', true],
  ['https://wide.example', false],
  ['https://evilwide.example', false],
  ['http://a.wide.example', false],
  ['https://a.wide.example:444', false],
  ['https://a.wide.example.evil.example', false],
  ['https://sub.page.example', false],
  ['https://.wide.example', false],
  ['https://worker.example', true],
  ['http://localhost:3000', false],
  ['http://127.0.0.1:8787', false],
  ['null', false],
  ['', false],
];

for (const [origin, passes] of ORIGINS) {
  test(`a page of "${origin}" is ${passes ? 'allowed' : 'refused'}`, () => {
    const settings = {
      ALLOWED_ORIGINS: ['https://page.example', 'https://*.wide.example'],
      LOCAL_ORIGINS: 'denied' as const,
      OWN_PAGES: 'allowed' as const,
    };
    assert.equal(isAllowed(origin, 'https://worker.example', settings), passes);
  });
}

test('the Worker’s own pages may be denied, unless they are listed', () => {
  const own = 'https://worker.example';
  const settings = {LOCAL_ORIGINS: 'denied', OWN_PAGES: 'denied'} as const;
  assert.equal(isAllowed(own, own, {...settings, ALLOWED_ORIGINS: ['https://page.example']}), false);
  assert.equal(isAllowed(own, own, {...settings, ALLOWED_ORIGINS: [own]}), true);
});
