import assert from 'node:assert/strict';
import {once} from 'node:events';
import {connect} from 'node:net';
import {test} from 'node:test';
import {UnsecuredJWT} from 'jose';
import type {Problem} from '../../worker/contract/index.ts';
import {png} from '../data/images.ts';
import {jsonPost, settingsWith, startWorld, type World} from '../support/world.ts';

const PAGE = 'https://page.example';
const SETTINGS = {
  ALLOWED_ORIGINS: `${PAGE} https://*.wide.example`,
  IMAGE_HOSTS: 'images.example',
  SERVER_TOKENS: 'a-server-token-of-the-tests',
  ADMIN_TOKEN: 'an-admin-token-of-the-tests',
};
const uuid = () => crypto.randomUUID();

interface Attack {
  name: string;
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  /** What replaces or joins the fields of a good request. */
  fields?: Record<string, unknown>;
  /** The body as it is, instead. */
  body?: string;
  /** The code of the problem that answers, or the status where the answer is none. */
  answer: string | number;
}

const frame = (image: unknown) => ({inputs: {frameImages: [image]}});
const dataURI = (bytes: Buffer, type = 'image/png') => `data:${type};base64,${bytes.toString('base64')}`;
const from = (origin: string) => ({origin});

const ATTACKS: readonly Attack[] = [
  {name: 'a foreign page', headers: from('https://evil.example'), answer: 'originNotAllowed'},
  {name: 'a page without an origin (sandbox, file)', headers: from('null'), answer: 'originNotAllowed'},
  {name: 'a look-alike that goes on after the host', headers: from(`${PAGE}.evil.example`), answer: 'originNotAllowed'},
  {
    name: 'a look-alike with something before the host',
    headers: from('https://evilpage.example'),
    answer: 'originNotAllowed',
  },
  {name: 'a look-alike of the wildcard', headers: from('https://evilwide.example'), answer: 'originNotAllowed'},
  {name: 'the bare domain of the wildcard', headers: from('https://wide.example'), answer: 'originNotAllowed'},
  {name: 'the right host without encryption', headers: from('http://page.example'), answer: 'originNotAllowed'},
  {name: 'the right host on another port', headers: from(`${PAGE}:8443`), answer: 'originNotAllowed'},
  {name: 'the right host as user name', headers: from('https://page.example@evil.example'), answer: 'originNotAllowed'},
  {name: 'the right origin with a path', headers: from(`${PAGE}/`), answer: 'originNotAllowed'},
  {name: 'the right origin twice', headers: from(`${PAGE}, ${PAGE}`), answer: 'originNotAllowed'},
  {
    name: 'the right origin in the wrong header',
    headers: {origin: 'https://evil.example', referer: PAGE},
    answer: 'originNotAllowed',
  },
  {
    name: 'a forged host to make a foreign origin the own one',
    headers: {origin: 'https://evil.example', 'x-forwarded-host': 'evil.example'},
    answer: 'originNotAllowed',
  },
  {
    name: 'a token of no server',
    headers: {authorization: 'Bearer a-server-token-of-the-testz'},
    answer: 'sessionRequired',
  },
  {
    name: 'an unsigned session',
    headers: {authorization: `Bearer ${new UnsecuredJWT({sub: 'x', exp: 4e9}).encode()}`},
    answer: 'sessionRequired',
  },
  {
    name: 'the admin token in place of a session',
    headers: {authorization: 'Bearer an-admin-token-of-the-tests'},
    answer: 'sessionRequired',
  },
  {
    name: 'the owner’s view with a server’s token',
    path: '/v1/usage',
    method: 'GET',
    headers: {authorization: 'Bearer a-server-token-of-the-tests'},
    answer: 'notFound',
  },
  {
    name: 'the owner’s view with a guess',
    path: '/v1/usage',
    method: 'GET',
    headers: {authorization: 'Bearer admin'},
    answer: 'notFound',
  },
  {name: 'pausing the site as a stranger', path: '/v1/usage/pause', answer: 'notFound'},
  {name: 'another method', method: 'PUT', answer: 'methodNotAllowed'},
  {name: 'deleting a generation', path: `/v1/generations/${uuid()}`, method: 'DELETE', answer: 'methodNotAllowed'},
  {
    name: 'a method override',
    headers: {'x-http-method-override': 'GET'},
    fields: {taskUUID: 'x'},
    answer: 'invalidRequest',
  },
  {name: 'Runware’s language models', path: '/v1/chat/completions', answer: 'notFound'},
  {name: 'Runware’s list of models', path: '/v1/models', method: 'GET', answer: 'notFound'},
  {name: 'a path that climbs', path: '/v1/generations/..%2f..%2fusage', method: 'GET', answer: 'notFound'},
  {name: 'a path with an encoded null', path: '/v1/generations/%00', method: 'GET', answer: 'notFound'},
  {name: 'a guessed generation', path: `/v1/generations/${uuid()}`, method: 'GET', answer: 'notFound'},
  {
    name: 'a clip of a guessed generation',
    path: `/v1/generations/${uuid()}/videos/${uuid()}`,
    method: 'GET',
    answer: 'notFound',
  },
  {name: 'a webhook for a guessed generation', path: `/v1/webhooks/runware/${uuid()}?token=x`, answer: 204},
  {name: 'a form, which needs no preflight', headers: {'content-type': 'text/plain'}, answer: 'unsupportedMediaType'},
  {name: 'another task type', fields: {taskType: 'imageInference'}, answer: 'invalidRequest'},
  {name: 'another, dearer model', fields: {model: 'google:3@1'}, answer: 'invalidRequest'},
  {name: 'the clip sent elsewhere', fields: {uploadEndpoint: 'https://evil.example/put'}, answer: 'invalidRequest'},
  {name: 'a webhook of one’s own', fields: {webhookURL: 'https://evil.example/hook'}, answer: 'invalidRequest'},
  {name: 'many results', fields: {numberResults: 400}, answer: 'invalidRequest'},
  {name: 'a fraction of a result', fields: {numberResults: 1.5}, answer: 'invalidRequest'},
  {name: 'a negative number of results', fields: {numberResults: -1}, answer: 'invalidRequest'},
  {name: 'a number as text', fields: {numberResults: '1'}, answer: 'invalidRequest'},
  {
    name: 'a prototype',
    body: `{"taskUUID":"${uuid()}","positivePrompt":"A fox","__proto__":{"numberResults":9}}`,
    answer: 'invalidRequest',
  },
  {name: 'a constructor', fields: {constructor: {prototype: {}}}, answer: 'invalidRequest'},
  {name: 'an array of requests', body: '[{}]', answer: 'malformedBody'},
  {name: 'a deep body', body: `{"positivePrompt":${'['.repeat(100_000)}`, answer: 'malformedBody'},
  {name: 'a deep and valid body', body: `{"a":${'['.repeat(50)}${']'.repeat(50)}}`, answer: 'malformedBody'},
  {
    name: 'an image on the metadata service',
    fields: frame('http://169.254.169.254/latest/meta-data'),
    answer: 'invalidRequest',
  },
  {name: 'an image on localhost', fields: frame('https://localhost/x.png'), answer: 'invalidRequest'},
  {name: 'an image by file URL', fields: frame('file:///etc/passwd'), answer: 'invalidRequest'},
  {
    name: 'an image on a look-alike host',
    fields: frame('https://images.example.evil.example/x.png'),
    answer: 'invalidRequest',
  },
  {
    name: 'an image with the allowed host as user name',
    fields: frame('https://images.example@evil.example/x.png'),
    answer: 'invalidRequest',
  },
  {
    name: 'an image on another port of the allowed host',
    fields: frame('https://images.example:8443/x.png'),
    answer: 'invalidRequest',
  },
  {name: 'an image without encryption', fields: frame('http://images.example/x.png'), answer: 'invalidRequest'},
  {name: 'a page as image', fields: frame(dataURI(Buffer.from(`<html>${'x'.repeat(200)}`))), answer: 'invalidRequest'},
  {name: 'a PNG that is called a JPEG', fields: frame(dataURI(png(640, 360), 'image/jpeg')), answer: 'invalidRequest'},
  {name: 'an SVG', fields: frame(dataURI(Buffer.from('<svg/>'.repeat(30)), 'image/svg+xml')), answer: 'invalidRequest'},
  {name: 'an image of one pixel', fields: frame(dataURI(png(1, 1))), answer: 'invalidRequest'},
  {name: 'an image as wide as a scarf', fields: frame(dataURI(png(4000, 400))), answer: 'invalidRequest'},
  {
    name: 'two images',
    fields: {inputs: {frameImages: [dataURI(png(640, 360)), dataURI(png(640, 360))]}},
    answer: 'invalidRequest',
  },
  {
    name: 'the account’s details through the envelope',
    path: '/v1',
    body: '[{"taskType":"accountManagement","operation":"getDetails"}]',
    answer: 400,
  },
  {
    name: 'another key through the envelope',
    path: '/v1',
    body: '[{"taskType":"imageUpload","image":"https://evil.example/x.png"}]',
    answer: 400,
  },
  {
    name: 'a thousand tasks in one envelope',
    path: '/v1',
    body: JSON.stringify(Array(1000).fill({taskType: 'videoInference'})),
    answer: 400,
  },
];

