import {assert} from 'chai';
import {Page, problem, until} from '../../support/page.ts';
import type {Script} from '../../support/worker.ts';

/** How a page can be set up wrong, and the hint for its owner. */
const MISTAKES: Record<string, {script: Script; hint: RegExp; visitor: string}> = {
  'HTML instead of JSON': {
    script: {post: [{html: '<h1>hello</h1>', status: 200}]},
    visitor: 'There is no video service at this address',
    hint: /answered 200 with text\/html.*attribute endpoint/,
  },
  'a page of something else': {
    script: {post: [{html: '<h1>not found</h1>', status: 404}]},
    visitor: 'There is no video service at this address',
    hint: /answered 404 with text\/html/,
  },
  'an origin that is not allowed': {
    script: {post: [problem(403, 'originNotAllowed')]},
    visitor: 'Videos cannot be made on this page yet',
    hint: new RegExp(`Add ${location.origin} to its setting ALLOWED_ORIGINS`),
  },
  'settings that are missing': {
    script: {post: [problem(503, 'misconfigured')]},
    visitor: 'Videos cannot be made here yet',
    hint: /npm run doctor -- http/,
  },
  'a key that Runware refuses': {
    script: {post: [problem(503, 'unavailable')]},
    visitor: 'Videos cannot be made at the moment',
    hint: /key is wrong/,
  },
  'an older Worker': {
    script: {post: [problem(400, 'invalidRequest')]},
    visitor: 'Some of these choices were not accepted',
    hint: /may be older/,
  },
};

for (const [name, {script, visitor, hint}] of Object.entries(MISTAKES)) {
  test(`${name}: a friendly word for visitors, the remedy for who set it up`, async () => {
    using page = await Page.open(script);
    await page.generate();
    await page.shows(visitor);
    const remedy = page.root.querySelector<HTMLDetailsElement>('.owner-hint');
    assert.isFalse(remedy?.open);
    assert.match(remedy?.querySelector('p')?.textContent ?? '', hint);
    assert.include(remedy?.textContent ?? '', page.element.endpoint);
  });
}

test('a failure that its owner can do nothing about has no word for them', async () => {
  using page = await Page.open({post: [problem(422, 'contentRefused')]});
  await page.generate();
  await page.shows('refused by moderation');
  assert.isNull(page.root.querySelector('.owner-hint'));
});

test('a wrong endpoint shows when somebody turns to the form, before they have written anything', async () => {
  using page = await Page.open();
  page.element.endpoint = `${location.origin}/test/widget/support/page.ts?`;
  page.prompt.dispatchEvent(new FocusEvent('focusin', {bubbles: true, composed: true}));
  await page.shows('There is no video service at this address');
  await until(() => page.root.querySelector('.owner-hint'));
});
