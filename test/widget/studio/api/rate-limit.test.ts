import {assert} from 'chai';
import {Page, until} from '../../support/page.ts';

for (const [left, line] of [
  [4, ''],
  [3, '3 of 5 left this hour'],
  [0, '0 of 5 left this hour'],
] as const) {
  test(`${left} of 5 left are ${line ? 'told' : 'not worth a word'}`, async () => {
    const headers = {
      'RateLimit-Policy':
        '"callerPerHour";q=5;w=3600, "callerPerDay";q=20;w=86400, "callerConcurrent";q=1;qu="concurrent-requests"',
      RateLimit: `"callerPerHour";r=${left};t=3600, "callerPerDay";r=9;t=86400, "callerConcurrent";r=0`,
    };
    using page = await Page.open({post: [{generation: {status: 'processing'}, headers}]});
    await page.generate();
    await page.shows('Making your video');
    if (line) assert.include(page.text, line);
    else assert.notInclude(page.text, 'left this hour');
  });
}

for (const [lang, limit, sentences] of [
  [
    'en',
    {name: 'callerPerHour', unit: 'generations', max: 5, remaining: 0},
    /^Your limit of 5 an hour is reached. Try again in 34 minutes \(.*\d+:\d\d.*\)\. Your prompt is kept\.$/,
  ],
  [
    'de',
    {name: 'siteUSDPerDay', unit: 'USD'},
    /^Das Budget .* aufgebraucht. Versuchen Sie es in 34 Minuten \(\d+:\d\d\) noch einmal\./,
  ],
  [
    'ja',
    {name: 'callerUSDPerDay', unit: 'USD', max: 2, remaining: 0},
    /1日あたり\$2\.00の上限に達しました. 34 分後 \(\d+:\d\d\)にもう一度/,
  ],
] as const) {
  test(`a limit that is reached says in ${lang} when there will be more: ${limit.name}`, async () => {
    const resetsAt = new Date(Date.now() + 34 * 60_000 - 1000).toISOString();
    const problem = {code: 'limitExceeded', limit: {...limit, resetsAt}};
    using page = await Page.open({post: [{status: 429, problem}]});
    page.element.lang = lang;
    await page.type('A red fox');
    page.root.querySelector('form')?.requestSubmit();
    await until(() => sentences.test(page.status));
    assert.lengthOf(await page.requests('POST'), 1);
  });
}

test('places that are all taken are free when one is done', async () => {
  const limit = {name: 'callerConcurrent', unit: 'generations', max: 1, remaining: 0};
  using page = await Page.open({post: [{status: 429, problem: {code: 'limitExceeded', limit}}]});
  await page.generate();
  await page.shows('Try again when one is done.');
  assert.include(page.text, 'Your limit of 1 at the same time is reached');
});
