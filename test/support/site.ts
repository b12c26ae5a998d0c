import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

/** A site with one page, and what it needs, on an origin of its own. */
export interface Site extends AsyncDisposable {
  url: string;
  /** What it answers to every other request. */
  html: string;
  /** Its scripts, by path. */
  scripts: Record<string, string>;
  /** Its Content-Security-Policy, if any. */
  policy: string;
}

/** Opens such a site. */
export async function otherSite(): Promise<Site> {
  const server = createServer(({url = ''}, response) => {
    const script = site.scripts[url];
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    if (site.policy) response.setHeader('content-security-policy', site.policy);
    response.end(script ?? site.html);
  });
  const listening = once(server, 'listening');
  server.listen(0, '127.0.0.1');
  await listening;
  const site: Site = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    html: '',
    scripts: {},
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
