import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {Webhook} from 'standardwebhooks';
import type {Alert} from '../../worker/contract/index.ts';
import {startWorld} from '../world.ts';

const ALERT_SECRET = `whsec_${Buffer.from('a secret of the tests, 24+').toString('base64')}`;

test('the owner is called once at each share of a cap when the key is refused and when the balance is low, with a signature that holds', async () => {
  const alerts: Alert[] = [];
  let attempts = 0;
  const {promise, resolve} = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    // The first call is lost: it must come again.
    response.statusCode = attempts++ === 0 ? 503 : 204;
    response.end();
    if (response.statusCode === 503) return;
    const {data} = new Webhook(ALERT_SECRET).verify(body, request.headers as Record<string, string>) as {data: Alert};
    alerts.push(data);
    if (alerts.length === 5) resolve();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ALERT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    await using world = await startWorld({
      settings: {SITE_USD_PER_DAY: '2.80', BALANCE_LOW_USD: '1000000', ALERT_URL, ALERT_SECRET},
    });
    await world.start({positivePrompt: 'A fox @runware(reject=invalidApiKey)'});
    for (let count = 0; count < 10; count++) await world.start({positivePrompt: 'A fox'});
    await promise;
  } finally {
    server.close();
    server.closeAllConnections();
  }
  const told = alerts.map((alert) => (alert.type === 'cap' ? `${alert.limit.name} ${alert.percent}` : alert.type));
  assert.deepEqual(told.sort(), [
    'balanceLow',
    'keyRefused',
    'siteUSDPerDay 100',
    'siteUSDPerDay 50',
    'siteUSDPerDay 80',
  ]);
});
