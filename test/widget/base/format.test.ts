import {assert} from 'chai';
import {formatMoney, formatSeconds} from '../../../widget/base/format.ts';

for (const tag of ['en', 'en-GB', 'en-US']) {
  test(`what is written by hand is what Intl says: ${tag}`, () => {
    const options = {style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol'} as const;
    for (const microUSD of [280_000, 490_000, 2_240_000, 0, 999_990_000, 1_234_560_000])
      assert.equal(formatMoney(tag, microUSD), new Intl.NumberFormat(tag, options).format(microUSD / 1e6));
    const unit = {style: 'unit', unit: 'second', unitDisplay: 'narrow'} as const;
    for (const count of [6, 10])
      assert.equal(formatSeconds(tag, count), new Intl.NumberFormat(tag, unit).format(count));
  });
}

test('every other language has its own', () => {
  assert.equal(formatMoney('de', 280_000), '0,28\u00a0$');
  assert.equal(
    formatSeconds('de', 6),
    new Intl.NumberFormat('de', {style: 'unit', unit: 'second', unitDisplay: 'narrow'}).format(6),
  );
});
