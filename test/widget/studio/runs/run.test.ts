import {assert} from 'chai';
import {clip, failure, live, next, Page, problem, processing, type Step, success, until} from '../../support/page.ts';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('a prompt becomes a clip that plays', async () => {
  using page = await Page.open({post: [processing()], get: [processing(), success(clip(1))]});
  await page.generate('A red fox in the snow');
  await page.shows('Making your video');
  await page.shows('Seed 552434558 · $0.28');
  await until(() => (page.video?.currentTime ?? 0) > 0);
  assert.equal(page.video?.getAttribute('aria-label'), 'A red fox in the snow');
  assert.equal(page.status, 'Your video is ready.');
  assert.match(page.button('Download').getAttribute('href') ?? '', /768p-6s-1\.webm\?download=a-red-fox-in-the-snow$/);
  const [post] = await page.requests('POST');
  assert.match(String(post?.body?.taskUUID), UUID_V4);
  assert.notProperty(post?.headers, 'cookie');
});

test('how far it is, is told once the endpoint knows, and not made up before', async () => {
  using page = await Page.open({post: [processing()], get: [live({status: 'processing'})]});
  const bar = () => page.root.querySelector<HTMLProgressElement>('.screen progress');
  await page.generate();
  await until(() => bar()?.matches(':indeterminate'));
  await page.extendScript({get: [live({status: 'processing', progress: 40})]});
  await until(() => bar()?.value === 40);
});

test('a generation that is listened to costs the endpoint two requests', async () => {
  const done = {status: 'success', finishedAt: '', results: [clip(1)]};
  using page = await Page.open({post: [processing()], get: [live({status: 'processing', progress: 50}, done)]});
  await page.generate();
  await page.shows('Download');
  assert.lengthOf(await page.requests(), 2);
});

test('a stream that breaks is no news to the visitor', async () => {
  const broken: Step = {stream: [{status: 'processing', progress: 50}], breaks: true};
  using page = await Page.open({post: [processing()], get: [broken, success(clip(1))]});
  await page.generate();
  await page.shows('Download');
  assert.lengthOf(await page.requests('POST'), 1);
});

test('a page that polls does not fetch again what it has', async () => {
  using page = await Page.open({
    post: [processing()],
    get: [processing(), processing(), processing(), success(clip(1))],
  });
  await page.generate();
  await page.shows('Download');
  const polls = (await page.requests('GET')).slice(1);
  const asksForNews = polls.some(({headers}) => headers['if-none-match'] !== undefined);
  assert.equal(asksForNews, await page.browserCaches());
});

test('a hidden page hangs up, and listens again when it is seen', async () => {
  const listening = live({status: 'processing'});
  using page = await Page.open({post: [processing()], get: [listening, success(clip(1))]});
  await page.generate();
  await page.waitForRequest(({method, path}) => method === 'GET' && path.includes('/generations/'));
  page.hide(true);
  await page.waitForRequest(({abandoned}) => abandoned === true);
  page.hide(false);
  await page.shows('Download');
});

test('the request can be edited before it is sent', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  page.element.addEventListener('hailuo-submit', ({request}) => {
    request.positivePrompt += ', in the style of our brand';
  });
  await page.generate('A fox');
  await page.shows('Download');
  assert.equal((await page.requests('POST'))[0]?.body?.positivePrompt, 'A fox, in the style of our brand');
});

test('a prevented submit sends nothing', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  page.element.addEventListener('hailuo-submit', (event) => event.preventDefault());
  const submitted = next('hailuo-submit');
  await page.generate();
  await submitted;
  await page.shows('Your video appears here');
  assert.isEmpty(await page.requests());
});

test('progress, result and failure are told to the page', async () => {
  using page = await Page.open({post: [processing({progress: 10})], get: [success(clip(1))]});
  const [progress, result] = [next('hailuo-progress'), next('hailuo-result')];
  await page.generate();
  assert.equal((await progress).generation.progress, 10);
  assert.deepEqual((await result).generation.results[0], clip(1));

  using other = await Page.open({post: [failure('generationFailed')]});
  const failed = next('hailuo-failure');
  await other.generate();
  assert.equal((await failed).code, 'generationFailed');
});

