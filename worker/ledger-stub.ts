import type {Ledger} from './ledger.ts';

/** The ledger of this deployment: one deployment is one site. */
export function ledgerOf({LEDGER}: Pick<Env, 'LEDGER'>): DurableObjectStub<Ledger> {
  return LEDGER.getByName('site');
}
