// Limits in headers: structured fields of the IETF's draft.
// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/

import {LIMITS, type LimitState} from '../contract/index.ts';
import type {Failure} from '../failure.ts';

/** When nobody knows when a place will be free. */
const PLACE_RETRY_SECONDS = 30;

/** `RateLimit` and `RateLimit-Policy` of the caller's own limits: what is left for the whole site is not told. */
export function limitHeaders(limits: readonly LimitState[]): Record<string, string> {
  const own = limits.filter(({name}) => name.startsWith('caller'));
  return own.length === 0 ? {} : fields(own);
}

/** The headers of a refusal: when to come again, and where it was a limit of the caller's own, how far it is used. */
export function refusalHeaders(failure: Failure | undefined): Record<string, string> {
  if (failure?.reason === 'ledgerUnreachable') return {'Retry-After': '5'};
  if (failure?.reason !== 'limitExceeded') return {};
  return {...limitHeaders([failure.limit]), 'Retry-After': String(secondsUntil(failure.limit) ?? PLACE_RETRY_SECONDS)};
}

function fields(limits: readonly LimitState[]): Record<string, string> {
  return {
    'RateLimit-Policy': limits
      .map((limit) => `"${limit.name}";q=${whole(limit, limit.max)}${unitOf(limit)}${windowOf(limit)}`)
      .join(', '),
    RateLimit: limits.map((limit) => `"${limit.name}";r=${whole(limit, limit.remaining)}${resetOf(limit)}`).join(', '),
  };
}

/** Quotas are whole numbers there: money is told in cents. */
function whole({unit}: LimitState, amount: number): number {
  return unit === 'USD' ? Math.floor(Math.round(amount * 1_000_000) / 10_000) : amount;
}

function unitOf({name, unit}: LimitState): string {
  if (unit === 'USD') return ';qu="usd-cents"';
  return name.endsWith('Concurrent') ? ';qu="concurrent-requests"' : '';
}

function windowOf({name}: LimitState): string {
  const {windowSeconds}: {unit: string; windowSeconds?: number} = LIMITS[name];
  return windowSeconds === undefined ? '' : `;w=${windowSeconds}`;
}

function resetOf(limit: LimitState): string {
  const seconds = secondsUntil(limit);
  return seconds === undefined ? '' : `;t=${seconds}`;
}

function secondsUntil({resetsAt}: LimitState): number | undefined {
  return resetsAt === undefined ? undefined : Math.max(1, Math.ceil((Date.parse(resetsAt) - Date.now()) / 1000));
}
