// A second model is one more row: a form made for it shows, checks and sends by its facts alone.

import {assert} from 'chai';
import {HailuoGenerator} from '../../widget/index.ts';
import {MODELS} from '../../worker/contract/index.ts';
import {INVENTED} from '../data/invented-model.ts';
import {next, Page, until} from './support/page.ts';

Object.assign(MODELS, {invented: INVENTED});

customElements.define(
  'invented-generator',
  class extends HailuoGenerator {
    protected static override readonly model = INVENTED;
  },
);

const open = () => Page.open({}, 'light', 'invented-generator');

/** What can be chosen under this legend. */
function choicesIn(page: Page, legend: string): string[] {
  const set = [...page.root.querySelectorAll('fieldset')].find(
    (one) => one.querySelector('legend')?.textContent === legend,
  );
  return [...(set?.querySelectorAll('label') ?? [])].map((label) => label.textContent?.trim() ?? '');
}

/** A picture of this size. */
async function picture(width: number, height: number, type = 'image/png'): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.fillRect(0, 0, width, height);
  return new File([await canvas.convertToBlob({type})], 'picture', {type});
}

test('the form offers the sizes, lengths and numbers of its model, at its prices', async () => {
  using page = await open();
  assert.deepEqual(choicesIn(page, 'Size'), ['540p', 'portrait']);
  assert.deepEqual(choicesIn(page, 'Length'), ['4s', '8s', '12s']);
  assert.deepEqual(choicesIn(page, 'Videos'), ['1', '2']);
  assert.include(page.text, '960 × 540 · 4s · 30 fps · WEBM');
  assert.match(page.submitButton.textContent ?? '', /\$0\.10/);
  await page.choose('Length', '12s');
  await page.choose('Videos', '2');
  assert.match(page.submitButton.textContent ?? '', /\$0\.62/);
  await page.choose('Size', 'portrait');
  assert.match(page.submitButton.textContent ?? '', /\$0\.30/);
  assert.isTrue(page.field('8s', 'Length').disabled);
});

test('the form counts and checks a prompt by the bounds of its model', async () => {
  using page = await open();
  await page.generate('fox');
  await page.shows('Write at least 5 characters.');
  assert.include(page.text, '3 of 80 characters');
  await page.type('x'.repeat(83));
  await page.shows('Too long by 3 characters.');
});

test('what its model does not have is not in the form', async () => {
  using page = await open();
  await page.unfold();
  assert.isNull(page.root.querySelector('[part=camera-moves]'));
  assert.isNull(page.root.querySelector('[name=promptOptimizer]'));
  assert.deepEqual(choicesIn(page, 'Format'), ['WEBM', 'MP4']);
  assert.deepEqual(choicesIn(page, 'Safety check'), ['Key frames', 'Off']);
  await page.type('[Dolly] A red fox');
  assert.notInclude(page.text, 'Dolly” is not a camera move');
});

test('the further options have the bounds of its model', async () => {
  using page = await open();
  await page.unfold();
  const quality = page.field('Quality');
  assert.deepEqual([quality.value, quality.min, quality.max], ['70', '1', '100']);
  await page.type('599', page.field('Link lifetime'));
  await page.generate();
  await page.shows('600 or more');
});

test('a first frame is judged by the rules of its model', async () => {
  using page = await open();
  await page.focusForm();
  await page.addFile(await picture(960, 960, 'image/jpeg'));
  await page.shows('This file cannot be used.');
  await page.addFile(await picture(960, 600));
  await page.shows('at least 640 pixels');
  await page.addFile(await picture(960, 960));
  await until(() => page.root.querySelector('.first-frame img'));
  assert.notInclude(page.text, 'at least 640 pixels');
});

test('what is sent is a request for its model', async () => {
  using page = await open();
  const submitted = next('hailuo-submit');
  page.element.addEventListener('hailuo-submit', (event) => event.preventDefault(), {once: true});
  await page.generate('A red fox');
  const {taskUUID: _, ...request} = (await submitted).request;
  assert.deepEqual(request, {
    positivePrompt: 'A red fox',
    width: 960,
    height: 540,
    duration: 4,
    numberResults: 1,
    outputFormat: 'WEBM',
    outputQuality: 70,
    safety: {checkContent: true, mode: 'fast'},
  });
});
