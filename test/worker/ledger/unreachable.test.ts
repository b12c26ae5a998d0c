import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LedgerLink} from '../../../worker/ledger/client.ts';

/** A ledger that cannot be reached: every call to it fails. */
function unreachable() {
  const stub = new Proxy({}, {get: () => () => Promise.reject(new Error('network'))});
  return new LedgerLink({LEDGER: {getByName: () => stub}} as unknown as ConstructorParameters<typeof LedgerLink>[0]);
}

test('where the ledger cannot be reached nothing is granted', async () => {
  const purchase = {taskUUID: 'u', preset: '768p', duration: 6, results: 1, microUSD: 280_000} as const;
  const reserved = await unreachable().reserve(purchase, {key: 'caller', kind: 'address'});
  assert.deepEqual(reserved, {ok: false, error: {reason: 'ledgerUnreachable'}});
});

test('an end that the ledger did not hear of is told again later', async () => {
  assert.equal(await unreachable().book('u', {outcome: 'success', microUSD: 280_000}, false), false);
});
