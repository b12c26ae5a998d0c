// What a deployment limits, and what a page is told of it.

/** What a visitor shows besides an allowed origin: a human check, an identity that the site signed, or nothing. */
export const VISITOR_CHECKS = ['turnstile', 'identity', 'none'] as const;

/** See {@link VISITOR_CHECKS}. */
export type VisitorCheck = (typeof VISITOR_CHECKS)[number];

/** Each limit, and what it counts. A caller is whoever limits are counted for: a visitor's address or identity, as an opaque key. */
export const LIMITS = {
  /** Generations of one caller in any 60 minutes. */
  callerPerHour: {unit: 'generations', windowSeconds: 3600},
  /** Generations of one caller in any 24 hours. */
  callerPerDay: {unit: 'generations', windowSeconds: 86_400},
  /** Generations of one caller under way at the same time. */
  callerConcurrent: {unit: 'generations'},
  /** What one caller's generations may cost in any 24 hours. */
  callerUSDPerDay: {unit: 'USD', windowSeconds: 86_400},
  /** Generations of all callers under way at the same time. */
  siteConcurrent: {unit: 'generations'},
  /** What all generations may cost in one calendar day. */
  siteUSDPerDay: {unit: 'USD', windowSeconds: 86_400},
  /** What all generations may cost in one calendar month. */
  siteUSDPerMonth: {unit: 'USD', windowSeconds: 2_678_400},
} as const satisfies Record<string, {unit: LimitState['unit']; windowSeconds?: number}>;

/** Name of a limit. */
export type LimitName = keyof typeof LIMITS;

/** How much of one limit is used. */
export interface LimitState {
  name: LimitName;
  unit: 'generations' | 'USD';
  /** What is allowed in all. */
  max: number;
  /** What is left of it. Less than was asked for, in a refusal. */
  remaining: number;
  /** When there will be more. ISO 8601, UTC. Absent where that depends on other generations ending. */
  resetsAt?: string;
}

/**
 * The limit that refused a request, as its caller is told: `limit` of a problem with the code `limitExceeded`. A limit of the
 * caller's own comes with what is allowed and what is left; of the site's limits only which one, and when it resets.
 */
export type ReachedLimit = Pick<LimitState, 'name' | 'unit' | 'resetsAt'> & Partial<LimitState>;

/** What the caller is told of a limit: how much the site's owner spends is nobody else's business. */
export function publicLimit(limit: LimitState): ReachedLimit {
  if (limit.name.startsWith('caller')) return limit;
  const {name, unit, resetsAt} = limit;
  return {name, unit, ...(resetsAt !== undefined && {resetsAt})};
}
