// Pages and their frameworks set, unset and change things at any moment.

import {assert} from 'chai';
import {clip, failure, next, Page, problem, success, until} from './support/page.ts';

test('what is unset is as if it never was set', async () => {
  using page = await Page.open();
  page.element.hide = 'camera-moves';
  await page.element.updateComplete;
  page.element.removeAttribute('hide');
  Object.assign(page.element, {hide: undefined, defaults: null, fixed: null, starters: undefined, terms: undefined});
  await page.element.updateComplete;
  assert.isNotNull(page.root.querySelector('[part=camera-moves]'));
  Object.assign(page.element, {endpoint: undefined});
  await page.element.updateComplete;
  assert.equal(page.element.endpoint, location.origin);
});

test('some texts of a group leave the others as they are', async () => {
  using page = await Page.open({post: [failure('busy'), failure('generationFailed')]});
  page.element.terms = {problems: {busy: ['Full house', 'Come back later']}};
  await page.generate();
  await page.shows('Full house');
  await page.generate();
  await page.shows('The video could not be made');
});

test('each endpoint has its own videos, and leads back to them', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  const {endpoint} = page.element;
  await page.generate('A red fox');
  await page.shows('Download');
  page.element.endpoint = `${location.origin}/fake/${crypto.randomUUID()}`;
  await page.shows('Your video appears here');
  assert.isUndefined(page.element.value);
  page.element.endpoint = endpoint;
  await page.shows('Download');
  assert.equal(page.element.value, clip(1).videoURL);
});

test('whoever signs in as somebody else gets a session of their own', async () => {
  const expiresAt = new Date(Date.now() + 600_000).toISOString();
  const config = {presets: [{name: '768p', durations: [{seconds: 6}]}], maxResults: 1, formats: ['MP4']};
  using page = await Page.open({
    config: {...config, visitorCheck: 'identity'},
    session: [
      {token: 's1', expiresAt},
      {token: 's2', expiresAt},
    ],
    post: [success(clip(1))],
  });
  for (const visitor of ['jwt-ada', 'jwt-bea']) {
    page.element.identity = visitor;
    const result = next('hailuo-result');
    await page.generate(`A fox for ${visitor}`);
    await result;
  }
  assert.deepEqual(
    (await page.requests('POST', '/session')).map(({body}) => body?.identity),
    ['jwt-ada', 'jwt-bea'],
  );
  assert.deepEqual(
    (await page.requests('POST')).map(({headers}) => headers.authorization),
    ['Bearer s1', 'Bearer s2'],
  );
});

test('it is required from the start, seen or not', async () => {
  using page = await Page.open();
  const form = document.createElement('form');
  form.style.display = 'none';
  form.innerHTML = '<hailuo-generator required></hailuo-generator>';
  page.element.parentElement?.append(form);
  assert.isFalse(form.checkValidity());
});

test('a clip that is no longer kept is no value of a form', async () => {
  using page = await Page.open();
  const videoURL = `${page.element.endpoint}/v1/generations/x/videos/y`;
  page.element.required = true;
  await page.setScript({post: [success({...clip(1), videoURL})], get: [problem(410, 'clipExpired')]});
  await page.generate();
  await page.shows('This video is no longer kept');
  assert.isUndefined(page.element.value);
  assert.isFalse(page.element.checkValidity());
});

test('a video from before goes on from its last frame, though it was never played', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  await page.generate('A red fox');
  await page.shows('Download');
  await page.reload();
  await page.shows('Download');
  assert.equal(page.video?.readyState, 0);
  await page.type('And then it turns');
  page.button('Continue from its last frame').click();
  await until(() => page.root.querySelector('.first-frame img'));
  assert.equal(page.prompt.value, 'And then it turns');
});

test('the same file can be chosen again after a reset, and a refused address does not outlive it', async () => {
  using page = await Page.open({
    config: {
      presets: [{name: '768p', durations: [{seconds: 6}]}],
      formats: ['MP4'],
      maxResults: 1,
      imageHosts: ['a.example'],
    },
  });
  const file = await picture();
  await page.addFile(file);
  page.element.reset();
  await until(() => !page.root.querySelector('.first-frame img'));
  await page.focusForm();
  await until(() => page.root.querySelector('[name=frameURL]'));
  const address = page.field('First frame from a web address');
  await page.fillIn(address, 'https://elsewhere.example/fox.png');
  await page.shows('An https address on a.example.');
  page.element.reset();
  await page.element.updateComplete;
  assert.isTrue(address.validity.valid);
  assert.equal(address.value, '');
  await page.addFile(file);
  assert.isNotNull(page.root.querySelector('.first-frame img'));
});

async function picture(): Promise<File> {
  const canvas = new OffscreenCanvas(800, 450);
  canvas.getContext('2d')?.fillRect(0, 0, 400, 450);
  return new File([await canvas.convertToBlob({type: 'image/png'})], 'fox.png', {type: 'image/png'});
}
