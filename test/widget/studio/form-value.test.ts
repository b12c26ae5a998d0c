import {assert} from 'chai';
import type {HailuoGenerator} from '../../../widget/hailuo-generator.ts';
import {clip, next, Page, processing, success, until} from '../support/page.ts';

/** A form of the page's own around the element. */
function surround(page: Page): HTMLFormElement {
  const form = document.createElement('form');
  page.element.replaceWith(form);
  form.append(page.element);
  return form;
}

test('in a form of the page’s, the chosen clip is sent by its URL and ids', async () => {
  using page = await Page.open({post: [success(clip(1), clip(2))]});
  const form = surround(page);
  page.element.name = 'film';
  await page.choose('Videos', '2');
  assert.isEmpty([...new FormData(form)]);
  await page.generate();
  await page.shows('Download');
  assert.equal(new FormData(form).get('film'), clip(1).videoURL);
  await page.choose('Variations', 'Video 2');
  assert.equal(new FormData(form).get('film.videoUUID'), clip(2).videoUUID);
  assert.equal(new FormData(form).get('film.taskUUID'), (await page.requests('POST'))[0]?.body?.taskUUID);
  assert.equal(page.element.value, clip(2).videoURL);
});

test('a required clip keeps the page’s form from being sent, in words', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  const form = surround(page);
  page.element.required = true;
  await page.element.updateComplete;
  assert.isFalse(form.checkValidity());
  await page.generate();
  await page.shows('Download');
  assert.isTrue(form.checkValidity());
});

test('a page’s form that lacks a required clip points at it, however far below', async () => {
  const form = document.body.appendChild(document.createElement('form'));
  try {
    // Out of the flow: what is left of a failure must not push what comes after it out of sight.
    Object.assign(form.style, {position: 'absolute', top: '500vh'});
    const element = document.createElement('hailuo-generator') as HailuoGenerator;
    Object.assign(element, {endpoint: `${location.origin}/fake/nobody`, required: true});
    form.append(element);
    await element.updateComplete;
    form.requestSubmit();
    await until(() => document.activeElement === element);
  } finally {
    form.remove();
  }
});

test('resetting the page’s form empties it', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  const form = surround(page);
  await page.generate();
  await page.shows('Download');
  form.reset();
  await page.shows('Your video appears here');
  assert.equal(page.prompt.value, '');
  assert.isUndefined(page.element.value);
});

test('a disabled fieldset disables all of it', async () => {
  using page = await Page.open();
  const fieldset = document.createElement('fieldset');
  page.element.replaceWith(fieldset);
  fieldset.append(page.element);
  fieldset.disabled = true;
  await until(() => page.root.querySelector('.layout[inert]'));
  fieldset.disabled = false;
  await until(() => !page.root.querySelector('.layout[inert]'));
});

test('it is disabled by property or attribute, and then sends nothing', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  page.element.disabled = true;
  await until(() => page.root.querySelector('.layout[inert]'));
  assert.isTrue(page.element.hasAttribute('disabled'));
  await page.generate();
  await page.element.generate();
  assert.isEmpty(await page.requests('POST'));
  page.element.disabled = false;
  await until(() => !page.root.querySelector('.layout[inert]'));
  assert.isFalse(page.element.hasAttribute('disabled'));
  page.element.setAttribute('disabled', '');
  await until(() => page.root.querySelector('.layout[inert]'));
  page.element.removeAttribute('disabled');
  await until(() => !page.root.querySelector('.layout[inert]'));
  assert.isFalse(page.element.disabled);
});

test('a page asks it for its validity as it asks any field', async () => {
  using page = await Page.open();
  const form = surround(page);
  assert.isTrue(page.element.checkValidity());
  page.element.required = true;
  await page.element.updateComplete;
  const [field] = form.elements as unknown as [HailuoGenerator];
  assert.isTrue(field.willValidate && field.validity.valueMissing);
  assert.equal(field.validationMessage, 'Generate a video first.');
  assert.isFalse(field.checkValidity());
  assert.isFalse(field.reportValidity());
});

test('another clip is a change, told with the clip', async () => {
  using page = await Page.open({post: [success(clip(1), clip(2))]});
  await page.choose('Videos', '2');
  const first = next('hailuo-change');
  await page.generate();
  assert.equal((await first).clip?.videoUUID, clip(1).videoUUID);
  const second = next('hailuo-change');
  await page.choose('Variations', 'Video 2');
  assert.equal((await second).clip?.videoUUID, clip(2).videoUUID);
});

test('the page can press the button, and stop waiting', async () => {
  using page = await Page.open({post: [processing()], get: ['hang']});
  await page.element.generate();
  await page.shows('Describe your video');
  await page.type('A red fox');
  await page.element.generate();
  await page.shows('Making your video');
  page.element.cancel();
  await page.shows('Your video appears here');
  assert.equal(page.prompt.value, 'A red fox');
});

test('the browser brings back which clip was chosen', async () => {
  using page = await Page.open({post: [success(clip(1), clip(2)), success(clip(3))]});
  page.element.name = 'film';
  await page.choose('Videos', '2');
  await page.generate();
  await page.shows('Download');
  const [post] = await page.requests('POST');
  await page.choose('Videos', '1');
  const result = next('hailuo-result');
  await page.generate('Another fox');
  await result;
  await page.reload();
  const changed = new Promise<void>((resolve) =>
    page.element.addEventListener('hailuo-change', ({clip: now}) => now?.videoUUID === clip(2).videoUUID && resolve()),
  );
  await page.element.formStateRestoreCallback(`${post?.body?.taskUUID} 1`);
  await changed;
  assert.equal(page.element.value, clip(2).videoURL);
});
