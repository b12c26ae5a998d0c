import assert from 'node:assert/strict';
import type {Problem} from '../../../worker/contract/index.ts';
import {png} from '../../data/images.ts';
import {test} from '../../support/concurrent.ts';
import {jsonPost, sharedWorld, startWorld} from '../../support/world.ts';

const shared = sharedWorld();

test('a prompt becomes a clip, and the key stays on the server', async () => {
  await using world = await startWorld();
  const {taskUUID, response} = await world.start({positivePrompt: 'A red fox'});
  assert.equal(response.status, 202);
  assert.equal(response.headers.get('location'), `/v1/generations/${taskUUID}`);
  assert.ok(Number(response.headers.get('retry-after')) > 0);
  const generation = await world.ended(taskUUID);
  assert.equal(generation.status, 'success');
  assert.equal(generation.results.length, 1);
  assert.equal(generation.results[0]?.cost, 0.28);
  assert.equal(world.runware.requests[0]?.headers.authorization, 'Bearer canary-7f3a9c51e8b2');
  assert.equal(world.runware.billedMicroUSD, 280_000);
});

test('the same UUID with the same body starts nothing new, however often and at once', async () => {
  await using world = await startWorld();
  const request = {taskUUID: crypto.randomUUID(), positivePrompt: 'A red fox', duration: 6 as const};
  const reordered = {duration: 6, positivePrompt: 'A red fox', taskUUID: request.taskUUID.toUpperCase()};
  const posts = [...Array.from({length: 20}, () => request), reordered];
  const answers = await Promise.all(posts.map((body) => world.fetch('/v1/generations', jsonPost(body))));
  assert.deepEqual(new Set(answers.map(({status}) => status)), new Set([202]));
  await world.ended(request.taskUUID);
  assert.equal(world.runware.accepted, 1);
});

test('nothing is submitted again while Runware cannot be asked what became of the first time', async () => {
  await using world = await startWorld();
  const {taskUUID} = await world.start({positivePrompt: 'A fox @runware(submit=lost poll=html500:2)'});
  assert.equal((await world.ended(taskUUID)).status, 'success');
  assert.equal(world.runware.counts.submits, 1, 'the task was found by looking');
});

test('a submit that never arrived is repeated, also where Runware says with a 404 that it knows no such task', async () => {
  await using world = await startWorld({runware: {switches: 'seconds=0 unknown=notfound'}});
  const {taskUUID} = await world.start({positivePrompt: 'A fox @runware(submit=reset:1)'});
  assert.equal((await world.ended(taskUUID)).status, 'success');
  assert.equal(world.runware.accepted, 1);
});

test('the same UUID with another body is a conflict', async () => {
  await using world = await startWorld();
  const {taskUUID} = await world.start({positivePrompt: 'A red fox'});
  const {response} = await world.start({taskUUID, positivePrompt: 'A blue fox'});
  assert.equal(response.status, 409);
  assert.equal(((await response.json()) as Problem).code, 'taskConflict');
  assert.equal(world.runware.accepted, 1);
});

test('an unknown generation is not found, whatever its name', async () => {
  const world = await shared();
  for (const name of [crypto.randomUUID(), 'x', '..%2F..', '00000000-0000-0000-0000-000000000000', '%00']) {
    const response = await world.fetch(`/v1/generations/${name}`);
    assert.equal(response.status, 404, name);
    assert.equal(((await response.json()) as Problem).code, 'notFound');
  }
});

/** Faults of a submit after which the generation must succeed, having been accepted once. */
const PASSING_SUBMIT = [
  '408',
  '429',
  '429retry',
  '500',
  '503',
  '504',
  'html500',
  'empty503',
  'errors200',
  'reset',
  'hang',
  'lost',
  'lostlate',
  'conflict',
  'rowerror',
];

test('no fault of a submit loses a generation or pays for it twice', async (t) => {
  await using world = await startWorld();
  await Promise.all(
    PASSING_SUBMIT.map((fault) =>
      t.test(fault, async () => {
        const prompt = `submit ${fault}`;
        const {taskUUID, response} = await world.start({
          positivePrompt: `${prompt} @runware(submit=${fault}:1 seconds=0)`,
        });
        assert.equal(response.status, 202, await response.clone().text());
        const generation = await world.ended(taskUUID);
        assert.equal(generation.status, 'success');
        const tasks = [...world.runware.tasks.values()].filter((task) => task.prompt === prompt);
        assert.equal(
          tasks.reduce((sum, task) => sum + task.accepted, 0),
          1,
        );
      }),
    ),
  );
  assert.equal(world.runware.billedMicroUSD, PASSING_SUBMIT.length * 280_000);
});

/** Faults and odd shapes of polls that say nothing about the generation. */
const PASSING_POLL = [
  '401',
  '402',
  '402throttle',
  '403',
  '408',
  '429',
  '429retry',
  '500',
  '503',
  '504',
  'html500',
  'empty503',
  'errors200',
  'reset',
  'hang',
  'empty',
  'notfound',
  'anonymous',
  'auth',
  'rate',
  'bare',
  'singular',
  'unavailable',
  'oddity',
];

test('no fault of a poll loses a generation', async (t) => {
  await using world = await startWorld();
  await Promise.all(
    PASSING_POLL.map((fault) =>
      t.test(fault, async () => {
        const {taskUUID} = await world.start({positivePrompt: `poll @runware(poll=${fault}:2 seconds=0)`});
        assert.equal((await world.ended(taskUUID)).status, 'success');
      }),
    ),
  );
  assert.equal(world.runware.accepted, PASSING_POLL.length);
});

