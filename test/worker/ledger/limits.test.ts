import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Caller} from '../../../worker/caller/caller.ts';
import {dayOf, monthOf, nextOf} from '../../../worker/ledger/calendar.ts';
import {firstExceeded, limitState, limitUsages, type UsageCounts} from '../../../worker/ledger/limits.ts';

const NOW = Date.parse('2026-03-28T23:30:00Z');
const SETTINGS = {
  CALLER_PER_HOUR: 2,
  CALLER_PER_DAY: 3,
  CALLER_CONCURRENT: 2,
  CALLER_USD_PER_DAY: undefined,
  SITE_CONCURRENT: 5,
  SITE_USD_PER_DAY: 1,
  SITE_USD_PER_MONTH: 2,
  TIME_ZONE: 'UTC',
};
const EMPTY: UsageCounts = {caller: [], callerOpen: 0, siteOpen: 0, siteDayMicroUSD: 0, siteMonthMicroUSD: 0};
const visitor: Caller = {key: 'k', kind: 'address'};

function breach(counts: Partial<UsageCounts>, caller = visitor, microUSD = 280_000) {
  return firstExceeded(limitUsages(SETTINGS, caller, {...EMPTY, ...counts}, NOW), microUSD)?.name;
}

const minutesAgo = (minutes: number) => ({at: NOW - minutes * 60_000, microUSD: 280_000});

test('a cap may be reached exactly, and not passed by one micro-dollar', () => {
  assert.equal(breach({siteDayMicroUSD: 720_000}), undefined);
  assert.equal(breach({siteDayMicroUSD: 720_001}), 'siteUSDPerDay');
  assert.equal(breach({siteMonthMicroUSD: 1_720_001}), 'siteUSDPerMonth');
});

test('the hour and the day of a caller slide', () => {
  assert.equal(breach({caller: [minutesAgo(59), minutesAgo(1)]}), 'callerPerHour');
  assert.equal(breach({caller: [minutesAgo(61), minutesAgo(1)]}), undefined);
  assert.equal(breach({caller: [minutesAgo(300), minutesAgo(200), minutesAgo(1)]}), 'callerPerDay');
});

test('a limit resets when the oldest generation leaves the window', () => {
  const [hour] = limitUsages(
    SETTINGS,
    visitor,
    {...EMPTY, caller: [minutesAgo(300), minutesAgo(40), minutesAgo(1)]},
    NOW,
  );
  assert.equal(hour && limitState(hour).resetsAt, '2026-03-28T23:50:00.000Z');
});

test('the limits a site gives its visitor take the place of the deployment’s, the site’s own caps stay', () => {
  const member: Caller = {key: 'k', kind: 'identity', limits: {perHour: 100, perDay: 100, usdPerDay: 0.5}};
  assert.equal(breach({caller: [minutesAgo(3), minutesAgo(2), minutesAgo(1)]}, member), 'callerUSDPerDay');
  assert.equal(breach({siteDayMicroUSD: 900_000}, member), 'siteUSDPerDay');
});

test('a server of the owner is bound by the site’s limits alone', () => {
  const server: Caller = {key: 's', kind: 'server'};
  assert.equal(breach({caller: Array.from({length: 50}, () => minutesAgo(1)), callerOpen: 50}, server), undefined);
  assert.equal(breach({siteOpen: 5}, server), 'siteConcurrent');
});

test('days and months begin where the deployment is, in summer and in winter', () => {
  assert.equal(dayOf(NOW, 'UTC'), '2026-03-28');
  assert.equal(dayOf(NOW, 'Europe/Madrid'), '2026-03-29');
  assert.equal(monthOf(Date.parse('2026-12-31T23:30:00Z'), 'Europe/Madrid'), '2027-01');
  assert.equal(new Date(nextOf('day', NOW, 'UTC')).toISOString(), '2026-03-29T00:00:00.000Z');
  assert.equal(
    new Date(nextOf('day', NOW, 'Europe/Madrid')).toISOString(),
    '2026-03-29T22:00:00.000Z',
    'a day of 23 hours',
  );
  assert.equal(new Date(nextOf('month', NOW, 'America/New_York')).toISOString(), '2026-04-01T04:00:00.000Z');
});
