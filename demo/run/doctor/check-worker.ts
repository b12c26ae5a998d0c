// Checks a Worker that runs, by the requests that any client can send.

import type {Config, Problem} from '../../../worker/contract/index.ts';
import {isLoopback} from '../../../worker/settings/origins.ts';
import {type Finding, failed, passed, warning} from './finding.ts';

/** As long as a Worker that has just been deployed may need for its first response. */
const TIMEOUT_MS = 30_000;
const OTHER_ORIGIN = 'https://origin.invalid';

/** A URL from what a person enters, also without a scheme; undefined for what is no address. */
export function addressOf(text: string): string | undefined {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const url = URL.parse(hasScheme ? text : `https://${text}`);
  if (!url?.hostname || !/^https?:$/.test(url.protocol)) return undefined;
  if (!hasScheme && isLoopback(url.hostname)) url.protocol = 'http:';
  return url.href;
}

/** Checks it. */
export async function checkWorker(url: string): Promise<Finding[]> {
  const health = await read<{status?: unknown}>(url, '/healthz');
  if (health?.body.status !== 'ok') return [failed(`No hailuo-generator Worker answers at ${url}.`, 'deploy')];
  const answer = await read<Config | Problem>(url, '/v1/config');
  if (!answer) return [failed(`The Worker runs at ${url}, but /v1/config does not answer.`, 'troubleshooting')];
  if ('code' in answer.body) {
    const {code, title} = answer.body;
    return [failed(`The Worker runs, but answers: ${title} (${code}). Its log names the setting.`, 'troubleshooting')];
  }
  const config = answer.body;
  const prices = config.presets.flatMap(({name, durations}) =>
    durations.map(({seconds, usd}) => `${name} ${seconds} s $${usd}`),
  );
  return [
    passed(`The Worker runs and offers ${prices.join(', ')}.`),
    ...(await checkOrigins(url)),
    await checkWebhook(url),
    config.visitorCheck === 'none'
      ? warning('Visitors are not verified: only the caps limit spending.', 'callers')
      : passed(`Visitors are verified first: ${config.visitorCheck}.`),
    ...(config.paused ? [warning('The owner has paused the Worker.', 'monitoring')] : []),
  ];
}

async function checkOrigins(url: string): Promise<Finding[]> {
  const post = {method: 'POST', headers: {'content-type': 'application/json'}, body: '{}'};
  const withoutOrigin = await statusOf(url, '/v1/generations', post);
  const otherOrigin = await statusOf(url, '/v1/generations', {
    ...post,
    headers: {...post.headers, origin: OTHER_ORIGIN},
  });
  const ownOrigin = await statusOf(url, '/v1/generations', {
    ...post,
    headers: {...post.headers, origin: new URL(url).origin},
  });
  const preflight = await statusOf(url, '/v1/generations', {
    method: 'OPTIONS',
    headers: {origin: OTHER_ORIGIN, 'access-control-request-method': 'POST'},
  });
  return [
    withoutOrigin === 403
      ? passed('A request without an origin is refused.')
      : failed(`A request without an origin got ${withoutOrigin} instead of 403.`, 'callers'),
    otherOrigin === 403
      ? passed('A page of another origin is refused.')
      : failed(`A page of another origin got ${otherOrigin} instead of 403.`, 'callers'),
    ownOrigin === 403
      ? passed('The Worker’s own pages may not start generations.')
      : warning('The Worker’s own pages (/, /builder, …) may start generations too (OWN_PAGES).', 'settings'),
    preflight === 204
      ? passed('Browsers can read its responses (CORS).')
      : failed(`A preflight request got ${preflight} instead of 204.`, 'troubleshooting'),
  ];
}

/** Whether Runware's webhook calls can arrive, as far as this machine can tell. */
async function checkWebhook(url: string): Promise<Finding> {
  const {protocol, hostname} = new URL(url);
  if (protocol !== 'https:' || isLoopback(hostname))
    return warning('Runware cannot call this address, so the Worker only polls.', 'deploy');
  const path = `/v1/webhooks/runware/${crypto.randomUUID()}?token=doctor`;
  const status = await statusOf(url, path, {method: 'POST', body: '{}'});
  return status === 204
    ? passed('Runware can call the webhook.')
    : failed(`Runware’s webhook calls would get ${status} instead of 204.`, 'troubleshooting');
}

/** A JSON response; undefined if there is none. */
async function read<T>(url: string, path: string): Promise<{body: T} | undefined> {
  try {
    const response = await fetch(routeURL(url, path), {signal: AbortSignal.timeout(TIMEOUT_MS)});
    const body = (await response.json()) as T;
    return typeof body === 'object' && body !== null ? {body} : undefined;
  } catch {
    return undefined;
  }
}

/** The status of a response, or "no response". */
async function statusOf(url: string, path: string, init: RequestInit): Promise<number | string> {
  try {
    const response = await fetch(routeURL(url, path), {...init, signal: AbortSignal.timeout(TIMEOUT_MS)});
    return response.status;
  } catch {
    return 'no response';
  }
}

/** The URL of a route. The Worker may be mounted under a path. */
function routeURL(url: string, path: string): URL {
  return new URL(`.${path}`, url.replace(/\/*$/, '/'));
}
