// One wish is one payment, whatever the answers were and whatever the page makes of the request.

import {assert} from 'chai';
import {clip, next, Page, problem, processing, success, until} from '../../support/page.ts';

test('whoever is turned away after an answer was lost asks for the same generation again', async () => {
  using page = await Page.open({post: ['drop', problem(429, 'tooManyRequests'), success(clip(1))]});
  await page.generate('A red fox');
  await page.shows('Too many requests in a short time');
  page.button('Try again').click();
  await page.shows('Download');
  const asked = await page.requests('POST');
  assert.lengthOf(asked, 3);
  assert.lengthOf(new Set(asked.map(({body}) => body?.taskUUID)), 1);
});

test('whoever is turned away at once asks for the same again, and for another one with other words', async () => {
  using page = await Page.open({post: [problem(429, 'tooManyRequests')]});
  await page.generate('A red fox');
  await page.shows('Too many requests in a short time');
  await page.submit();
  await page.waitUntilReady();
  const asked = await page.requests('POST');
  assert.isAtLeast(asked.length, 2);
  assert.lengthOf(new Set(asked.map(({body}) => body?.taskUUID)), 1);
  await page.setScript({post: [success(clip(1))]});
  await page.generate('A blue whale');
  await page.shows('Download');
  assert.isNull(page.root.querySelector('.card'), 'nothing is left of what was never started');
});

test('a generation under way is not forgotten because the way to it is barred for a while', async () => {
  using page = await Page.open({post: [processing()], get: ['hang']});
  await page.generate('A red fox');
  await page.shows('Making your video');
  await page.setScript({get: [problem(503, 'misconfigured')]});
  await page.reload();
  await page.shows('Videos cannot be made here yet');
  await page.reload();
  await page.shows('Videos cannot be made here yet');
  await page.setScript({get: [success(clip(1))]});
  page.button('Try again').click();
  await page.shows('Download');
  assert.isEmpty(await page.requests('POST'));
});

test('what cannot be found again can be deleted', async () => {
  using page = await Page.open({post: [problem(500, 'internal')]});
  await page.generate('A red fox');
  await page.shows('Try again');
  page.button('Delete from this device').click();
  await page.shows('Really delete?');
  page.button('Really delete?').click();
  await page.shows('Your video appears here');
  await page.reload();
  await page.shows('Your video appears here');
});

test('what the page adds to a request is added once, and is nothing the visitor has written', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  page.element.addEventListener('hailuo-submit', ({request}) => {
    request.positivePrompt += ', in our style';
    Object.assign(request.providerSettings?.minimax ?? {}, {promptOptimizer: true});
  });
  const sent = async () => {
    const result = next('hailuo-result');
    return (await result).generation.taskUUID;
  };
  const first = sent();
  await page.generate('A red fox');
  await first;
  await page.shows('Download');
  const second = sent();
  page.button(/^Another one like it/).click();
  await second;
  await page.reload();
  await page.shows('Download');
  page.button('Use these settings again').click();
  await until(() => page.prompt.value === 'A red fox');
  assert.deepEqual(
    (await page.requests('POST')).map(({body}) => body?.positivePrompt),
    ['A red fox, in our style', 'A red fox, in our style'],
  );
  await page.unfold();
  assert.isFalse(page.field('Improve my prompt').checked);
});

test('a request that the page changes is still the same click when it is pressed again', async () => {
  using page = await Page.open({post: [problem(500, 'internal'), success(clip(1))]});
  page.element.addEventListener('hailuo-submit', ({request}) => {
    request.positivePrompt += ', in our style';
  });
  await page.generate('A red fox');
  await page.shows('Something went wrong at the video service');
  await page.submit();
  await page.shows('Download');
  assert.lengthOf(new Set((await page.requests('POST')).map(({body}) => body?.taskUUID)), 1);
});

test('a key that is held down is one press; in the prompt it goes on making lines', async () => {
  using page = await Page.open();
  const held = (target: Element, more: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent('keydown', {key: 'Enter', repeat: true, bubbles: true, cancelable: true, ...more});
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  assert.isTrue(held(page.submitButton));
  assert.isTrue(held(page.field('1080p', 'Size')));
  assert.isFalse(held(page.prompt));
  await page.type('A red fox');
  assert.isTrue(held(page.prompt, {ctrlKey: true}));
  assert.isEmpty(await page.requests('POST'));
});

for (const [status, code] of [
  [409, 'taskConflict'],
  [400, 'invalidRequest'],
] as const) {
  test(`${code} to what was pressed again, its fate unknown, leads to the video that is there`, async () => {
    using page = await Page.open({post: [problem(500, 'internal'), problem(status, code)], get: [success(clip(1))]});
    await page.generate('A red fox');
    await page.shows('Something went wrong at the video service');
    await page.submit();
    await page.shows('Download');
    assert.notInclude(page.text, 'generate again');
    const [first, second, ...more] = (await page.requests('POST')).map(({body}) => body?.taskUUID);
    assert.isOk(first);
    assert.equal(second, first);
    assert.isEmpty(more);
  });
}
