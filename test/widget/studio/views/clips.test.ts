import {assert} from 'chai';
import {clip, Page, problem, success, until} from '../../support/page.ts';

test('one of several clips is chosen like a radio', async () => {
  using page = await Page.open({post: [success(...[1, 2, 3].map(clip))]});
  await page.choose('Videos', '3');
  await page.generate();
  await page.shows('Download');
  assert.isTrue(page.field('Video 1', 'Variations').checked);
  await page.choose('Variations', 'Video 3');
  assert.match(page.video?.src ?? '', /768p-6s-3\.webm$/);
  assert.include(page.text, 'Seed 552434560');
});

test('the number of failed clips is shown next to the others', async () => {
  using page = await Page.open({
    post: [{generation: {status: 'success', results: [clip(1), clip(2)], failedResults: 2}}],
  });
  await page.choose('Videos', '4');
  await page.generate();
  await page.shows('2 of 4 could not be made.');
  assert.equal(page.status, 'Your 2 videos are ready. 2 of 4 could not be made.');
  assert.isNotNull(page.video);
});

test('a clip that does not play can be loaded again', async () => {
  using page = await Page.open({post: [success({...clip(1), videoURL: 'data:video/mp4,'})]});
  await page.generate();
  await page.shows('This video cannot be played');
  page.button('Load again').click();
  await page.element.updateComplete;
  assert.isNotNull(page.video);
  await page.shows('This video cannot be played');
});

for (const [status, words] of Object.entries({
  410: 'This video is no longer kept',
  502: 'The video cannot be loaded at the moment',
})) {
  test(`a clip answered with ${status} has a text of its own`, async () => {
    using page = await Page.open({get: [problem(Number(status), 'clipExpired')]});
    const videoURL = `${page.element.endpoint}/v1/generations/x/videos/y`;
    await page.setScript({post: [success({...clip(1), videoURL})], get: [problem(Number(status), 'clipExpired')]});
    await page.generate();
    await page.shows(words);
  });
}

test('a withheld clip says so and offers no download', async () => {
  using page = await Page.open({post: [success({videoUUID: 'x', NSFWContent: true})]});
  await page.generate();
  await page.shows('This video was withheld');
  assert.throws(() => page.button('Download'));
});

test('a clip that was flagged and is shown all the same says so', async () => {
  using page = await Page.open({
    post: [success({...clip(1), NSFWContent: true}), success({...clip(2), NSFWContent: false})],
  });
  await page.generate();
  await page.shows('Flagged by the safety check');
  assert.isOk(page.button('Download'));
  await page.generate('Another fox');
  await until(() => page.video?.src.endsWith(clip(2).videoURL ?? ''));
  assert.notInclude(page.text, 'Flagged');
});

test('of several clips, the first that can be watched is shown, and which one was withheld is shown', async () => {
  using page = await Page.open({post: [success({videoUUID: 'x', NSFWContent: true}, clip(2))]});
  await page.choose('Videos', '2');
  await page.generate();
  await page.shows('Download');
  assert.include(page.video?.src, clip(2).videoURL);
  assert.include(page.status, 'Your video is ready.');
  await page.choose('Variations', 'Video 1: This video was withheld');
  await page.shows('The safety check found something in it');
  assert.throws(() => page.button('Download'));
});
