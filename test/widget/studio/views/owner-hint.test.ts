import {assert} from 'chai';
import {Page, refusal, until} from '../../support/page.ts';
import type {Script} from '../../support/worker.ts';

/** How a page can be set up wrong, and what its owner is told. */
const MISTAKES: Record<string, {script: Script; told: RegExp; visitor: string}> = {
  'HTML instead of JSON': {
    script: {post: [{html: '<h1>hello</h1>', status: 200}]},
    visitor: 'There is no video service at this address',
    told: /answered 200 with text\/html.*attribute endpoint/,
  },
  'a page of something else': {
    script: {post: [{html: '<h1>not found</h1>', status: 404}]},
    visitor: 'There is no video service at this address',
    told: /answered 404 with text\/html/,
  },
  'an origin that is not allowed': {
    script: {post: [refusal(403, 'originNotAllowed')]},
    visitor: 'Videos cannot be made on this page yet',
    told: new RegExp(`Add ${location.origin} to its setting ALLOWED_ORIGINS`),
  },
  'settings that are missing': {
    script: {post: [refusal(503, 'misconfigured')]},
    visitor: 'Videos cannot be made here yet',
    told: /npm run doctor -- http/,
  },
  'a key that Runware refuses': {
    script: {post: [refusal(503, 'unavailable')]},
    visitor: 'Videos cannot be made at the moment',
    told: /key is wrong/,
  },
  'an older Worker': {
    script: {post: [refusal(400, 'invalidRequest')]},
    visitor: 'Some of these choices were not accepted',
    told: /may be older/,
  },
};

for (const [name, {script, visitor, told}] of Object.entries(MISTAKES)) {
  test(`${name}: a friendly word for visitors, the remedy for who set it up`, async () => {
    using page = await Page.open(script);
    await page.generate();
    await page.shows(visitor);
    const remedy = page.root.querySelector<HTMLDetailsElement>('.owner-hint');
    assert.isFalse(remedy?.open);
    assert.match(remedy?.querySelector('p')?.textContent ?? '', told);
    assert.include(remedy?.textContent ?? '', page.element.endpoint);
  });
}

test('a failure that its owner can do nothing about has no word for them', async () => {
  using page = await Page.open({post: [refusal(422, 'contentRefused')]});
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
