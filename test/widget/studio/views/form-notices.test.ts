import {assert} from 'chai';
import {clip, Page, problem, processing, success, until} from '../../support/page.ts';
import {StubbedTurnstile} from '../../support/turnstile.ts';
import type {SeenRequest} from '../../support/worker.ts';

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const session = (token: string, minutes = 10) => ({token, expiresAt: inMinutes(minutes)});
const bearerOf = ({headers}: SeenRequest) => headers.authorization;

/** What every deployment offers in these tests. */
const CONFIG = {
  presets: [
    {
      name: '768p',
      width: 1366,
      height: 768,
      durations: [
        {seconds: 6, usd: 0.28, usualWaitSeconds: 118},
        {seconds: 10, usd: 0.56},
      ],
    },
    {name: '1080p', width: 1920, height: 1080, durations: [{seconds: 6, usd: 0.49}]},
  ],
  maxResults: 4,
  formats: ['MP4', 'WEBM', 'MOV'],
  promptOptimizer: true,
  imageHosts: [],
  callerLimits: {},
  visitorCheck: 'none',
};

/** And sessions are for those who have passed a human check. */
const WITH_CHECK = {...CONFIG, visitorCheck: 'turnstile', turnstileSiteKey: 'site'};

/** Lets no script in that is added to the page. */
class ContentBlocker implements Disposable {
  blocked: string[] = [];
  readonly #src = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src') as PropertyDescriptor;

  constructor() {
    const {blocked} = this;
    Object.defineProperty(HTMLScriptElement.prototype, 'src', {
      configurable: true,
      set(this: HTMLScriptElement, url: string) {
        blocked.push(url);
        this.setAttribute('src', '/fake/nobody/blocked.js');
      },
    });
  }

