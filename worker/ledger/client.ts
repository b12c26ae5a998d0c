// The way to the ledger. One that cannot be reached is an answer here, not an exception.

import type {Bindings} from '../bindings.ts';
import type {Caller} from '../caller/caller.ts';
import type {LimitState} from '../contract/index.ts';
import type {UpstreamFailure} from '../failure.ts';
import {log} from '../log.ts';
import {err, type Result} from '../result.ts';
import type {LedgerApi, LedgerUnreachable, Purchase, ReservationRefusal, Settlement} from './protocol.ts';

/** The ledger of this deployment: one deployment is one site. */
export function ledgerOf({LEDGER}: Pick<Bindings, 'LEDGER'>): DurableObjectStub<LedgerApi & Rpc.DurableObjectBranded> {
  return LEDGER.getByName('site');
}

/** What a generation has to say to the ledger. */
export class LedgerLink {
  readonly #env: Pick<Bindings, 'LEDGER'>;

  constructor(env: Pick<Bindings, 'LEDGER'>) {
    this.#env = env;
  }

  /** Sets the price aside. */
  async reserve(
    purchase: Purchase,
    caller: Caller,
  ): Promise<Result<readonly LimitState[], ReservationRefusal | LedgerUnreachable>> {
    try {
      return await ledgerOf(this.#env).reserve(purchase, caller);
    } catch (error) {
      logUnreachable(error);
      return err({reason: 'ledgerUnreachable'});
    }
  }

  /** Tells of the end. False where it has to be told again; told twice, it changes nothing. */
  async book(taskUUID: string, settlement: Settlement, isUnbilled: boolean): Promise<boolean> {
    try {
      const ledger = ledgerOf(this.#env);
      if (isUnbilled) await ledger.release(taskUUID, settlement.outcome);
      else await ledger.settle(taskUUID, settlement);
      return true;
    } catch (error) {
      logUnreachable(error);
      return false;
    }
  }

  /** Reports what only the owner can mend. Lost, it is told the next time. */
  async report({kind}: UpstreamFailure): Promise<void> {
    if (kind !== 'key' && kind !== 'balance') return;
    await ledgerOf(this.#env)
      .report(kind === 'key' ? 'keyRefused' : 'balanceLow')
      .catch(logUnreachable);
  }
}

function logUnreachable(error: unknown): void {
  log('fault', {what: 'ledger', error: error instanceof Error ? error.message : 'unknown'});
}
