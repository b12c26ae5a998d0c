import {assert} from 'chai';
import {clip, failure, live, next, Page, processing, success, until} from '../../support/page.ts';

/** The cards of the visitor's videos, as they read. */
function cardsOf(page: Page): string[] {
  return [...page.root.querySelectorAll('.card')].map((card) => card.textContent?.replace(/\s+/g, ' ').trim() ?? '');
}

/** Two videos, the second one on the stage. */
async function two(page: Page): Promise<void> {
  for (const prompt of ['A red fox', 'A blue whale']) {
    const result = next('hailuo-result');
    await page.generate(prompt);
    await result;
  }
  await until(() => cardsOf(page).length === 2);
}

async function brightestOf({src}: HTMLImageElement): Promise<number> {
  const picture = await createImageBitmap(await (await fetch(src)).blob());
  const context = new OffscreenCanvas(picture.width, picture.height).getContext(
    '2d',
  ) as OffscreenCanvasRenderingContext2D;
  context.drawImage(picture, 0, 0);
  const {data} = context.getImageData(0, 0, picture.width, picture.height);
  return data.reduce((most, value, at) => (at % 4 === 3 ? most : Math.max(most, value)));
}

test('two can be under way, each with its own card', async () => {
  using page = await Page.open({post: [processing()], get: ['hang']});
  await page.generate('A red fox');
  await page.shows('Making your video');
  await page.generate('A blue whale');
  await until(() => cardsOf(page).length === 2);
  await until(() => cardsOf(page).every((card) => /0:0\d/.test(card)));
  assert.deepEqual(
    (await page.requests('POST')).map(({body}) => body?.positivePrompt),
    ['A red fox', 'A blue whale'],
  );
  assert.equal(page.button(/^A blue whale/).getAttribute('aria-current'), 'true');
});

test('one that ends while another is on the stage is on its card, and one click away', async () => {
  const done = {status: 'success', finishedAt: '', results: [clip(2)]};
  using page = await Page.open({
    post: [processing()],
    get: ['hang', {stream: [{status: 'processing'}, done]}],
  });
  await page.generate('A red fox');
  await page.shows('Making your video');
  const result = next('hailuo-result');
  await page.generate('A blue whale');
  await result;
  page.button(/^A red fox/).click();
  await page.shows('Making your video');
  page.button(/^A blue whale/).click();
  await page.shows('Download');
  assert.equal(page.video?.getAttribute('aria-label'), 'A blue whale');
});

test('the device remembers all of them, newest first, with pictures', async () => {
  using page = await Page.open({post: [success(clip(1)), success(clip(2))]});
  await two(page);
  await until(() => page.root.querySelectorAll('.card img').length === 2);
  await page.reload();
  await until(() => cardsOf(page).length === 2);
  assert.match(cardsOf(page)[0] ?? '', /^A blue whale/);
  assert.match(cardsOf(page)[1] ?? '', /^A red fox/);
  for (const picture of page.root.querySelectorAll<HTMLImageElement>('.card img')) {
    assert.match(picture.src, /^data:image\/jpeg/);
    assert.isAbove(await brightestOf(picture), 100, 'it is black');
  }
  assert.isFalse(page.video?.autoplay);
  assert.match(page.video?.poster ?? '', /^data:image\/jpeg/);
});

test('deleting asks once more, and is for good', async () => {
  using page = await Page.open({post: [success(clip(1)), success(clip(2))]});
  await two(page);
  page.button('Delete from this device').click();
  await page.element.updateComplete;
  assert.lengthOf(cardsOf(page), 2);
  page.button('Really delete?').click();
  await page.shows('Your video appears here');
  assert.lengthOf(cardsOf(page), 1);
  await page.reload();
  await page.shows('Download');
  assert.equal(page.video?.getAttribute('aria-label'), 'A red fox');
});

test('whoever thinks better of deleting deletes nothing', async () => {
  using page = await Page.open({post: [success(clip(1)), success(clip(2))]});
  await two(page);
  const button = page.button('Delete all from this device');
  button.click();
  await page.shows('Really delete?');
  button.dispatchEvent(new FocusEvent('blur'));
  await page.element.updateComplete;
  assert.notInclude(page.text, 'Really delete?');
  assert.lengthOf(cardsOf(page), 2);
});

test('deleting all leaves nothing on the device but what is under way', async () => {
  using page = await Page.open({post: [success(clip(1)), processing()], get: [live({status: 'processing'})]});
  await page.generate('A red fox');
  await page.shows('Download');
  await page.generate('A blue whale');
  await page.shows('Making your video');
  page.button('Delete all from this device').click();
  await page.element.updateComplete;
  page.button('Really delete?').click();
  await until(() => cardsOf(page).length === 0);
  await page.reload();
  await page.shows('Making your video');
  assert.lengthOf(cardsOf(page), 0);
});

