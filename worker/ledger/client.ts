// The way to the ledger. One that cannot be reached is a result here, not an exception.

import type {Bindings} from '../bindings.ts';
import type {Caller} from '../caller/caller.ts';
import type {UpstreamFailure} from '../failure.ts';
import {log} from '../log.ts';
import {err, type Result} from '../result.ts';
import type {Granted, LedgerApi, LedgerUnreachable, Purchase, ReservationRefusal, Settlement} from './protocol.ts';

/** The ledger of this deployment: one deployment is one site. */
export function ledgerOf({LEDGER}: Pick<Bindings, 'LEDGER'>): DurableObjectStub<LedgerApi & Rpc.DurableObjectBranded> {
  return LEDGER.getByName('site');
}

/** The calls of a generation to the ledger. */
export class LedgerClient {
  readonly #env: Pick<Bindings, 'LEDGER'>;

  constructor(env: Pick<Bindings, 'LEDGER'>) {
    this.#env = env;
  }

  /** Reserves the price. */
  async reserve(purchase: Purchase, caller: Caller): Promise<Result<Granted, ReservationRefusal | LedgerUnreachable>> {
    try {
      return await ledgerOf(this.#env).reserve(purchase, caller);
    } catch (error) {
      logUnreachable(error);
      return err({reason: 'ledgerUnreachable'});
    }
  }

  /** Tells of the end. False where it has to be told again; told twice, it changes nothing. */
  async settle(taskUUID: string, settlement: Settlement): Promise<boolean> {
    try {
      await ledgerOf(this.#env).settle(taskUUID, settlement);
      return true;
    } catch (error) {
      logUnreachable(error);
      return false;
    }
  }

  /** Whether two keys are known to belong to one account. What cannot be asked is not known. */
  async isSameAccount(keyId: string, otherKeyId: string): Promise<boolean> {
    try {
      return await ledgerOf(this.#env).isSameAccount(keyId, otherKeyId);
    } catch (error) {
      logUnreachable(error);
      return false;
    }
  }

  /** Reports what only the owner can repair. Lost, it is reported the next time. */
  async report({kind}: Pick<UpstreamFailure, 'kind'>): Promise<void> {
    if (kind !== 'key' && kind !== 'balance') return;
    await ledgerOf(this.#env)
      .report(kind === 'key' ? 'keyRefused' : 'balanceLow')
      .catch(logUnreachable);
  }
}

function logUnreachable(error: unknown): void {
  log('fault', {what: 'ledger', error: error instanceof Error ? error.message : 'unknown'});
}
