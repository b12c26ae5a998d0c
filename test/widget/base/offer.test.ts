// What the form offers is what there is, at its price: by the deployment, and by what the page has fixed.

import {assert} from 'chai';
import {clip, Page, success, until} from '../support/page.ts';

const CONFIG = {
  presets: [{name: '1080p', durations: [{seconds: 6}]}],
  maxResults: 4,
  formats: ['MP4', 'WEBM', 'MOV'],
  promptOptimizer: true,
};

test('a press that comes before what is offered is known buys nothing else at another price', async () => {
  using page = await Page.open({config: CONFIG, post: [success(clip(1))]});
  page.element.defaults = {positivePrompt: 'A red fox'};
  await page.element.updateComplete;
  assert.match(page.submitButton.textContent ?? '', /\$0\.28/);
  await page.submit();
  await page.shows('Not offered here.');
  assert.match(page.submitButton.textContent ?? '', /\$0\.49/);
  assert.isEmpty(await page.requests('POST'));
  await page.submit();
  await page.shows('Download');
  assert.equal((await page.requests('POST'))[0]?.body?.width, 1920);
});

test('what has no price is settled without a word', async () => {
  const presets = [{name: '768p', durations: [{seconds: 6}]}];
  using page = await Page.open({config: {...CONFIG, presets, safetyMode: 'full'}, post: [success(clip(1))]});
  page.element.defaults = {positivePrompt: 'A red fox'};
  await page.element.updateComplete;
  await page.submit();
  await page.shows('Download');
  assert.deepEqual((await page.requests('POST'))[0]?.body?.safety, {checkContent: true, mode: 'full'});
});

test('a size that cannot have the length the page has fixed is not offered', async () => {
  using page = await Page.open();
  await page.choose('Size', '1080p');
  page.element.fixed = {duration: 10};
  await page.element.updateComplete;
  assert.throws(() => page.field('1080p', 'Size'));
  assert.isTrue(page.field('768p', 'Size').checked);
  assert.match(page.submitButton.textContent ?? '', /\$0\.56/);
});

test('a prompt that is fixed is not written into', async () => {
  using page = await Page.open();
  page.element.starters = ['A lighthouse'];
  await page.shows('A lighthouse');
  page.element.fixed = {positivePrompt: 'A red fox'};
  await page.element.updateComplete;
  assert.throws(() => page.button('A lighthouse'));
  assert.isNull(page.root.querySelector('[part=camera-moves]'));
});

test('what is left to a visitor is known after a reload', async () => {
  const headers = {
    RateLimit: '"callerPerHour";r=2;t=1800',
    'RateLimit-Policy': '"callerPerHour";q=5;w=3600',
  };
  const generation = {status: 'success', finishedAt: '', results: [clip(1)]};
  using page = await Page.open({post: [{generation, headers}]});
  await page.generate();
  await page.shows('2 of 5 left this hour');
  await page.reload();
  await page.focusForm();
  await until(() => page.text.includes('2 of 5 left this hour'));
});
