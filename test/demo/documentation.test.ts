import assert from 'node:assert/strict';
import {test} from 'node:test';
import {documentation} from '../../demo/pages/build/documentation.ts';
import {PROBLEMS} from '../../worker/contract/index.ts';

test('each problem of the Worker has a place in the documentation, to which its answers link', () => {
  const {article} = documentation();
  for (const code of Object.keys(PROBLEMS)) assert.equal(article.split(`id="problem-${code}"`).length, 2, code);
});
