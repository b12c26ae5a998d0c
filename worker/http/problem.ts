// How an answer is put on the wire.

import type {Context} from 'hono';
import type {RequestIdVariables} from 'hono/request-id';
import type {ContentfulStatusCode} from 'hono/utils/http-status';
import type {Problem} from '../contract/index.ts';
import {type Failure, problemOf} from '../failure.ts';
import type {Generation} from '../generation/generation.ts';
import type {Ledger} from '../ledger/ledger.ts';
import type {Caller} from '../ledger/limits.ts';
import type {Settings, SettingsEnv} from '../settings/settings.ts';

/** What this Worker is bound to, and its settings as they come. */
export interface Bindings extends SettingsEnv {
  GENERATIONS: DurableObjectNamespace<Generation>;
  LEDGER: DurableObjectNamespace<Ledger>;
  /** Where copies of the clips are kept; without it they come from Runware. */
  VIDEOS?: R2Bucket;
  /** Cloudflare's filters of floods: of what costs money, and of the rest. */
  STARTS?: RateLimit;
  READS?: RateLimit;
}

/** Hono's environment in this Worker. `settings` is there on every route under `/v1`. */
export interface AppEnv {
  Bindings: Bindings;
  Variables: RequestIdVariables & {
    settings: Settings;
    /** Whoever starts something. There on the routes that cost money. */
    caller: Caller;
    /** Why the answer is no success: for the log. */
    failure: Failure;
  };
}

/** Answers with the public problem of a failure, and keeps the rest of it for the log. */
export function problemAnswer(c: Context, failure: Failure, headers?: Record<string, string>): Response {
  c.set('failure', failure);
  return problemBody(c, problemOf(failure), headers);
}

/** Answers with a problem as it is. */
export function problemBody(c: Context, problem: Problem, headers: Record<string, string> = {}): Response {
  return c.body(JSON.stringify(problem), {
    status: problem.status as ContentfulStatusCode,
    headers: {'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers},
  });
}
