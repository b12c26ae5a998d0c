// What this Worker is bound to, and what a request carries through it. Types only.

import type {RequestIdVariables} from 'hono/request-id';
import type {Caller} from './caller/caller.ts';
import type {Failure} from './failure.ts';
import type {GenerationApi} from './generation/protocol.ts';
import type {LedgerApi} from './ledger/protocol.ts';
import type {Settings, SettingsEnv} from './settings/settings.ts';

/** What this Worker is bound to, and its settings as they come. */
export interface Bindings extends SettingsEnv {
  GENERATIONS: DurableObjectNamespace<GenerationApi & Rpc.DurableObjectBranded>;
  LEDGER: DurableObjectNamespace<LedgerApi & Rpc.DurableObjectBranded>;
  /** Where copies of the clips are kept; without it they come from Runware. */
  VIDEOS?: R2Bucket;
  /** Cloudflare's rate limits: of a visitor's requests that may cost money, of the others, and of the owner's servers. */
  STARTS?: RateLimit;
  READS?: RateLimit;
  SERVERS?: RateLimit;
}

/** Hono's environment in this Worker. `settings` is set on every route under `/v1`. */
export interface AppEnv {
  Bindings: Bindings;
  Variables: RequestIdVariables & {
    settings: Settings;
    /** Who starts something. Set on the routes that cost money. */
    caller: Caller;
    /** Why the answer is not a success: for the log. */
    failure: Failure;
  };
}
