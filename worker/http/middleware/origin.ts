import type {MiddlewareHandler} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import {isLoopback} from '../../settings/origins.ts';
import type {Settings} from '../../settings/settings.ts';
import {problemResponse} from '../problem.ts';

/** Refuses pages of other origins than those in `ALLOWED_ORIGINS` and, with `OWN_PAGES`, this Worker's own. Requests of no page pass. */
export function allowedOrigin(): MiddlewareHandler<AppEnv> {
  return async function allowedOrigin(c, next) {
    const origin = c.req.header('origin');
    if (origin === undefined || isAllowed(origin, new URL(c.req.url).origin, c.get('settings'))) return next();
    return problemResponse(c, {reason: 'originNotAllowed', origin});
  };
}

/** Whether pages of this origin may use the Worker whose own origin is `own`. */
export function isAllowed(
  origin: string,
  own: string,
  {ALLOWED_ORIGINS, LOCAL_ORIGINS, OWN_PAGES}: Pick<Settings, 'ALLOWED_ORIGINS' | 'LOCAL_ORIGINS' | 'OWN_PAGES'>,
): boolean {
  const url = URL.parse(origin);
  // Browsers send an origin in exactly one spelling.
  if (!url || url.origin !== origin) return false;
  if (isLoopback(url.hostname)) return LOCAL_ORIGINS === 'allowed';
  if (origin === own && OWN_PAGES === 'allowed') return true;
  return ALLOWED_ORIGINS.some((allowed) => allowed === origin || isBelow(url, allowed));
}

/** Whether a URL is on a subdomain of an entry such as `https://*.example.com`. The domain itself is not. */
function isBelow({hostname, protocol, port}: URL, allowed: string): boolean {
  const [, scheme, domain = '', itsPort = ''] = /^(https?:)\/\/\*(\.[^:]+)(?::(\d+))?$/.exec(allowed) ?? [];
  return protocol === scheme && port === itsPort && hostname.endsWith(domain) && hostname.length > domain.length;
}
