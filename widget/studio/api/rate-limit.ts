// What a visitor may still do: in words, where it is reached or getting scarce.

import type {LimitName, LimitState} from '../../../worker/contract/index.ts';
import {money} from '../../base/format.ts';
import type {Language} from '../../i18n/language.ts';
import {type Words, wordsOf} from '../../i18n/locales/en-run.ts';
import {comingAt} from '../views/times.ts';

/** More generations than this are nothing to count. */
const SCARCE = 3;
/** More of the money than this is none to mind. */
const SCARCE_SHARE = 0.5;

/** What is left of one bound, as the endpoint's `RateLimit` headers tell it. */
export interface Remainder {
  name: LimitName;
  remaining: number;
  max: number;
  /** When there will be more, by this device's clock. */
  until: number;
}

/** The bounds that are told while they are getting scarce, and how. */
const TOLD: Partial<Record<LimitName, (words: Words, tag: string, remainder: Remainder) => string>> = {
  callerPerHour: (words, _, {remaining, max}) => words.remainingPerHour(remaining, max),
  callerPerDay: (words, _, {remaining, max}) => words.remainingPerDay(remaining, max),
  // The header tells cents.
  callerUSDPerDay: (words, tag, {remaining, max}) =>
    words.remainingUSDPerDay(money(tag, remaining * 10_000), money(tag, max * 10_000)),
};

/**
 * The bounds that count in time, the one with the least left first. Structured fields of the IETF's draft:
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function remaindersOf(headers: Headers): Remainder[] {
  const quotas = new Map(numbersIn(headers.get('RateLimit-Policy'), 'q'));
  const resets = new Map(numbersIn(headers.get('RateLimit'), 't'));
  return numbersIn(headers.get('RateLimit'), 'r')
    .map(([name, remaining]) => ({
      name: name as LimitName,
      remaining,
      max: quotas.get(name) ?? Number.NaN,
      until: Date.now() + (resets.get(name) ?? 0) * 1000,
    }))
    .filter(({name, max}) => name in TOLD && max > 0)
    .sort((a, b) => a.remaining / a.max - b.remaining / b.max);
}

/** `3 of 5 left this hour. More in 34 minutes (14:05).`, once there is not much. */
export function scarcity({tag, terms}: Language, remainders: readonly Remainder[]): string | undefined {
  const least = remainders.find(isScarce);
  if (!least) return undefined;
  const words = wordsOf(terms);
  return `${TOLD[least.name]?.(words, tag, least)}. ${words.moreAvailable(comingAt(tag, new Date(least.until).toISOString()))}`;
}

function isScarce({name, remaining, max, until}: Remainder): boolean {
  return until > Date.now() && remaining <= (name === 'callerUSDPerDay' ? max * SCARCE_SHARE : SCARCE);
}

/** Which limit is reached, and when there will be more. Undefined for one that a newer endpoint may have. */
export function reached({tag, terms}: Language, limit: LimitState): readonly [string, string] | undefined {
  const words = wordsOf(terms);
  const {name, unit, max, resetsAt} = limit;
  const what = words.limits[name]?.(unit === 'USD' ? money(tag, max * 1e6) : `${max}`);
  if (!what) return undefined;
  if (resetsAt) return [what, words.retryIn(comingAt(tag, resetsAt))];
  return [what, name.endsWith('Concurrent') ? words.retryWhenDone : words.problems.limitExceeded[1]];
}

/** Of each item of a list of structured fields, its name and this whole-number parameter. */
function numbersIn(field: string | null, parameter: string): [string, number][] {
  const items = (field ?? '').matchAll(/"(\w+)"((?:;[^,]*)?)/g);
  return [...items].flatMap(([, name = '', parameters = '']) => {
    const number = new RegExp(`;${parameter}=(\\d+)`).exec(parameters)?.[1];
    return number === undefined ? [] : [[name, Number(number)] as [string, number]];
  });
}
