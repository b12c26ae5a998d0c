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
