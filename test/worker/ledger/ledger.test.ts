import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Random} from '../../../demo/runware/random.ts';
import type {Problem, Usage} from '../../../worker/contract/index.ts';
import {eventually} from '../../support/eventually.ts';
import {insideWorld} from '../../support/inside-world.ts';
import {mortalWorld} from '../../support/killable-world.ts';
import {startWorld, type WorkerClient} from '../../support/world.ts';

const ADMIN_TOKEN = 'an-admin-token-of-the-tests';

interface Books {
  open: {generations: number; microUSD: number};
  spentMicroUSD: number;
}

/** What the ledger says once no reservation is open any more. */
async function settled(world: WorkerClient): Promise<Books> {
  let books: Books | undefined;
  await eventually(async () => {
    const response = await world.fetch('/v1/usage', {headers: {authorization: `Bearer ${ADMIN_TOKEN}`}});
    books = (await response.json()) as Books;
    return books.open.generations === 0;
  });
  assert.ok(books);
  return books;
}

/** What `reserve` answers. */
interface Reservation {
  ok: boolean;
  error?: {reason: string; limit?: {name: string}};
}

async function problemOf(response: Response): Promise<Problem> {
  return (await response.json()) as Problem;
}

/** A cap of a day worth ten clips, whatever the other limits. */
const TEN = {SITE_USD_PER_DAY: '2.80', ADMIN_TOKEN};

/** More of them: `ROUNDS=50 node --test test/worker/ledger.test.ts`. */
const ROUNDS = Number(process.env.ROUNDS ?? 3);

test('of 200 parallel requests against a cap worth ten, exactly ten start', async (t) => {
  for (let round = 0; round < ROUNDS; round++) {
    await t.test(`round ${round}`, async () => {
      const random = new Random(round);
      await using world = await startWorld({settings: TEN, runware: {seed: round}});
      const faults = ['', 'submit=lost', 'submit=503:1', 'ack=empty', 'fail=providerError'];
      const prompts = Array.from(
        {length: 200},
        () => `A fox @runware(seconds=0 ${faults[random.below(faults.length)]})`,
      );
      const starts = await Promise.all(prompts.map((positivePrompt) => world.start({positivePrompt})));
      const statuses = starts.map(({response}) => response.status);
      assert.equal(statuses.filter((status) => status === 202).length, 10);
      assert.equal(statuses.filter((status) => status === 429).length, 190);
      assert.equal((await settled(world)).spentMicroUSD, world.runware.billedMicroUSD);
      assert.equal(world.runware.accepted, 10);
    });
  }
});

test('of 48 seeded requests of odd prices, with faults and repeats, the ledger agrees with what was billed', async () => {
  const random = new Random(4);
  const habits = [
    '',
    'submit=lost',
    'submit=lostlate',
    'submit=503:1',
    'fail=providerError',
    'submit=conflict',
    'reject=invalidProviderContent',
  ];
  await using world = await startWorld({settings: {...TEN, SITE_USD_PER_DAY: '1000'}});
  const requests = Array.from({length: 48}, () => ({
    taskUUID: crypto.randomUUID(),
    positivePrompt: `A fox @runware(seconds=0 ${habits[random.below(habits.length)]})`,
    numberResults: 1 + random.below(4),
  }));
  for (const request of requests) await Promise.all([1, 2, 3].map(() => world.start(request)));
  const books = await settled(world);
  assert.equal(books.spentMicroUSD, world.runware.billedMicroUSD);
  const refused = requests.filter(({positivePrompt}) => positivePrompt.includes('reject='));
  assert.equal(world.runware.accepted, requests.length - refused.length);
});

test('of 200 parallel requests, killed among them and then asked again, exactly ten start', async (t) => {
  for (let round = 0; round < Math.ceil(ROUNDS / 5); round++) {
    await t.test(`round ${round}`, async () => {
      await using world = await mortalWorld('seconds=0', TEN);
      const requests = Array.from({length: 200}, () => ({taskUUID: crypto.randomUUID(), positivePrompt: 'A fox'}));
      const rush = requests.map((request) => world.start(request).catch(() => 'lost'));
      await Promise.race([Promise.all(rush), world.runware.until(() => world.runware.accepted >= round % 10)]);
      await world.kill();
      await Promise.all(rush);
      await world.restart();
      const again = await Promise.all(requests.map((request) => world.start(request)));
      assert.equal(again.filter(({response}) => response.status === 202).length, 10);
      assert.equal((await settled(world)).spentMicroUSD, world.runware.billedMicroUSD);
      assert.equal(world.runware.accepted, 10);
    });
  }
});