test('attacks get the answer that the table expects, readable by pages that may read it, and none reaches Runware', async (t) => {
  await using world = await startWorld({settings: SETTINGS});
  for (const {name, path = '/v1/generations', method = 'POST', headers, fields, body, answer} of ATTACKS) {
    await t.test(name, async () => {
      const good = jsonPost({taskUUID: uuid(), positivePrompt: 'A fox', ...fields});
      const all = {'content-type': 'application/json', origin: PAGE, ...headers};
      const response = await world.fetch(path, {
        method,
        headers: all,
        ...(method === 'POST' && {body: body ?? good.body ?? null}),
      });
      assert.ok(response.status < 500);
      assert.equal(response.headers.get('access-control-allow-origin'), all.origin);
      if (typeof answer === 'number') assert.equal(response.status, answer);
      else assert.equal(((await response.json()) as Problem).code, answer);
    });
  }
  assert.equal(world.runware.counts.requests, 0);
});

/** Sends bytes as they are; resolves to the status of the first answer. */
async function raw(world: World, head: readonly string[], chunks: Iterable<string>): Promise<string> {
  const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `${['POST /v1/generations HTTP/1.1', 'Host: 127.0.0.1', `Origin: ${PAGE}`, 'Content-Type: application/json', ...head].join('\r\n')}\r\n\r\n`,
  );
  for (const chunk of chunks) if (!socket.destroyed) socket.write(chunk);
  const [data] = (await once(socket, 'data', {signal: AbortSignal.timeout(20_000)})) as [Buffer];
  socket.destroy();
  return data.toString('latin1').slice(9, 12);
}

