import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LedgerClient} from '../../../worker/ledger/client.ts';

/** A ledger that cannot be reached: every call to it fails. */
function unreachable() {
  const stub = new Proxy({}, {get: () => () => Promise.reject(new Error('network'))});
  return new LedgerClient({LEDGER: {getByName: () => stub}} as unknown as ConstructorParameters<
    typeof LedgerClient
  >[0]);
}

test('where the ledger cannot be reached nothing is granted', async () => {
  const purchase = {taskUUID: 'u', preset: '768p', duration: 6, results: 1, microUSD: 280_000} as const;
  const reserved = await unreachable().reserve(purchase, {key: 'caller', kind: 'address'});
  assert.deepEqual(reserved, {ok: false, error: {reason: 'ledgerUnreachable'}});
});

test('an end that the ledger did not hear of is told again later', async () => {
  const settlement = {revision: 1, isBilled: true, outcome: 'success', microUSD: 280_000};
  assert.equal(await unreachable().settle('u', settlement), false);
});