test('killed in the middle of a rush, it starts no more than the cap allows, and books exactly what was billed', async () => {
  await using world = await mortalWorld('seconds=0', TEN);
  for (const share of [0, 3, 9]) {
    const rush = Array.from({length: 20}, () => world.start({positivePrompt: 'A fox'}).catch(() => 'lost'));
    await Promise.race([Promise.all(rush), world.runware.until(() => world.runware.accepted >= share)]);
    await world.kill();
    await Promise.all(rush);
    await world.restart();
  }
  const books = await settled(world);
  assert.ok(world.runware.accepted <= 10);
  assert.equal(books.spentMicroUSD, world.runware.billedMicroUSD);
  const rest = await Promise.all(Array.from({length: 20}, () => world.start({positivePrompt: 'A fox'})));
  assert.equal(rest.filter(({response}) => response.status === 202).length + books.spentMicroUSD / 280_000, 10);
});

test('a refusal says which limit, what is left of it and when it resets, in the problem and in the headers', async () => {
  await using world = await startWorld({settings: {CALLER_PER_HOUR: '1'}});
  const first = (await world.start({positivePrompt: 'A fox'})).response;
  assert.match(first.headers.get('ratelimit-policy') ?? '', /^"callerPerHour";q=1;w=3600, /);
  assert.match(first.headers.get('ratelimit') ?? '', /^"callerPerHour";r=0;t=3600, /);
  const {response} = await world.start({positivePrompt: 'A fox'});
  assert.equal(response.status, 429);
  assert.ok(Number(response.headers.get('retry-after')) > 3500);
  assert.match(response.headers.get('ratelimit') ?? '', /^"callerPerHour";r=0;t=\d+$/);
  const {code, limit} = await problemOf(response);
  assert.equal(code, 'limitExceeded');
  assert.deepEqual(
    {...limit, resetsAt: undefined},
    {name: 'callerPerHour', unit: 'generations', max: 1, remaining: 0, resetsAt: undefined},
  );
  assert.ok(Date.parse(limit?.resetsAt ?? '') > Date.now());
});

/** Settings that let one generation pass and not two; the second is told of the limit. */
const NARROW: readonly (readonly [limit: string, settings: Record<string, string>])[] = [
  ['callerPerDay', {CALLER_PER_DAY: '1'}],
  ['callerConcurrent', {CALLER_CONCURRENT: '1'}],
  ['callerUSDPerDay', {CALLER_USD_PER_DAY: '0.30'}],
  ['siteConcurrent', {SITE_CONCURRENT: '1'}],
  ['siteUSDPerDay', {SITE_USD_PER_DAY: '0.30'}],
  ['siteUSDPerMonth', {SITE_USD_PER_MONTH: '0.30'}],
];

test('every limit holds by itself', async (t) => {
  for (const [name, settings] of NARROW) {
    await t.test(name, async () => {
      await using world = await startWorld({settings, runware: {switches: 'seconds=never'}});
      assert.equal((await world.start({positivePrompt: 'A fox'})).response.status, 202);
      const {response} = await world.start({positivePrompt: 'A fox'});
      assert.equal((await problemOf(response))?.limit?.name, name);
      assert.equal(world.runware.accepted, 1);
    });
  }
});

test('a refused prompt costs nothing and counts nowhere', async () => {
  await using world = await startWorld({settings: {CALLER_PER_HOUR: '1', ADMIN_TOKEN}});
  const refused = await world.start({positivePrompt: 'A fox @runware(reject=invalidProviderContent)'});
  assert.equal(refused.response.status, 422);
  assert.equal((await settled(world)).spentMicroUSD, 0);
  assert.equal((await world.start({positivePrompt: 'A fox'})).response.status, 202);
});

