// What a visitor may still do: in words, where it is reached or getting scarce.

import type {LimitName, LimitState} from '../worker/contract/index.ts';
import {money} from './format.ts';
import type {Language} from './language.ts';
import {wordsOf} from './locales/en-run.ts';
import {comingAt} from './times.ts';

/** More than this is nothing to count. */
const SCARCE = 3;

/** What is left of one bound, as the endpoint's `RateLimit` headers tell it. */
export interface Remainder {
  name: LimitName;
  left: number;
  max: number;
  /** When there will be more, by this device's clock. */
  until: number;
}

/**
 * The bounds that count generations in time, the one with the least left first. Structured fields of the IETF's draft:
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function remaindersOf(headers: Headers): Remainder[] {
  const quotas = new Map(numbersIn(headers.get('RateLimit-Policy'), 'q'));
  const resets = new Map(numbersIn(headers.get('RateLimit'), 't'));
  return numbersIn(headers.get('RateLimit'), 'r')
    .map(([name, left]) => ({
      name: name as LimitName,
      left,
      max: quotas.get(name) ?? Number.NaN,
      until: Date.now() + (resets.get(name) ?? 0) * 1000,
    }))
    .filter(({name, max}) => (name === 'callerPerHour' || name === 'callerPerDay') && max > 0)
    .sort((a, b) => a.left - b.left);
}

/** `3 of 5 left this hour`, once there is not much. */
export function scarcity({terms}: Language, [least]: readonly Remainder[]): string | undefined {
  if (!least || least.left > SCARCE || least.until < Date.now()) return undefined;
  const {leftPerHour, leftPerDay} = wordsOf(terms);
  return (least.name === 'callerPerHour' ? leftPerHour : leftPerDay)(least.left, least.max);
}

/** Which limit is reached, and when there will be more. Undefined for one that a newer endpoint may have. */
export function reached({tag, terms}: Language, limit: LimitState): readonly [string, string] | undefined {
  const words = wordsOf(terms);
  const {name, unit, max, resetsAt} = limit;
  const what = words.limits[name]?.(unit === 'USD' ? money(tag, max * 1e6) : `${max}`);
  if (!what) return undefined;
  if (resetsAt) return [what, words.againIn(comingAt(tag, resetsAt))];
  return [what, name.endsWith('AtOnce') ? words.againWhenDone : words.troubles.overLimit[1]];
}

/** Of each item of a list of structured fields, its name and this whole-number parameter. */
function numbersIn(field: string | null, parameter: string): [string, number][] {
  const items = (field ?? '').matchAll(/"(\w+)"((?:;[^,]*)?)/g);
  return [...items].flatMap(([, name = '', parameters = '']) => {
    const number = new RegExp(`;${parameter}=(\\d+)`).exec(parameters)?.[1];
    return number === undefined ? [] : [[name, Number(number)] as [string, number]];
  });
}
