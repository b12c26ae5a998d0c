import assert from 'node:assert/strict';
import {SignJWT} from 'jose';
import {test} from '../support/concurrent.ts';
import {startTurnstile} from '../support/turnstile.ts';
import {type Visitor, visit} from '../support/visitor.ts';
import {startWorld} from '../support/world.ts';

test('a visitor who passes the human check makes a video with one request that starts something', async () => {
  await using turnstile = await startTurnstile();
  await using world = await startWorld({settings: turnstile.settings});
  await using visitor = await visit(world.url);
  await visitor.page.evaluate(`window.turnstile = {
    render(box, options) { this.options = options; return 'widget'; },
    execute() { this.options.callback(${JSON.stringify(turnstile.token())}); },
    reset() {},
  }`);
  await generate(visitor, 'A red fox');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(postsOf(visitor), ['POST /v1/session', 'POST /v1/generations']);
  assert.deepEqual(visitor.complaints, []);
  assert.equal(world.runware.accepted, 1);
});

test('a blocker that holds back the human check is told, and the video is made once it lets go', async () => {
  await using turnstile = await startTurnstile();
  await using world = await startWorld({settings: turnstile.settings});
  await using visitor = await visit(world.url);
  const {page} = visitor;
  const stub = `window.turnstile = {
    render(box, options) { this.options = options; return 'widget'; },
    execute() { this.options.callback(${JSON.stringify(turnstile.token())}); },
    reset() {},
  }`;
  let answer: string | undefined;
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (!request.url().startsWith('https://challenges.cloudflare.com/')) return request.continue();
    return answer === undefined
      ? request.abort('blockedbyclient')
      : request.respond({contentType: 'text/javascript', body: answer});
  });
  await generate(visitor, 'A red fox');
  await visitor.sees('The security check did not load');
  assert.deepEqual(postsOf(visitor), []);
  // Most blockers refuse it, some hand over nothing in its place.
  answer = '';
  await Promise.all([
    page.waitForResponse((response) => response.url().includes('/turnstile/')),
    visitor.click('button', 'Try again'),
  ]);
  await visitor.sees('The security check did not load');
  assert.deepEqual(postsOf(visitor), []);
  answer = stub;
  await visitor.click('button', 'Try again');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(postsOf(visitor), ['POST /v1/session', 'POST /v1/generations']);
  assert.equal(world.runware.accepted, 1);
});

test('a visitor for whom the site vouches makes two videos in one session', async () => {
  const secret = 'the-secret-with-which-a-site-signs-identities';
  await using world = await startWorld({settings: {VISITOR_CHECK: 'identity', IDENTITY_SECRET: secret}});
  await using visitor = await visit(world.url);
  const identity = await new SignJWT({sub: 'visitor-7', aud: 'hailuo-generator'})
    .setProtectedHeader({alg: 'HS256'})
    .setExpirationTime('10 minutes')
    .sign(new TextEncoder().encode(secret));
  await visitor.page.evaluate(
    `document.querySelector('hailuo-generator').identity = async () => ${JSON.stringify(identity)}`,
  );
  await generate(visitor, 'A red fox');
  assert.ok((await visitor.plays()) > 0.5);
  await generate(visitor, 'A grey fox');
  await world.runware.until(() => world.runware.accepted === 2);
  assert.deepEqual(postsOf(visitor), ['POST /v1/session', 'POST /v1/generations', 'POST /v1/generations']);
});

test('the form of a deployment offers what its policy does', async () => {
  const settings = {OFFER_PRESETS: '768p', OFFER_DURATIONS: '6', OFFER_RESULTS_MAX: '2', SAFETY_MODE: 'full'};
  await using world = await startWorld({settings});
  await using visitor = await visit(world.url);
  await visitor.type('Prompt', 'A red fox');
  await visitor.page.waitForSelector('>>> [value="10"]:disabled');
  assert.equal(await visitor.page.$('>>> [value="1080p"]'), null);
  await visitor.click('radio', '2');
  await visitor.click('button', 'Generate · $0.56');
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(world.runware.find('A red fox')?.received.safety, {checkContent: true, mode: 'full'});
});

test('a visitor who has reached the limit is told which and when there will be more', async () => {
  await using world = await startWorld({settings: {CALLER_PER_HOUR: '1'}});
  await using visitor = await visit(world.url);
  await generate(visitor, 'A red fox');
  assert.ok((await visitor.plays()) > 0.5);
  await visitor.sees('0 of 1 left this hour');
  await generate(visitor, 'A grey fox');
  await visitor.sees('Your limit of 1 an hour is reached');
  await visitor.sees('Try again in 60 minutes (');
  assert.deepEqual(postsOf(visitor), ['POST /v1/generations', 'POST /v1/generations']);
  assert.equal(world.runware.accepted, 1);
});

async function generate(visitor: Visitor, prompt: string): Promise<void> {
  await visitor.type('Prompt', prompt);
  await visitor.click('button', 'Generate · $0.28');
}

function postsOf({asked}: Visitor): string[] {
  return asked.filter((request) => request.startsWith('POST'));
}
