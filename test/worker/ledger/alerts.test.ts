import assert from 'node:assert/strict';
import {EventEmitter, once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {Webhook} from 'standardwebhooks';
import type {Alert, Usage} from '../../../worker/contract/index.ts';
import {eventually} from '../../support/eventually.ts';
import {startWorld} from '../../support/world.ts';

const ALERT_SECRET = `whsec_${Buffer.from('a secret of the tests, 24+').toString('base64')}`;

const PATIENCE_MS = 30_000;

/** Whoever is called. */
interface Owner extends AsyncDisposable {
  /** Settings of a Worker that calls. */
  settings: Readonly<Record<string, string>>;
  /** Of each call whose signature holds, sorted: what it was about. Resolves with so many. */
  hears(count: number): Promise<string[]>;
}

/** Starts an owner whose first call is lost: it must come again. */
async function startOwner(): Promise<Owner> {
  const calls: string[] = [];
  const called = new EventEmitter();
  let attempts = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.statusCode = attempts++ === 0 ? 503 : 204;
    response.end();
    if (response.statusCode === 503) return;
    const {data} = new Webhook(ALERT_SECRET).verify(body, request.headers as Record<string, string>) as {data: Alert};
    calls.push(data.type === 'cap' ? `${data.limit.name} ${data.percent}` : data.type);
    called.emit('call');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    settings: {ALERT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ALERT_SECRET},
    async hears(count) {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      while (calls.length < count) await once(called, 'call', {signal});
      return calls.toSorted();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

test('the owner is called once at each share of a cap, when the key is refused and when the balance is low, with a signature that holds', async () => {
  await using owner = await startOwner();
  await using world = await startWorld({
    settings: {SITE_USD_PER_DAY: '2.80', BALANCE_LOW_USD: '1000000', ...owner.settings},
  });
  await world.start({positivePrompt: 'A fox @runware(reject=invalidApiKey)'});
  for (let count = 0; count < 10; count++) await world.start({positivePrompt: 'A fox'});
  assert.deepEqual(await owner.hears(5), [
    'balanceLow',
    'keyRefused',
    'siteUSDPerDay 100',
    'siteUSDPerDay 50',
    'siteUSDPerDay 80',
  ]);
});

test('the owner is called when a video costs more than was set aside, and with it a share of a cap is reached', async () => {
  await using owner = await startOwner();
  await using world = await startWorld({settings: {SITE_USD_PER_DAY: '1', ...owner.settings}});
  await world.start({positivePrompt: 'A fox @runware(cost=0.9)'});
  assert.deepEqual(await owner.hears(1), ['siteUSDPerDay 80']);
});

test('the owner is called when the first key is refused, also while the second works', async () => {
  await using owner = await startOwner();
  const second = 'second-key-of-the-tests';
  await using world = await startWorld({
    settings: {RUNWARE_API_KEY_NEXT: second, ...owner.settings},
    runware: {apiKeys: [second]},
  });
  assert.equal((await world.start({positivePrompt: 'A fox'})).response.status, 202);
  assert.deepEqual(await owner.hears(1), ['keyRefused']);
});

test('an alert URL that fails is logged and shown to the owner', async () => {
  const ADMIN_TOKEN = 'an-admin-token-of-the-tests';
  const settings = {ADMIN_TOKEN, ALERT_URL: 'http://127.0.0.1:1/', ALERT_SECRET, SITE_USD_PER_DAY: '0.28'};
  await using world = await startWorld({settings});
  await world.start({positivePrompt: 'A fox'});
  let lastError: string | undefined;
  await eventually(async () => {
    const response = await world.fetch('/v1/usage', {headers: {authorization: `Bearer ${ADMIN_TOKEN}`}});
    ({lastError} = ((await response.json()) as Usage).alerts);
    return lastError !== undefined;
  });
  assert.ok(world.logs.some((line) => line.includes('"alert"') && line.includes(lastError ?? '')));
});
