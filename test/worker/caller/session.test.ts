import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT} from 'jose';
import type {Problem, Session, SessionRequest} from '../../../worker/contract/index.ts';
import {test} from '../../support/concurrent.ts';
import {eventually} from '../../support/eventually.ts';
import {startTurnstile} from '../../support/turnstile.ts';
import {jsonPost, startWorld, type World} from '../../support/world.ts';

const SECRET = 'the-secret-with-which-a-site-signs-identities';
const IDENTITY = {VISITOR_CHECK: 'identity', IDENTITY_SECRET: SECRET};

async function identity(claims: Record<string, unknown> = {}, secret = SECRET): Promise<string> {
  const inTenMinutes = Math.floor(Date.now() / 1000) + 600;
  return new SignJWT({sub: 'visitor-7', aud: 'hailuo-generator', exp: inTenMinutes, ...claims} as JWTPayload)
    .setProtectedHeader({alg: 'HS256'})
    .sign(new TextEncoder().encode(secret));
}

async function openSession(
  world: World,
  proof: SessionRequest,
  headers: Record<string, string> = {},
): Promise<Response> {
  const post = jsonPost(proof);
  return world.fetch('/v1/session', {...post, headers: {...post.headers, ...headers}});
}

async function tokenOf(response: Response): Promise<string> {
  assert.equal(response.status, 201);
  return ((await response.json()) as Session).token;
}

async function startWith(
  world: World,
  bearer: string | undefined,
  headers: Record<string, string> = {},
): Promise<Response> {
  const post = jsonPost({taskUUID: crypto.randomUUID(), positivePrompt: 'A fox'});
  const authorization = bearer === undefined ? {} : {authorization: `Bearer ${bearer}`};
  return world.fetch('/v1/generations', {...post, headers: {...post.headers, ...authorization, ...headers}});
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as Problem).code;
}

test('a passed human check opens a session, and a session starts a generation', async () => {
  await using turnstile = await startTurnstile();
  await using world = await startWorld({settings: turnstile.settings});
  assert.equal(await codeOf(await startWith(world, undefined)), 'sessionRequired');
  const used = turnstile.token();
  const token = await tokenOf(await openSession(world, {turnstile: used}));
  assert.equal((await startWith(world, token)).status, 202);
  const refused: SessionRequest[] = [
    {turnstile: used},
    {turnstile: 'made-up'},
    {turnstile: turnstile.token('evil.example')},
    {turnstile: turnstile.token('127.0.0.1', 'login')},
    {turnstile: 'x'.repeat(5000)},
    {},
    {identity: await identity()},
  ];
  for (const proof of refused)
    assert.equal(await codeOf(await openSession(world, proof)), 'checkFailed', JSON.stringify(proof).slice(0, 60));
  assert.equal(world.runware.accepted, 1);
});

test('a check that cannot be verified opens nothing', async () => {
  const settings = {
    VISITOR_CHECK: 'turnstile',
    TURNSTILE_SITE_KEY: 'site',
    TURNSTILE_SECRET_KEY: 'secret',
    TURNSTILE_VERIFY_URL: 'http://127.0.0.1:9/siteverify',
  };
  await using world = await startWorld({settings});
  assert.equal(await codeOf(await openSession(world, {turnstile: 'x'})), 'checkUnreachable');
});

test('an identity that the site signed opens a session with its own limits, wherever it is used', async () => {
  await using world = await startWorld({settings: IDENTITY});
  const session = await tokenOf(await openSession(world, {identity: await identity({limits: {perHour: 1}})}));
  assert.equal((await startWith(world, session)).status, 202);
  const again = await tokenOf(await openSession(world, {identity: await identity({limits: {perHour: 1}})}));
  assert.equal(await codeOf(await startWith(world, again)), 'limitExceeded');
  const other = await tokenOf(await openSession(world, {identity: await identity({sub: 'visitor-8'})}));
  assert.equal((await startWith(world, other)).status, 202);
});

