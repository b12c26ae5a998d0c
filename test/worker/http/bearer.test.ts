import assert from 'node:assert/strict';
import {test} from 'node:test';
import {boundedToken} from '../../../worker/http/bearer.ts';

test('a token that no header could carry is not looked up', () => {
  assert.equal(boundedToken('t'.repeat(8192)).length, 8192);
  assert.equal(boundedToken('t'.repeat(8193)), '');
});
