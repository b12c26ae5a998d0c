import {assert} from 'chai';
import {runTerms} from '../../../../widget/i18n/locales/en-run.ts';
import {PROBLEMS, type ProblemCode} from '../../../../worker/contract/index.ts';
import {clip, failure, Page, problem, success, until} from '../../support/page.ts';

test('a lost answer is asked for again with the same taskUUID', async () => {
  using page = await Page.open({post: ['drop', success(clip(1))]});
  await page.generate();
  await page.shows('Download');
  const [first, second] = await page.requests('POST');
  assert.deepEqual(second?.body, first?.body);
});

test('after an endpoint without sense, trying again and pressing the button unchanged are the same click', async () => {
  using page = await Page.open({post: [{html: '<h1>hello</h1>', status: 200}]});
  await page.generate();
  await page.shows('There is no video service at this address');
  page.button('Try again').click();
  await page.element.updateComplete;
  await page.waitUntilReady();
  await page.submit();
  await page.waitUntilReady();
  const uuids = (await page.requests('POST')).map(({body}) => body?.taskUUID);
  assert.lengthOf(uuids, 3);
  assert.equal(new Set(uuids).size, 1);
  await page.generate('Something else');
  await page.waitUntilReady();
  assert.notInclude(uuids, (await page.requests('POST')).at(-1)?.body?.taskUUID);
});

test('a failed generation is tried again as a new one', async () => {
  using page = await Page.open({post: [failure('generationFailed'), success(clip(1))]});
  await page.generate();
  await page.shows('The video could not be made');
  page.button('Try again').click();
  await page.shows('Download');
  const [first, second] = await page.requests('POST');
  assert.notEqual(first?.body?.taskUUID, second?.body?.taskUUID);
  assert.equal(first?.body?.positivePrompt, second?.body?.positivePrompt);
});

test('what moderation refused cannot be tried again as it is, and the prompt is still there', async () => {
  using page = await Page.open({post: [problem(422, 'contentRefused')]});
  await page.generate('A red fox');
  await page.shows('refused by moderation');
  assert.throws(() => page.button('Try again'));
  assert.equal(page.prompt.value, 'A red fox');
});

for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
  test(`${code} has a text of its own, with what to do next`, async () => {
    using page = await Page.open({post: [failure(code)]});
    await page.generate();
    await until(() => page.status.includes('. '));
    assert.equal(page.status, runTerms.problems[code].join('. '));
    if (/[A-Z]/.test(code)) assert.notInclude(page.text, code);
    assert.notInclude(page.text, 'undefined');
  });
}

test('a code from a newer endpoint gets words too', async () => {
  using page = await Page.open({post: [failure('spaceWeather')]});
  await page.generate();
  await page.shows('Something went wrong');
});

test('a field the endpoint blames is marked until something is changed', async () => {
  using page = await Page.open({
    post: [{status: 400, problem: {code: 'invalidRequest', errors: [{field: 'outputQuality'}, {field: 'width'}]}}],
  });
  await page.generate();
  await page.shows('Check the marked fields');
  assert.equal(page.field('Quality').getAttribute('aria-invalid'), 'true');
  assert.lengthOf(page.text.match(/This was not accepted/g) ?? [], 2);
  await page.type('90', page.field('Quality'));
  assert.equal(page.field('Quality').getAttribute('aria-invalid'), 'false');
});
