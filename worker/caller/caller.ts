// Whoever limits are counted for.

/** Limits of one caller that replace those of the deployment. Counts are generations; money is in USD. */
export interface LimitOverrides {
  perHour?: number;
  perDay?: number;
  concurrent?: number;
  usdPerDay?: number;
}

/** Whoever limits are counted for. */
export interface Caller {
  /** A keyed hash: neither an address nor a name can be read from it. */
  key: string;
  /** `server`: one of the owner's own, bound by the site's limits only. */
  kind: 'address' | 'identity' | 'server';
  limits?: LimitOverrides;
}
