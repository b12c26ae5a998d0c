import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

/** A site with one page, on an origin of its own. */
export interface Site extends AsyncDisposable {
  url: string;
  /** What it answers to every request. */
  html: string;
  /** Its Content-Security-Policy, if any. */
  policy: string;
}

/** Opens such a site. */
export async function otherSite(): Promise<Site> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    if (site.policy) response.setHeader('content-security-policy', site.policy);
    response.end(site.html);
  });
  const listening = once(server, 'listening');
  server.listen(0, '127.0.0.1');
  await listening;
  const site = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    html: '',
    policy: '',
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
  return site;
}