/** Odd shapes of good news. */
const ODD_SUCCESS = [
  'ack=empty',
  'status=missing',
  'status=queued',
  'status=pending',
  'progress=backwards',
  'progress=constant',
  'cost=absent',
  'cost=1',
  'seed=huge',
  'seed=absent',
  'url=path',
  'url=signed',
];

test('good news is understood in every shape', async (t) => {
  const world = await shared();
  await Promise.all(
    ODD_SUCCESS.map((shape) =>
      t.test(shape, async () => {
        const {taskUUID} = await world.start({positivePrompt: `odd @runware(${shape} seconds=0.2)`});
        const {status, results} = await world.ended(taskUUID);
        assert.equal(status, 'success');
        assert.equal(results.length, 1);
        if (shape === 'seed=huge') assert.equal(results[0]?.seed, '9223372036854775807');
      }),
    ),
  );
});

/** Ways a task fails, and the problem each comes to. */
const FAILURES: readonly (readonly [switches: string, code: Problem['code']])[] = [
  ['reject=invalidProviderContent', 'contentRefused'],
  ['reject=invalidValueUploadFailed', 'imageRefused'],
  ['reject=unsupportedDuration detail=valuemap', 'requestRefused'],
  ['reject=unsupportedDuration detail=parameters', 'requestRefused'],
  ['reject=invalidPositivePrompt detail=nameless', 'requestRefused'],
  ['submit=401', 'unavailable'],
  ['submit=402', 'unavailable'],
  ['submit=403', 'unavailable'],
  ['fail=timeoutProvider', 'generationTimedOut'],
  ['fail=providerError', 'generationFailed'],
  ['fail=internalServerError', 'generationFailed'],
  ['fail=invalidProviderContent form=b', 'contentRefused'],
  ['fail=providerRateLimitExceeded form=b', 'busy'],
  ['fail=providerError form=text', 'generationFailed'],
  ['fail=providerError failstatus=400', 'generationFailed'],
  ['fail=providerError failstatus=500', 'generationFailed'],
  ['fail=providerError detail=provider', 'generationFailed'],
];

test('every failure comes to one clear problem without a word of Runware’s', async (t) => {
  const world = await shared();
  await Promise.all(
    FAILURES.map(([switches, code]) =>
      t.test(switches, async () => {
        const {taskUUID} = await world.start({positivePrompt: `fails @runware(${switches} seconds=0)`});
        const generation = await world.ended(taskUUID);
        assert.equal(generation.status === 'error' && generation.error.code, code);
        const text = JSON.stringify(generation);
        for (const word of ['Runware', 'runware', 'provider', 'documentation']) assert.ok(!text.includes(word), text);
      }),
    ),
  );
});

test('a refused request answers its problem at once, and again when asked again', async () => {
  await using world = await startWorld();
  const {taskUUID, response} = await world.start({positivePrompt: 'no @runware(reject=invalidProviderContent)'});
  assert.equal(response.status, 422);
  const again = await world.start({taskUUID, positivePrompt: 'no @runware(reject=invalidProviderContent)'});
  assert.equal(again.response.status, 422);
  assert.equal(world.runware.counts.submits, 1);
});

/** Partial failures: the clips that were made are kept. */
const PARTIAL = [
  'fail=providerError:1',
  'fail=providerError:2 form=b',
  'fail=timeoutProvider:3 form=once',
  'fail=noAvailableServer:1 form=b',
  'fail=providerError:2 form=text',
];

test('clips that were paid are kept when their siblings fail', async (t) => {
  const world = await shared();
  await Promise.all(
    PARTIAL.map((switches) =>
      t.test(switches, async () => {
        const {taskUUID} = await world.start({
          positivePrompt: `some @runware(${switches} seconds=0 stagger=0.05)`,
          numberResults: 4,
        });
        const generation = await world.ended(taskUUID);
        const failed = Number(/:(\d)/.exec(switches)?.[1]);
        assert.equal(generation.status, 'success');
        assert.equal(generation.results.length, 4 - failed);
        assert.equal(generation.failedResults, failed);
      }),
    ),
  );
});

test('a clip withheld by the safety check is a result without a link', async () => {
  const world = await shared();
  const safety = {mode: 'full' as const};
  const {taskUUID} = await world.start({positivePrompt: 'unsafe @runware(nsfw=withheld seconds=0)', safety});
  const {status, results} = await world.ended(taskUUID);
  assert.equal(status, 'success');
  assert.equal(results[0]?.NSFWContent, true);
  assert.equal(results[0]?.videoURL, undefined);
});

test('clips without a UUID whose links are signed anew at each poll are all kept, each once', async () => {
  await using world = await startWorld();
  const request = {positivePrompt: 'signed @runware(url=signed seconds=0 stagger=0.1)', numberResults: 4};
  const {taskUUID} = await world.start(request);
  const {results} = await world.ended(taskUUID);
  assert.equal(new Set(results.map(({videoUUID}) => videoUUID)).size, 4);
  for (const {videoURL = ''} of results) {
    const response = await fetch(videoURL);
    assert.equal(response.status, 200, videoURL);
    await response.body?.cancel();
  }
});

test('a first frame of several megabytes survives a lost answer', async () => {
  await using world = await startWorld();
  const bytes = Buffer.concat([png(640, 360), Buffer.alloc(4_500_000)]);
  const image = `data:image/png;base64,${bytes.toString('base64')}`;
  const inputs = {frameImages: [image] as [string]};
  const {taskUUID} = await world.start({positivePrompt: 'big @runware(submit=html500:1 seconds=0)', inputs});
  assert.equal((await world.ended(taskUUID)).status, 'success');
  assert.equal(world.runware.accepted, 1);
});
