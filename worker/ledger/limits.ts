// How far each bound has been gone and whether one more generation fits: pure, so that every edge can be tried in a test.

import type {Caller, LimitOverrides} from '../caller/caller.ts';
import {LIMITS, type LimitName, type LimitState} from '../contract/index.ts';
import type {Settings} from '../settings/settings.ts';
import {dayOf, monthOf, nextOf} from './calendar.ts';

/** The settings that bound spending. */
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
export interface Tally {
  /** When each of the caller's generations of the last 24 hours was reserved, and at what price; the oldest first. */
  caller: readonly {at: number; microUSD: number}[];
  callerOpen: number;
  siteOpen: number;
  siteDayMicroUSD: number;
  siteMonthMicroUSD: number;
}

/** One bound, how much of it is used and when some of it comes back. */
export interface Gauge {
  name: LimitName;
  max: number;
  used: number;
  resetsAt?: number;
}

const HOUR_MS = 3_600_000;
/** Length of a caller's longest window. */
export const CALLER_WINDOW_MS = 24 * HOUR_MS;
const MICRO = 1_000_000;

/** Every bound that holds for a caller, the caller's own first. Money is in micro-dollars. */
export function gaugesOf(settings: LimitSettings, caller: Caller, tally: Tally, now: number): Gauge[] {
  const {TIME_ZONE: zone} = settings;
  return [
    ...(caller.kind === 'server' ? [] : callerGauges(settings, caller.limits ?? {}, tally, now)),
    {name: 'siteConcurrent', max: settings.SITE_CONCURRENT, used: tally.siteOpen},
    {
      name: 'siteUSDPerDay',
      max: Math.round(settings.SITE_USD_PER_DAY * MICRO),
      used: tally.siteDayMicroUSD,
      resetsAt: nextOf('day', now, zone),
    },
    {
      name: 'siteUSDPerMonth',
      max: Math.round(settings.SITE_USD_PER_MONTH * MICRO),
      used: tally.siteMonthMicroUSD,
      resetsAt: nextOf('month', now, zone),
    },
  ];
}

function callerGauges(settings: LimitSettings, own: LimitOverrides, tally: Tally, now: number): Gauge[] {
  const usd = own.usdPerDay ?? settings.CALLER_USD_PER_DAY;
  const hour = tally.caller.filter(({at}) => at > now - HOUR_MS);
  const spent = tally.caller.reduce((sum, {microUSD}) => sum + microUSD, 0);
  const comesBack = (first: {at: number} | undefined, windowMs: number) =>
    first ? {resetsAt: first.at + windowMs} : {};
  const day = comesBack(tally.caller[0], CALLER_WINDOW_MS);
  return [
    {
      name: 'callerPerHour',
      max: own.perHour ?? settings.CALLER_PER_HOUR,
      used: hour.length,
      ...comesBack(hour[0], HOUR_MS),
    },
    {name: 'callerPerDay', max: own.perDay ?? settings.CALLER_PER_DAY, used: tally.caller.length, ...day},
    {name: 'callerConcurrent', max: own.concurrent ?? settings.CALLER_CONCURRENT, used: tally.callerOpen},
    ...(usd === undefined
      ? []
      : [{name: 'callerUSDPerDay', max: Math.round(usd * MICRO), used: spent, ...day} as const]),
  ];
}

/** The first bound that one more generation of this price would pass. */
export function firstBreached(gauges: readonly Gauge[], microUSD: number): Gauge | undefined {
  return gauges.find(({name, max, used}) => used + (LIMITS[name].unit === 'USD' ? microUSD : 1) > max);
}

/** A gauge as the wire tells it. */
export function limitState({name, max, used, resetsAt}: Gauge): LimitState {
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