  [Symbol.dispose](): void {
    Object.defineProperty(HTMLScriptElement.prototype, 'src', this.#src);
  }
}

test('where no session is needed, none is asked for', async () => {
  using page = await Page.open({config: CONFIG, post: [success(clip(1))]});
  await page.focusForm();
  await page.generate();
  await page.shows('Download');
  const [post] = await page.requests('POST');
  assert.isEmpty(await page.requests('POST', '/session'));
  assert.lengthOf(await page.requests('POST'), 1);
  assert.notProperty(post?.headers, 'authorization');
});

test('the site’s identity opens a session, before the one request that starts something', async () => {
  using page = await Page.open({
    config: {...CONFIG, visitorCheck: 'identity'},
    session: [session('s1')],
    post: [success(clip(1))],
  });
  let asked = 0;
  page.element.identity = async () => `jwt-${++asked}`;
  await page.focusForm();
  assert.equal(asked, 0);
  await page.generate();
  await page.shows('Download');
  await page.generate('Another fox');
  await until(() => page.status === 'Another fox: Your video is ready.');
  await page.waitForRequest(({body}) => body?.positivePrompt === 'Another fox');
  assert.deepEqual(
    (await page.requests('POST', '/session')).map(({body}) => body),
    [{identity: 'jwt-1'}],
  );
  assert.deepEqual((await page.requests('POST')).map(bearerOf), ['Bearer s1', 'Bearer s1']);
});

test('a session that is not accepted any more is renewed in silence, for the same generation', async () => {
  using page = await Page.open({
    config: {...CONFIG, visitorCheck: 'identity'},
    session: [session('s1'), session('s2')],
    post: [problem(401, 'sessionRequired'), success(clip(1))],
  });
  page.element.setAttribute('identity', 'jwt');
  await page.focusForm();
  await page.generate();
  await page.shows('Download');
  const posts = await page.requests('POST');
  assert.deepEqual(posts.map(bearerOf), ['Bearer s1', 'Bearer s2']);
  assert.equal(posts[0]?.body?.taskUUID, posts[1]?.body?.taskUUID);
});

test('a session about to run out is not used', async () => {
  using page = await Page.open({
    config: {...CONFIG, visitorCheck: 'identity'},
    session: [session('s1', 0), session('s2')],
    post: [success(clip(1))],
  });
  page.element.identity = 'jwt';
  await page.focusForm();
  await page.generate();
  await page.shows('Download');
  await page.generate('Another fox');
  await page.waitForRequest(({body}) => body?.positivePrompt === 'Another fox');
  assert.deepEqual((await page.requests('POST')).map(bearerOf), ['Bearer s1', 'Bearer s2']);
});

test('a session that is refused twice is reported, and starts nothing', async () => {
  using page = await Page.open({session: [session('s1')], post: [problem(401, 'sessionRequired')]});
  page.element.identity = 'jwt';
  await page.generate();
  await page.shows('Your session has expired');
  assert.lengthOf(await page.requests('POST'), 2);
});

test('an identity that is not accepted is reported', async () => {
  using page = await Page.open({
    config: {...CONFIG, visitorCheck: 'identity'},
    session: [{problem: {code: 'checkFailed'}, status: 403}],
  });
  page.element.identity = 'jwt';
  await page.focusForm();
  await page.generate();
  await page.shows('The security check failed');
  assert.isEmpty(await page.requests('POST'));
});

test('a human check stands in the page’s own tree, and its token serves once', async () => {
  using turnstile = new StubbedTurnstile();
  using page = await Page.open({
    config: WITH_CHECK,
    session: [session('s1', 0), session('s2')],
    post: [success(clip(1))],
  });
  await page.focusForm();
  await page.generate();
  await page.shows('Download');
  await page.generate('Another fox');
  await page.waitForRequest(({body}) => body?.positivePrompt === 'Another fox');
  assert.deepEqual(
    (await page.requests('POST', '/session')).map(({body}) => body),
    [{turnstile: 'passed-1'}, {turnstile: 'passed-2'}],
  );
  assert.lengthOf(await page.requests('POST'), 2);
  assert.equal(turnstile.resets, 2);
  assert.deepInclude(turnstile.options, {sitekey: 'site', action: 'hailuo-generator', appearance: 'interaction-only'});
  const box = page.element.querySelector<HTMLElement>('[slot=verification]');
  assert.equal(box?.assignedSlot?.name, 'verification');
});

test('two that wait for the same check both go on when it is passed', async () => {
  using turnstile = new StubbedTurnstile();
  using page = await Page.open({
    config: WITH_CHECK,
    session: [session('s1', 0), session('s2')],
    post: [success(clip(1))],
  });
  await page.generate('A red fox');
  await page.shows('Download');
  turnstile.verdict = 'wait';
  await page.generate('A blue whale');
  await until(() => page.status.endsWith('Sending…'));
  page.button(/^A red fox/).click();
  await page.shows('Download');
  page.button(/^Another one like it/).click();
  await until(() => page.root.querySelectorAll('.card progress').length === 2);
  await until(() => turnstile.executed === 2);
  turnstile.options?.callback('passed');
  await until(() => !page.root.querySelector('.card progress'));
  const posts = await page.requests('POST');
  assert.deepEqual(posts.map(bearerOf), ['Bearer s1', 'Bearer s2', 'Bearer s2']);
  assert.lengthOf(await page.requests('POST', '/session'), 2);
});

test('a check that cannot be made is reported, and can be tried again', async () => {
  using turnstile = new StubbedTurnstile();
  turnstile.verdict = 'error';
  using page = await Page.open({
    config: WITH_CHECK,
    session: [session('s1')],
    post: [success(clip(1))],
  });
  await page.focusForm();
  await page.generate();
  await page.shows('The security check is not available at the moment');
  turnstile.verdict = 'pass';
  // A blocker has taken away what it was in: it is put there again.
  const box = page.element.querySelector('[slot=verification]');
  box?.remove();
  page.button('Try again').click();
  await page.shows('Download');
  assert.notEqual(page.element.querySelector('[slot=verification]') ?? box, box);
  assert.lengthOf(await page.requests('POST'), 1);
});

test('a check whose script is blocked is reported, and can be tried again', async () => {
  using blocker = new ContentBlocker();
  using page = await Page.open({
    config: WITH_CHECK,
    session: [session('s1')],
    post: [success(clip(1))],
  });
  await page.focusForm();
  await page.generate();
  await page.shows('The security check did not load');
  assert.isEmpty(await page.requests('POST', '/session'));
  assert.isEmpty(await page.requests('POST'));
  assert.include(blocker.blocked, 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit');
  using _ = new StubbedTurnstile();
  page.button('Try again').click();
  await page.shows('Download');
  assert.lengthOf(await page.requests('POST'), 1);
});

test('the form offers what the deployment does, and a draft falls back to it', async () => {
  using page = await Page.open({
    config: {
      ...CONFIG,
      presets: [{name: '768p', width: 1366, height: 768, durations: [{seconds: 6, usd: 0.28}]}],
      maxResults: 2,
      formats: ['WEBM'],
      safetyMode: 'full',
      promptOptimizer: false,
    },
    post: [success(clip(1))],
  });
  await page.choose('Size', '1080p');
  await page.choose('Videos', '4');
  await page.focusForm();
  await page.unfold();
  await until(() => !page.root.querySelector('[value="1080p"]'));
  const offered = (name: string) =>
    [...page.root.querySelectorAll<HTMLInputElement>(`[name=${name}]:not(:disabled)`)].map(({value}) => value);
  assert.deepEqual(offered('duration'), ['6']);
  assert.equal(page.field('10', 'Length').getAttribute('aria-description'), 'Not offered here.');
  assert.deepEqual(offered('numberResults'), ['1', '2']);
  assert.isEmpty(offered('promptOptimizer'));
  await page.generate();
  await page.shows('Download');
  const [post] = await page.requests('POST');
  assert.deepInclude(post?.body, {
    width: 1366,
    duration: 6,
    numberResults: 2,
    outputFormat: 'WEBM',
    safety: {checkContent: true, mode: 'full'},
  });
});

test('the configuration is requested once, and its usual waiting time is shown', async () => {
  using page = await Page.open({config: CONFIG, post: [processing()]});
  await page.focusForm();
  await page.focusForm();
  await page.generate();
  await page.shows('Usually about 2 minutes.');
  assert.lengthOf(await page.requests('GET', '/config'), 1);
});

test('a site that is paused says so before anybody asks', async () => {
  using page = await Page.open({config: {...CONFIG, paused: true}});
  await page.focusForm();
  await page.shows('Making videos is paused on this page');
});
