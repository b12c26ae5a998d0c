// What is left of the visitor's limits, from the Worker's `RateLimit` headers. Structured fields of the IETF's draft:
// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/

import type {LimitName} from '../../../worker/contract/index.ts';

/** The limits over a period of time: of these, the element shows how much is left. */
const TIMED = ['callerPerHour', 'callerPerDay', 'callerUSDPerDay'] as const satisfies LimitName[];

/** Shown from this many remaining generations down. */
const LOW_COUNT = 3;
/** Shown from this share of the remaining money down. */
const LOW_SHARE = 0.5;

/** What is left of one limit. */
export interface RemainingLimit {
  name: (typeof TIMED)[number];
  /** In cents for a limit in USD. */
  remaining: number;
  max: number;
  /** When it is reset, by this device's clock. */
  until: number;
}

/** Reads a response's headers. The limit with the smallest remaining share comes first. */
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

/** Whether little enough is left to tell the visitor. */
export function isLow({name, remaining, max, until}: RemainingLimit): boolean {
  return until > Date.now() && remaining <= (name === 'callerUSDPerDay' ? max * LOW_SHARE : LOW_COUNT);
}

/** The name of each item of a structured list, with one of its integer parameters. */
function parseItems(field: string | null, parameter: string): [string, number][] {
  const items = (field ?? '').matchAll(/"(\w+)"((?:;[^,]*)?)/g);
  return [...items].flatMap(([, name = '', parameters = '']) => {
    const number = new RegExp(`;${parameter}=(\\d+)`).exec(parameters)?.[1];
    return number === undefined ? [] : [[name, Number(number)] as [string, number]];
  });
}