test('while a request is being sent, the button sends no second', async () => {
  using page = await Page.open({post: ['hang']});
  await page.generate();
  await page.waitForRequest(({method}) => method === 'POST');
  assert.equal(page.submitButton.getAttribute('aria-disabled'), 'true');
  await page.submit();
  assert.lengthOf(await page.requests('POST'), 1);
});

test('a double click is one click', async () => {
  using page = await Page.open({post: [processing()], get: ['hang']});
  await page.generate();
  await page.shows('Making your video');
  page.submitButton.dispatchEvent(new MouseEvent('click', {detail: 2, bubbles: true, cancelable: true}));
  await page.element.updateComplete;
  assert.lengthOf(await page.requests('POST'), 1);
});

test('each click is a generation of its own', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  for (let click = 1; click <= 2; click++) {
    const result = next('hailuo-result');
    await page.generate();
    await result;
    await page.element.updateComplete;
  }
  const [first, second] = await page.requests('POST');
  assert.notEqual(first?.body?.taskUUID, second?.body?.taskUUID);
});

test('a generation on its way survives a reload', async () => {
  using page = await Page.open({post: [processing()], get: [processing(), success(clip(1))]});
  const progress = next('hailuo-progress');
  await page.generate('A red fox');
  await progress;
  await page.reload();
  await page.shows('Download');
  assert.lengthOf(await page.requests('POST'), 1);
});

test('a finished clip survives a reload', async () => {
  using page = await Page.open({post: [success(clip(1))], get: [success(clip(1))]});
  await page.generate('A red fox');
  await page.shows('Download');
  await page.reload();
  await page.shows('Download');
  assert.equal(page.video?.getAttribute('aria-label'), 'A red fox');
  assert.lengthOf(await page.requests('POST'), 1);
});

test('a finished clip that is no longer kept says so, and the prompt is still there', async () => {
  using page = await Page.open();
  const videoURL = `${page.element.endpoint}/v1/generations/x/videos/y`;
  await page.setScript({post: [success({...clip(1), videoURL})], get: [problem(410, 'clipExpired')]});
  await page.generate('A red fox');
  await page.shows('This video is no longer kept');
  await page.reload();
  await page.shows('This video is no longer kept');
  assert.equal(page.prompt.value, 'A red fox');
});

test('a request that had not arrived before a reload can be sent again, as the same one', async () => {
  using page = await Page.open({post: ['hang', success(clip(1))], get: [problem(404, 'notFound')]});
  await page.generate('A red fox');
  await page.waitForRequest(({method}) => method === 'POST');
  await page.reload();
  await page.shows('Your request did not arrive');
  page.button('Try again').click();
  await page.shows('Download');
  const [first, second] = await page.requests('POST');
  assert.deepEqual(second?.body, first?.body);
});

test('an element that is moved goes on where it was', async () => {
  using page = await Page.open({post: [processing()], get: [processing({progress: 5}), success(clip(1))]});
  const progress = next('hailuo-progress');
  await page.generate();
  await progress;
  const {parentElement} = page.element;
  page.element.remove();
  parentElement?.append(page.element);
  await page.shows('Download');
  assert.lengthOf(await page.requests('POST'), 1);
});

test('an element that is taken away hangs up', async () => {
  using page = await Page.open({post: [processing()], get: ['hang']});
  await page.generate();
  await page.waitForRequest(({method, path}) => method === 'GET' && path.includes('/generations/'));
  page.element.remove();
  await page.waitForRequest(({abandoned}) => abandoned === true);
});

test('stopping to wait tells the truth, and the video is found again', async () => {
  using page = await Page.open({post: [processing()], get: ['hang', success(clip(1))]});
  await page.generate('A red fox');
  await page.shows('If you stop waiting, the video is still made and paid for.');
  page.button('Stop waiting').click();
  await page.shows('Your video appears here');
  await page.reload();
  await page.shows('Your video appears here');
  await page.shows('No longer waiting');
  page.button(/^A red fox/).click();
  await page.shows('Download');
  assert.lengthOf(await page.requests('POST'), 1);
});

test('the waiting is not called failed when it takes long', async () => {
  using page = await Page.open({post: [processing({late: true})], get: ['hang']});
  await page.generate();
  await page.shows('Still being made');
  assert.notMatch(page.text, /fail|error/i);
});

test('with no endpoint named, it is where the script comes from', () => {
  assert.equal(document.createElement('hailuo-generator').endpoint, location.origin);
});
