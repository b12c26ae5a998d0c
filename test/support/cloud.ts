// Cloudflare as the set-up meets it: a wrangler that reports its calls to the test.

import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';

/** What a wrangler was called with. */
export interface WranglerCall {
  command: string;
  folder: string;
  secrets: Record<string, string>;
}

/** How it is to end. */
export interface WranglerReply {
  code: number;
  /** The address of what was deployed. */
  url?: string;
}

/** A running one. */
export interface Cloud extends AsyncDisposable {
  calls: WranglerCall[];
  /** Options of the set-up that lead to it. */
  options: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** Starts it. Every call of wrangler gets its reply from `reply`. */
export async function startCloud(
  reply: (call: WranglerCall) => WranglerReply | Promise<WranglerReply>,
): Promise<Cloud> {
  const calls: WranglerCall[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const call: WranglerCall = JSON.parse(text);
    calls.push(call);
    response.end(JSON.stringify(await reply(call)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    calls,
    options: ['--wrangler', join(import.meta.dirname, 'wrangler.ts')],
    env: {CLOUD_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`},
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