test('a video from before tells what was asked for', async () => {
  using page = await Page.open({post: [success(clip(1)), success(clip(2))]});
  await page.choose('Length', '10s');
  const result = next('hailuo-result');
  await page.generate('A red fox, all of it');
  await result;
  await page.choose('Length', '6s');
  await page.generate('A blue whale');
  await page.shows('6s · 25 fps · MP4 · Seed 552434559');
  page.button(/^A red fox/).click();
  await page.shows('1366 × 768 · 10s · 25 fps · MP4 · Seed 552434558 · $0.28');
  assert.equal(page.root.querySelector('[part=actions] > p')?.textContent, 'A red fox, all of it');
});

test('the settings of a video fill the form again, first frame included', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  await page.addFile(await picture());
  await page.choose('Size', '1080p');
  await page.generate('A red fox');
  await page.shows('Download');
  await page.reload();
  await page.shows('Download');
  await page.choose('Size', '768p');
  await page.type('Something else');
  page.button('Use these settings again').click();
  await until(() => page.root.querySelector('.first-frame img'));
  assert.equal(page.prompt.value, 'A red fox');
  assert.isTrue(page.field('1080p', 'Size').checked);
});

test('another one like it is the same request as a new generation, first frame included', async () => {
  using page = await Page.open({post: [success(clip(1)), success(clip(2))]});
  await page.addFile(await picture());
  await page.generate('A red fox');
  await page.shows('Download');
  await page.reload();
  await page.shows('Download');
  const result = next('hailuo-result');
  page.button(/^Another one like it · \$0\.28$/).click();
  await result;
  const [first, second] = await page.requests('POST');
  assert.match(JSON.stringify(first?.body?.inputs), /data:image\/jpeg;base64,/);
  assert.notEqual(first?.body?.taskUUID, second?.body?.taskUUID);
  assert.deepEqual({...first?.body, taskUUID: ''}, {...second?.body, taskUUID: ''});
});

test('a clip goes on from its last frame', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  await page.generate('A red fox');
  await page.shows('Download');
  await until(() => (page.video?.readyState ?? 0) >= 2);
  page.button('Continue from its last frame').click();
  await until(() => page.root.querySelector('.first-frame img'));
  assert.closeTo(page.video?.currentTime ?? 0, page.video?.duration ?? 0, 0.2);
  assert.equal(page.prompt.value, '');
  await page.type('It turns around');
  await page.submit();
  await page.waitForRequest(({body}) => body?.positivePrompt === 'It turns around');
  const [, post] = await page.requests('POST');
  assert.match(JSON.stringify(post?.body?.inputs), /data:image\/jpeg;base64,/);
});

test('what failed for good makes room for the next try', async () => {
  using page = await Page.open({post: [failure('contentRefused'), success(clip(1))]});
  await page.generate('A red fox');
  await page.shows('refused by moderation');
  await page.generate('A blue whale');
  await page.shows('Download');
  assert.lengthOf(cardsOf(page), 0);
});

test('a page that does not want a history shows none', async () => {
  using page = await Page.open({post: [processing()], get: ['hang']});
  page.element.hide = 'history';
  for (const prompt of ['A red fox', 'A blue whale']) {
    await page.generate(prompt);
    await page.shows('Making your video');
  }
  assert.lengthOf(cardsOf(page), 0);
});

async function picture(): Promise<File> {
  const canvas = new OffscreenCanvas(1366, 768);
  canvas.getContext('2d')?.fillRect(0, 0, 100, 100);
  return new File([await canvas.convertToBlob({type: 'image/png'})], 'fox.png', {type: 'image/png'});
}

test('what the endpoint has deleted by now is told apart, before anybody tries to watch it', async () => {
  using page = await Page.open({
    post: [success(clip(1)), success(clip(2))],
    config: {presets: [{name: '768p', durations: [{seconds: 6}]}], formats: ['MP4'], maxResults: 4, retentionDays: 0},
  });
  await two(page);
  await page.focusForm();
  await until(() => cardsOf(page).every((card) => card.endsWith('This video is no longer kept')));
});

test('a generation that goes on is not written to the device with each report', async () => {
  const {put} = IDBObjectStore.prototype;
  const written: string[] = [];
  IDBObjectStore.prototype.put = function (...all) {
    const {request, state} = all[0];
    if (request.positivePrompt === 'A slow fox') written.push(state.phase);
    return put.apply(this, all);
  };
  try {
    const reports = [10, 20, 30].map((progress) => ({status: 'processing', progress}));
    using page = await Page.open({
      post: [processing()],
      get: [live(...reports, {status: 'success', results: [clip(1)]})],
    });
    await page.generate('A slow fox');
    await page.shows('Download');
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  // What follows is the picture for its card, sooner or later.
  assert.deepEqual(written.slice(0, 3), ['submitting', 'processing', 'success']);
});