test('an identity is refused that is expired, foreign, unsigned, without end or for others', async () => {
  await using world = await startWorld({settings: IDENTITY});
  const {privateKey} = await generateKeyPair('ES256');
  const fresh = {sub: 'v', aud: 'hailuo-generator', exp: Math.floor(Date.now() / 1000) + 600};
  const tokens = {
    expired: await identity({exp: 1_700_000_000}),
    endless: await identity({exp: undefined}),
    nobody: await identity({sub: ''}),
    elsewhere: await identity({aud: 'another-service'}),
    early: await identity({nbf: 4_000_000_000}),
    greedy: await identity({limits: {perHour: -1}}),
    forged: await identity({}, 'another-secret-that-is-long-enough-too'),
    unsigned: new UnsecuredJWT(fresh).encode(),
    confused: await new SignJWT(fresh).setProtectedHeader({alg: 'ES256'}).sign(privateKey),
    garbage: 'a.b.c',
  };
  for (const [name, token] of Object.entries(tokens))
    assert.equal(await codeOf(await openSession(world, {identity: token})), 'checkFailed', name);
});

test('a site may sign with a key of its key set', async () => {
  const {publicKey, privateKey} = await generateKeyPair('ES256');
  const jwks = JSON.stringify({keys: [{...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256'}]});
  await using site = await startSite(200, jwks);
  await using world = await startWorld({settings: site.settings});
  const good = await signed(privateKey);
  const token = await tokenOf(await openSession(world, {identity: good}));
  assert.equal((await startWith(world, token)).status, 202);
  // The old confusion: the public key, taken as a shared secret.
  const confused = await new SignJWT(claims())
    .setProtectedHeader({alg: 'HS256', kid: 'k1'})
    .sign(new TextEncoder().encode(jwks));
  const {privateKey: foreign} = await generateKeyPair('ES256');
  for (const identity of [confused, await signed(foreign), await signed(privateKey, 'k2'), 'a.b.c'])
    assert.equal(await codeOf(await openSession(world, {identity})), 'checkFailed');
});

/** What a site answers where its key set should be. */
const NO_KEY_SETS: readonly (readonly [status: number, body: string])[] = [
  [503, 'down'],
  [404, '{"keys":[]}'],
  [200, '<html>a login</html>'],
  [200, '{"keys":7}'],
];

test('an identity is not refused where the key set of the site cannot be had', async (t) => {
  const {privateKey} = await generateKeyPair('ES256');
  const identity = await signed(privateKey);
  await Promise.all(
    NO_KEY_SETS.map(([status, body]) =>
      t.test(`${status} ${body}`, async () => {
        await using site = await startSite(status, body);
        await using world = await startWorld({settings: site.settings});
        assert.equal(await codeOf(await openSession(world, {identity})), 'checkUnreachable');
      }),
    ),
  );
  const IDENTITY_JWKS_URL = 'http://127.0.0.1:9/jwks.json';
  await using world = await startWorld({settings: {VISITOR_CHECK: 'identity', IDENTITY_JWKS_URL}});
  assert.equal(await codeOf(await openSession(world, {identity})), 'checkUnreachable');
});

/** A site that gives one answer to who asks for its key set. */
async function startSite(status: number, body: string) {
  const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const IDENTITY_JWKS_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
  return {
    settings: {VISITOR_CHECK: 'identity', IDENTITY_JWKS_URL},
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

function claims() {
  return {sub: 'v', aud: 'hailuo-generator', exp: Math.floor(Date.now() / 1000) + 600};
}

function signed(key: CryptoKey, kid = 'k1'): Promise<string> {
  return new SignJWT(claims()).setProtectedHeader({alg: 'ES256', kid}).sign(key);
}

test('a session is void on another page, on another network, once it has run out, and where it was not made here', async () => {
  const PAGE = 'https://page.example';
  await using world = await startWorld({settings: {...IDENTITY, ALLOWED_ORIGINS: `${PAGE} https://other.example`}});
  const from = (origin: string, address = '203.0.113.7') => ({origin, 'cf-connecting-ip': address});
  const session = await tokenOf(await openSession(world, {identity: await identity()}, from(PAGE)));
  assert.equal(await codeOf(await startWith(world, session, from('https://other.example'))), 'sessionRequired');
  assert.equal(await codeOf(await startWith(world, `${session.slice(0, -4)}AAAA`, from(PAGE))), 'sessionRequired');
  assert.equal(await codeOf(await startWith(world, await identity(), from(PAGE))), 'sessionRequired');
  const [, payload = ''] = session.split('.');
  const none = `${Buffer.from('{"alg":"none","typ":"hailuo-session+jwt"}').toString('base64url')}.${payload}.`;
  assert.equal(await codeOf(await startWith(world, none, from(PAGE))), 'sessionRequired');
  assert.equal((await startWith(world, session, from(PAGE))).status, 202);
  await using brief = await startWorld({settings: {...IDENTITY, SESSION_MINUTES: '0.01'}});
  const short = await tokenOf(await openSession(brief, {identity: await identity()}));
  assert.equal(await codeOf(await startWith(world, short, from(PAGE))), 'sessionRequired');
  const {exp} = JSON.parse(Buffer.from(short.split('.')[1] ?? '', 'base64url').toString()) as {exp: number};
  await eventually(() => Date.now() / 1000 >= exp);
  assert.equal(await codeOf(await startWith(brief, short)), 'sessionRequired');
});

test('a server of the owner needs a token and no page; without one, a request of no page is refused', async () => {
  const token = 'a-server-token-of-the-tests';
  await using world = await startWorld({
    settings: {
      SERVER_TOKENS: `another-token-of-24-characters ${token}`,
      VISITOR_CHECK: 'identity',
      IDENTITY_SECRET: SECRET,
    },
  });
  const post = jsonPost({taskUUID: crypto.randomUUID(), positivePrompt: 'A fox'});
  const bare = await fetch(new URL('/v1/generations', world.url), post);
  assert.equal(bare.status, 403);
  assert.equal(await codeOf(bare), 'originNotAllowed');
  const wrong = await fetch(new URL('/v1/generations', world.url), {
    ...post,
    headers: {...post.headers, authorization: `Bearer ${token}x`},
  });
  assert.equal(wrong.status, 401);
  assert.equal(await codeOf(wrong), 'sessionRequired');
  for (const path of ['/v1/generations', '/v1']) {
    const body = {taskType: 'videoInference', taskUUID: crypto.randomUUID(), positivePrompt: 'A fox'};
    const request = jsonPost(path === '/v1' ? [body] : body);
    const good = await fetch(new URL(path, world.url), {
      ...request,
      headers: {...request.headers, authorization: `Bearer ${token}`},
    });
    assert.ok(good.ok, `${path} ${good.status}`);
    assert.equal((await fetch(new URL(path, world.url), request)).status, 403, path);
  }
});

test('a request for a session with an unknown field is told which fields there are, and where the documentation is', async () => {
  await using world = await startWorld({settings: IDENTITY});
  const response = await world.fetch('/v1/session', jsonPost({token: 'a', identity: ''}));
  assert.equal(response.status, 400);
  assert.equal(response.headers.get('link'), '</docs#problem-invalidRequest>; rel="help"');
  const {code, errors} = (await response.json()) as Problem;
  assert.equal(code, 'invalidRequest');
  assert.deepEqual(errors, [
    {field: 'identity', message: 'must be text that is not empty'},
    {field: 'token', message: 'is not a field of this request', allowed: ['turnstile', 'identity']},
  ]);
  assert.equal(await codeOf(await world.fetch('/v1/session', jsonPost([]))), 'malformedBody');
});
