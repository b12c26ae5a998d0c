// Hints for the page's owner about a wrong set-up, in English as the documentation is. Collapsed, since most people who
// see it are visitors.

import {html, nothing, type TemplateResult} from 'lit';
import type {FailureCode} from '../../failure-code.ts';

/** The hint as a disclosure; nothing where the page's owner cannot help. */
export function ownerHint(code: FailureCode, endpoint: string, received?: string): TemplateResult | typeof nothing {
  const remedy = remedyFor(code, endpoint, received);
  if (!remedy) return nothing;
  return html`<details class="disclosure owner-hint" lang="en" dir="ltr">
    <summary>For the owner of this page</summary>
    <p>${remedy}</p>
  </details>`;
}

/** What is wrong, and what to do about it. */
export function remedyFor(code: FailureCode, endpoint: string, received?: string): string | undefined {
  if (origin === 'null' && /^(originNotAllowed|unreachable)$/.test(code))
    return `This page has no origin that the Worker at ${endpoint} could allow. Where its frame has the attribute sandbox, add allow-same-origin to it; a file has to come from a server.`;
  switch (code) {
    case 'badEndpoint':
      return `${endpoint} answered ${received ?? 'with something else than JSON'}. Set the attribute endpoint to the address of your Worker, without a path behind it; ${endpoint}/healthz must answer {"status":"ok"}.`;
    case 'originNotAllowed':
      return `The Worker at ${endpoint} does not allow this page. Add ${location.origin} to its setting ALLOWED_ORIGINS.`;
    case 'unreachable':
      return `${endpoint} did not answer. If it should: see whether this page’s Content-Security-Policy allows it in connect-src, ${location.protocol === 'https:' && endpoint.startsWith('http:') ? 'give it an address with https (a page with https may ask no other)' : `whether ${endpoint}/healthz answers`}, and whether the Worker’s setting ALLOWED_ORIGINS has ${location.origin}.`;
    case 'misconfigured':
      return `Settings of the Worker at ${endpoint} are missing or wrong; its log names them, and so does: npm run doctor -- ${endpoint}`;
    case 'unavailable':
      return `Runware refuses the Worker at ${endpoint}: its key is wrong, or its account is out of credit. The Worker’s log says which.`;
    case 'checkFailed':
      return `The Worker at ${endpoint} did not accept what it was shown. With VISITOR_CHECK=identity, set the element’s property identity to a token of your site’s; with turnstile, see that TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY belong together.`;
    case 'methodNotAllowed':
    case 'unsupportedMediaType':
    case 'malformedBody':
    case 'invalidRequest':
      return `The Worker at ${endpoint} does not parseGeneration this element: it may be older. Deploy the Worker anew, and load the element from it.`;
    default:
      return undefined;
  }
}
