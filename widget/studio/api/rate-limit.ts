// How much a visitor may still do, as the Worker's `RateLimit` headers tell it. Structured fields of the IETF's draft:
// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/

import type {LimitName} from '../../../worker/contract/index.ts';

/** The limits that count in time: those that can be shown while they are getting scarce. */
const TIMED = ['callerPerHour', 'callerPerDay', 'callerUSDPerDay'] as const satisfies LimitName[];

/** Generations left: more than this are nothing to count. */
const LOW_COUNT = 3;
/** Share of the money left: more than this is none to mind. */
const LOW_SHARE = 0.5;

/** What is left of one limit. */
export interface RemainingLimit {
  name: (typeof TIMED)[number];
  /** In cents where the limit is one of money. */
  remaining: number;
  max: number;
  /** When there will be more, by this device's clock. */
  until: number;
}

/** What an answer's headers say, the limit with the least left first. */
export function parseRemainingLimits(headers: Headers): RemainingLimit[] {
  const quotas = new Map(parseItems(headers.get('RateLimit-Policy'), 'q'));
  const resets = new Map(parseItems(headers.get('RateLimit'), 't'));
  const left = new Map(parseItems(headers.get('RateLimit'), 'r'));
  return TIMED.flatMap((name) => {
    const remaining = left.get(name);
    const max = quotas.get(name) ?? 0;
    if (remaining === undefined || max <= 0) return [];
    return [{name, remaining, max, until: Date.now() + (resets.get(name) ?? 0) * 1000}];
  }).sort((a, b) => a.remaining / a.max - b.remaining / b.max);
}

/** Whether so little is left that the visitor should know. */
export function isLow({name, remaining, max, until}: RemainingLimit): boolean {
  return until > Date.now() && remaining <= (name === 'callerUSDPerDay' ? max * LOW_SHARE : LOW_COUNT);
}

/** Of each item of a list of structured fields, its name and this whole-number parameter. */
function parseItems(field: string | null, parameter: string): [string, number][] {
  const items = (field ?? '').matchAll(/"(\w+)"((?:;[^,]*)?)/g);
  return [...items].flatMap(([, name = '', parameters = '']) => {
    const number = new RegExp(`;${parameter}=(\\d+)`).exec(parameters)?.[1];
    return number === undefined ? [] : [[name, Number(number)] as [string, number]];
  });
}
