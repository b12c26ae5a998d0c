import {assert} from 'chai';
import {clip, next, Page, success, until} from './support/page.ts';

/** The names of the controls the form has, those of the options included. */
async function controlsOf(page: Page): Promise<Set<string>> {
  await page.unfold().catch(() => {});
  return new Set([...page.root.querySelectorAll<HTMLInputElement>('form [name]')].map(({name}) => name));
}

async function requestFrom(page: Page) {
  const submitted = next('hailuo-submit');
  page.element.addEventListener('hailuo-submit', (event) => event.preventDefault(), {once: true});
  await page.generate();
  return (await submitted).request;
}

test('the form begins with what the page wants, and the visitor may change it', async () => {
  using page = await Page.open();
  page.element.setAttribute(
    'defaults',
    '{"preset": "1080p", "numberResults": 2, "outputFormat": "WEBM", "positivePrompt": "A fox"}',
  );
  await page.element.updateComplete;
  assert.equal(page.prompt.value, 'A fox');
  assert.match(page.submitButton.textContent ?? '', /\$0\.98/);
  await page.choose('Size', '768p');
  assert.deepInclude(await requestFrom(page), {width: 1366, numberResults: 2, outputFormat: 'WEBM'});
});

test('a framework may hand the same over as a property, as JSON, or as an object with numbers', async () => {
  using page = await Page.open();
  Object.assign(page.element, {
    fixed: '{"preset": "1080p"}',
    defaults: {numberResults: 3, ttl: 3600, outputQuality: 80},
  });
  await page.element.updateComplete;
  assert.deepInclude(await requestFrom(page), {width: 1920, numberResults: 3, ttl: 3600, outputQuality: 80});
});

test('what the visitor has begun is not begun anew', async () => {
  using page = await Page.open();
  await page.choose('Videos', '3');
  page.element.defaults = {numberResults: 2};
  await page.element.updateComplete;
  assert.isTrue(page.field('3', 'Videos').checked);
});

test('what the page has fixed cannot be changed, and is sent', async () => {
  using page = await Page.open();
  page.element.setAttribute(
    'fixed',
    '{"preset": "1080p", "outputFormat": "MOV", "ttl": "3600", "promptOptimizer": true}',
  );
  await page.element.updateComplete;
  await page.unfold();
  assert.throws(() => page.field('768p', 'Size'));
  assert.throws(() => page.field('MP4', 'Format'));
  assert.isTrue(page.field('Link lifetime').readOnly);
  assert.isTrue(page.field('Improve my prompt').disabled);
  assert.deepInclude(await requestFrom(page), {
    width: 1920,
    outputFormat: 'MOV',
    ttl: 3600,
    providerSettings: {minimax: {promptOptimizer: true}},
  });
});

test('what is hidden is not there, and says what the page wants', async () => {
  using page = await Page.open();
  page.element.hide = 'preset duration frameImages outputQuality promptOptimizer camera-moves';
  page.element.defaults = {duration: 10, outputQuality: '80', promptOptimizer: true};
  const controls = await controlsOf(page);
  for (const name of ['preset', 'duration', 'frameImages', 'photo', 'outputQuality', 'promptOptimizer'])
    assert.isFalse(controls.has(name), name);
  assert.isNull(page.root.querySelector('[part=camera-moves]'));
  assert.isTrue(controls.has('numberResults'));
  assert.deepInclude(await requestFrom(page), {
    duration: 10,
    outputQuality: 80,
    providerSettings: {minimax: {promptOptimizer: true}},
  });
});

for (const nonsense of [
  '{"preset": "8K"}',
  '{"duration": 7, "numberResults": 99}',
  'not JSON',
  '[]',
  'null',
  '7',
  '{"positivePrompt": null}',
  '{"numberResults": 1.5}',
]) {
  test(`a page that asks for what there is not still has a form: ${nonsense}`, async () => {
    using page = await Page.open();
    page.element.setAttribute('defaults', nonsense);
    page.element.setAttribute('fixed', nonsense);
    await page.element.updateComplete;
    assert.match(page.submitButton.textContent ?? '', /Generate · \$\d/);
    assert.includeMembers([6, 10], [(await requestFrom(page)).duration as number]);
  });
}

test('money is shown nowhere where the page wants none shown', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  page.element.hide = 'price cost';
  await page.generate();
  await page.shows('Download');
  assert.notInclude(page.text, '$');
});

test('a link is copied where the system has no way of sharing', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  const copied: string[] = [];
  using _ = replaced(navigator, 'share', undefined);
  using __ = replaced(navigator, 'clipboard', {writeText: async (text: string) => void copied.push(text)});
  await page.generate();
  await page.shows('Download');
  page.button('Share').click();
  await page.shows('Link copied');
  assert.deepEqual(copied, [new URL(clip(1).videoURL ?? '', location.href).href]);
});

test('a first frame may be named by its address where the deployment takes such', async () => {
  using page = await Page.open({config: {...CONFIG, imageHosts: ['images.example.com']}});
  await page.focusForm();
  await until(() => page.root.querySelector('[name=frameURL]'));
  const field = page.field('First frame from a web address');
  await page.fillIn(field, 'https://elsewhere.example.com/fox.jpg');
  await page.shows('An https address on images.example.com.');
  assert.isFalse(field.validity.valid);
  page.element.lang = 'de';
  await page.shows('Eine https-Adresse auf images.example.com.');
  page.element.lang = 'en';
  await page.shows('An https address on images.example.com.');
  await page.fillIn(field, 'https://images.example.com/fox.jpg');
  await page.shows('https://images.example.com/fox.jpg');
  assert.deepEqual((await requestFrom(page)).inputs, {
    frameImages: [{image: 'https://images.example.com/fox.jpg', frame: 'first'}],
  });
});

const CONFIG = {
  presets: [{name: '768p', width: 1366, height: 768, durations: [{seconds: 6, usd: 0.28}]}],
  maxResults: 4,
  formats: ['MP4'],
  promptOptimizer: true,
  callerLimits: {},
  visitorCheck: 'none',
};

/** Another value for a while. */
function replaced(target: object, name: string, value: unknown): Disposable {
  Object.defineProperty(target, name, {value, configurable: true});
  return {[Symbol.dispose]: () => void Reflect.deleteProperty(target, name)};
}