function* flood(megabytes: number): Generator<string> {
  for (let sent = 0; sent < megabytes; sent++) yield `${(1_000_000).toString(16)}\r\n${'x'.repeat(1_000_000)}\r\n`;
  yield '0\r\n\r\n';
}

test('a body is bounded while it streams, whatever its head says', async () => {
  await using world = await startWorld({settings: SETTINGS});
  assert.equal(await raw(world, ['Transfer-Encoding: chunked'], flood(14)), '413');
  assert.equal(await raw(world, ['Content-Length: 13000000'], Array<string>(13).fill('x'.repeat(1_000_000))), '413');
  assert.equal(await raw(world, ['Content-Length: 2'], ['{}{"taskUUID":"x"}']), '400');
  assert.equal(await raw(world, ['Content-Length: -1'], ['{}']), '400');
  assert.equal(world.runware.counts.requests, 0);
});

test('addresses that a client claims in other headers are counted as the one it has', async () => {
  await using world = await startWorld({settings: {CALLER_PER_HOUR: '1'}});
  const statuses: number[] = [];
  for (const name of ['x-forwarded-for', 'x-real-ip', 'true-client-ip', 'forwarded']) {
    const post = jsonPost({taskUUID: uuid(), positivePrompt: 'A fox'});
    const response = await world.fetch('/v1/generations', {
      ...post,
      headers: {...post.headers, [name]: `203.0.113.${statuses.length}`},
    });
    statuses.push(response.status);
  }
  assert.deepEqual(statuses, [202, 429, 429, 429]);
});

test('a flood of requests is turned away before anything else looks at it', async () => {
  await using world = await startWorld({floodLimit: 5});
  const asked = await Promise.all(Array.from({length: 20}, () => world.fetch(`/v1/generations/${uuid()}`)));
  assert.equal(asked.filter(({status}) => status === 429).length, 15);
  const refused = asked.find(({status}) => status === 429);
  assert.ok(refused);
  assert.equal(((await refused.json()) as Problem).code, 'tooManyRequests');
  assert.equal(refused.headers.get('retry-after'), '60');
});

/** What every deployment has to choose. */
const CHOICES = ['SITE_USD_PER_DAY', 'SITE_USD_PER_MONTH', 'VISITOR_CHECK'];

test('a deployment that has chosen nothing starts nothing', async () => {
  await using world = await startWorld({settings: Object.fromEntries(CHOICES.map((name) => [name, '']))});
  const {response} = await world.start({positivePrompt: 'A fox'});
  assert.equal(((await response.json()) as Problem).code, 'misconfigured');
  for (const name of CHOICES) assert.ok(world.logs.some((line) => line.includes(name)));
  assert.equal(world.runware.counts.requests, 0);
});

for (const name of CHOICES) {
  test(`a deployment that has chosen all but ${name} is not one`, () => {
    const settings = settingsWith({[name]: ''});
    assert.ok(!settings.ok && settings.error.some((line) => line.includes(name)));
  });
}
