// How much of each limit is used and whether one more generation fits: pure, so that every edge can be tried in a test.

import type {Caller, LimitOverrides} from '../caller/caller.ts';
import {LIMITS, type LimitName, type LimitState} from '../contract/index.ts';
import type {Settings} from '../settings/settings.ts';
import {dayOf, monthOf, nextOf} from './calendar.ts';

/** The settings that limit spending. */
export type LimitSettings = Pick<
  Settings,
  | 'CALLER_PER_HOUR'
  | 'CALLER_PER_DAY'
  | 'CALLER_CONCURRENT'
  | 'CALLER_USD_PER_DAY'
  | 'SITE_CONCURRENT'
  | 'SITE_USD_PER_DAY'
  | 'SITE_USD_PER_MONTH'
  | 'TIME_ZONE'
>;

/** What has been counted. Money is in whole micro-dollars, reservations that are still open included. */
export interface UsageCounts {
  /** When each of the caller's generations of the last 24 hours was reserved, and at what price; the oldest first. */
  caller: readonly {at: number; microUSD: number}[];
  callerOpen: number;
  siteOpen: number;
  siteDayMicroUSD: number;
  siteMonthMicroUSD: number;
}

/** One limit, how much of it is used and when some of it comes back. */
export interface LimitUsage {
  name: LimitName;
  max: number;
  used: number;
  resetsAt?: number;
}

const HOUR_MS = 3_600_000;
/** Length of a caller's longest window. */
export const CALLER_WINDOW_MS = 24 * HOUR_MS;
const MICRO = 1_000_000;

/** Every limit that holds for a caller, the caller's own first. Money is in micro-dollars. */
export function limitUsages(settings: LimitSettings, caller: Caller, counts: UsageCounts, now: number): LimitUsage[] {
  const {TIME_ZONE: zone} = settings;
  return [
    ...(caller.kind === 'server' ? [] : callerUsages(settings, caller.limits ?? {}, counts, now)),
    {name: 'siteConcurrent', max: settings.SITE_CONCURRENT, used: counts.siteOpen},
    {
      name: 'siteUSDPerDay',
      max: Math.round(settings.SITE_USD_PER_DAY * MICRO),
      used: counts.siteDayMicroUSD,
      resetsAt: nextOf('day', now, zone),
    },
    {
      name: 'siteUSDPerMonth',
      max: Math.round(settings.SITE_USD_PER_MONTH * MICRO),
      used: counts.siteMonthMicroUSD,
      resetsAt: nextOf('month', now, zone),
    },
  ];
}

function callerUsages(settings: LimitSettings, own: LimitOverrides, counts: UsageCounts, now: number): LimitUsage[] {
  const usd = own.usdPerDay ?? settings.CALLER_USD_PER_DAY;
  const hour = counts.caller.filter(({at}) => at > now - HOUR_MS);
  const spent = counts.caller.reduce((sum, {microUSD}) => sum + microUSD, 0);
  const comesBack = (first: {at: number} | undefined, windowMs: number) =>
    first ? {resetsAt: first.at + windowMs} : {};
  const day = comesBack(counts.caller[0], CALLER_WINDOW_MS);
  return [
    {
      name: 'callerPerHour',
      max: own.perHour ?? settings.CALLER_PER_HOUR,
      used: hour.length,
      ...comesBack(hour[0], HOUR_MS),
    },
    {name: 'callerPerDay', max: own.perDay ?? settings.CALLER_PER_DAY, used: counts.caller.length, ...day},
    {name: 'callerConcurrent', max: own.concurrent ?? settings.CALLER_CONCURRENT, used: counts.callerOpen},
    ...(usd === undefined
      ? []
      : [{name: 'callerUSDPerDay', max: Math.round(usd * MICRO), used: spent, ...day} as const]),
  ];
}

/** The first limit that one more generation of this price would exceed. */
export function firstExceeded(usages: readonly LimitUsage[], microUSD: number): LimitUsage | undefined {
  return usages.find(({name, max, used}) => used + (LIMITS[name].unit === 'USD' ? microUSD : 1) > max);
}

/** A limit as it goes on the wire. */
export function limitState({name, max, used, resetsAt}: LimitUsage): LimitState {
  const {unit} = LIMITS[name];
  const scale = unit === 'USD' ? MICRO : 1;
  return {
    name,
    unit,
    max: max / scale,
    remaining: Math.max(0, max - used) / scale,
    ...(resetsAt !== undefined && {resetsAt: new Date(resetsAt).toISOString()}),
  };
}

/** The names of the day and the month that a reservation made now is booked under. */
export function periodsOf(now: number, {TIME_ZONE}: Pick<Settings, 'TIME_ZONE'>): {day: string; month: string} {
  return {day: dayOf(now, TIME_ZONE), month: monthOf(now, TIME_ZONE)};
}
