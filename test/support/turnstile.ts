// Turnstile's siteverify on loopback: tokens say what they are, and serve once.

import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

/** A verifier that is running. */
export interface Turnstile extends AsyncDisposable {
  /** Settings of a Worker that asks it. */
  settings: Readonly<Record<string, string>>;
  /** A fresh token, as a browser on this host would have got it. */
  token(hostname?: string, action?: string): string;
}

/** Starts a verifier. */
export async function startTurnstile(): Promise<Turnstile> {
  const secret = 'turnstile-secret-of-the-tests';
  const valid = new Map<string, {hostname: string; action: string}>();
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const asked = JSON.parse(text) as {secret: string; response: string};
    const found = asked.secret === secret ? valid.get(asked.response) : undefined;
    valid.delete(asked.response);
    const codes = asked.secret === secret ? ['timeout-or-duplicate'] : ['invalid-input-secret'];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(found ? {success: true, ...found} : {success: false, 'error-codes': codes}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/siteverify`;
  return {
    settings: {
      VISITOR_CHECK: 'turnstile',
      TURNSTILE_SITE_KEY: 'site',
      TURNSTILE_SECRET_KEY: secret,
      TURNSTILE_VERIFY_URL: url,
    },
    token(hostname = '127.0.0.1', action = 'hailuo-generator') {
      const token = crypto.randomUUID();
      valid.set(token, {hostname, action});
      return token;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