test('a generation that fails after Runware took it stays spent, for it may have been billed', async () => {
  await using world = await startWorld({settings: {ADMIN_TOKEN}});
  const {taskUUID} = await world.start({positivePrompt: 'A fox @runware(seconds=0 fail=providerError)'});
  assert.equal((await world.ended(taskUUID)).status, 'error');
  assert.equal((await settled(world)).spentMicroUSD, 280_000);
});

test('the reported cost is booked, not the table’s price', async () => {
  await using world = await startWorld({settings: {ADMIN_TOKEN}});
  const {taskUUID} = await world.start({positivePrompt: 'A fox @runware(seconds=0 cost=0.123456)'});
  await world.ended(taskUUID);
  assert.equal((await settled(world)).spentMicroUSD, 123_456);
});

test('while the fate of a generation is unknown its price stays reserved', async () => {
  await using world = await startWorld({settings: {...TEN, SITE_USD_PER_DAY: '0.30'}});
  await world.start({positivePrompt: 'A fox @runware(submit=503 seconds=0)'});
  const {response} = await world.start({positivePrompt: 'A fox'});
  const {code, limit} = await problemOf(response);
  assert.equal(code, 'limitExceeded');
  assert.deepEqual(
    Object.keys(limit ?? {}).sort(),
    ['name', 'resetsAt', 'unit'],
    'how much the site may spend is not told',
  );
  assert.deepEqual([response.headers.get('ratelimit'), response.headers.get('ratelimit-policy')], [null, null]);
  assert.ok(Number(response.headers.get('retry-after')) > 0);
  const usage = await world.fetch('/v1/usage', {headers: {authorization: `Bearer ${ADMIN_TOKEN}`}});
  const {caps} = (await usage.json()) as Usage;
  assert.equal(caps.find(({name}) => name === 'siteUSDPerDay')?.remaining, 0.02);
});

/** A purchase and its caller, as a generation brings them to the ledger. */
const PURCHASE = {taskUUID: crypto.randomUUID(), preset: '768p', duration: 6, results: 1, microUSD: 280_000};
const CALLER = {key: 'caller', kind: 'address'};

test('a reservation of which nothing came is taken over by the same request, in whatever spelling', async () => {
  await using world = await insideWorld({settings: {ADMIN_TOKEN, RECONCILE_SECONDS: '600'}});
  for (const taskUUID of [PURCHASE.taskUUID, PURCHASE.taskUUID.toUpperCase()])
    assert.equal(((await world.inside('site', 'reserve', {...PURCHASE, taskUUID}, CALLER)) as Reservation).ok, true);
  const {open} = (await world.inside('site', 'usage')) as Books;
  assert.deepEqual([open.generations, open.microUSD], [1, 280_000]);
});

test('a reservation of which nothing came buys no other order, and nothing on a paused site', async () => {
  const settings = {ADMIN_TOKEN, RECONCILE_SECONDS: '600', SITE_USD_PER_DAY: '0.60', CALLER_PER_HOUR: '1'};
  await using world = await insideWorld({settings});
  const reserve = async (more: object, caller: object = CALLER) =>
    (await world.inside('site', 'reserve', {...PURCHASE, ...more}, caller)) as Reservation;
  assert.equal((await reserve({})).ok, true);
  assert.equal((await reserve({results: 4, microUSD: 1_120_000})).error?.limit?.name, 'siteUSDPerDay');
  assert.equal((await reserve({duration: 10, microUSD: 560_000})).ok, true);
  assert.equal((await reserve({taskUUID: crypto.randomUUID()})).error?.limit?.name, 'callerPerHour');
  const other = {...CALLER, key: 'another'};
  assert.equal((await reserve({}, other)).ok, true);
  assert.equal((await reserve({taskUUID: crypto.randomUUID()})).ok, true, 'the first caller has used nothing');
  const {open} = (await world.inside('site', 'usage')) as Books;
  assert.deepEqual([open.generations, open.microUSD], [2, 560_000]);
  await world.inside('site', 'setPaused', true);
  assert.equal((await reserve({}, other)).error?.reason, 'paused');
});
