// The cause and the solution of each problem code, for the documentation and for the page `/states`.

import type {ProblemCode} from '../../worker/contract/index.ts';

/** Problems that the element detects itself, without a response of the Worker. */
type ElementCode = 'unreachable' | 'badEndpoint' | 'checkBlocked' | 'notArrived';

/** Why a problem occurs and what the owner of the page can do about it. Markdown. */
export interface Diagnosis {
  readonly cause: string;
  readonly solution: string;
}

const VERSION_MISMATCH =
  'Load the script from the Worker itself, so that both have the same version. If the problem remains, read the log.';
const NOTHING_TO_DO = 'Nothing to do.';

/** Every code that a page can receive. */
export const TROUBLESHOOTING: Readonly<Record<ProblemCode | ElementCode, Diagnosis>> = {
  misconfigured: {
    cause:
      'A setting is missing or invalid: most often `VISITOR_CHECK`, `SITE_USD_PER_DAY` or `SITE_USD_PER_MONTH`, which have no default.',
    solution: 'The log names the setting (`npx wrangler tail`). On your own machine, run `npm run doctor`.',
  },
  originNotAllowed: {
    cause:
      'The page’s origin is not in `ALLOWED_ORIGINS`, or the request came neither from a page nor with a server token.',
    solution: 'Add the origin exactly as the browser sends it (`https://www.example.com`), and deploy.',
  },
  badEndpoint: {
    cause: 'The `endpoint` does not lead to this Worker: the response is an HTML page, a login, or another service.',
    solution:
      'Correct or remove the `endpoint` attribute. `npm run doctor -- <url>` checks what answers at an address.',
  },
  unreachable: {
    cause:
      'No response arrived: no network, a content blocker, a Content Security Policy without the Worker in `connect-src`, or a Worker that does not run.',
    solution:
      'Open `/healthz` of the Worker. If it answers, look for a Content Security Policy error in the browser’s console.',
  },
  unavailable: {
    cause: 'Runware rejects the API key, or the balance of the account is too low.',
    solution:
      'Add credit at Runware, or set a new `RUNWARE_API_KEY`. With `ALERT_URL` you are notified before visitors are affected.',
  },
  limitExceeded: {
    cause:
      'A limit is reached: the visitor’s, or the cap of the site for the day or the month. The problem’s `limit` says which.',
    solution:
      'Wait until the limit resets, or raise the setting with that name (`CALLER_PER_HOUR`, `SITE_USD_PER_DAY`, …).',
  },
  paused: {
    cause: 'The owner paused the site with `POST /v1/usage/pause`.',
    solution: 'Send `POST /v1/usage/resume` with the `ADMIN_TOKEN`.',
  },
  checkBlocked: {
    cause:
      'Turnstile’s script did not load: a content blocker, or a policy without `https://challenges.cloudflare.com` in `script-src` and `frame-src`.',
    solution: 'Complete the policy; the builder writes it. Only visitors can change their content blocker.',
  },
  checkFailed: {
    cause:
      'Turnstile rejected the visitor, or the identity token is missing, has expired, or is signed with another key or for another audience.',
    solution:
      'Turnstile: the site key must belong to the secret key and allow the page’s host name. Identity: check `exp`, `aud` and the key; the log says which is wrong.',
  },
  checkUnreachable: {
    cause: 'Turnstile or your `IDENTITY_JWKS_URL` did not answer, or the page’s `identity` function failed.',
    solution: 'If it continues: open that URL, and read the browser’s console.',
  },
  sessionRequired: {
    cause: 'The session has expired or belongs to another network, and a new session was refused too.',
    solution:
      'Nothing to do. If it continues: the page uses the script of another Worker, or `SESSION_KEY` changes with each deployment.',
  },
  contentRefused: {
    cause: 'Moderation refused the prompt or the picture. Another attempt gives the same result.',
    solution: NOTHING_TO_DO,
  },
  imageRefused: {
    cause: 'Runware could not read the first frame, or its size is outside the model’s limits.',
    solution: 'For pictures by URL: the host must be in `IMAGE_HOSTS`, and Runware must be able to download them.',
  },
  requestRefused: {
    cause: 'Runware rejected a request that the Worker accepted: the model’s rules have changed.',
    solution: 'Update this product. The log contains Runware’s message.',
  },
  busy: {cause: 'Runware has no capacity at the moment.', solution: NOTHING_TO_DO},
  generationFailed: {
    cause: 'Rendering failed at the provider. This happens occasionally.',
    solution: 'Nothing to do, unless the log shows the same error repeatedly.',
  },
  generationTimedOut: {cause: 'Rendering timed out at the provider.', solution: NOTHING_TO_DO},
  clipExpired: {
    cause: 'Runware has deleted the video, and there was no copy.',
    solution: 'Bind an R2 bucket as `VIDEOS`, and set `RETENTION_DAYS`.',
  },
  clipUnreachable: {
    cause: 'The video could not be fetched from Runware, is not available yet, or is on a host not in `CLIP_HOSTS`.',
    solution: 'If it continues: the log names the host. Add it to `CLIP_HOSTS`.',
  },
  notFound: {
    cause: 'The generation is older than `RETENTION_DAYS`, or the Worker’s storage was replaced.',
    solution: 'Nothing to do, or a longer `RETENTION_DAYS`.',
  },
  notArrived: {
    cause: 'The page was closed before its request reached the Worker. Nothing was started.',
    solution: NOTHING_TO_DO,
  },
  ledgerUnreachable: {
    cause: 'The ledger did not answer. Nothing is started without it, so that spending never exceeds the cap.',
    solution: 'If it continues: check Cloudflare’s status page and the log.',
  },
  tooManyRequests: {
    cause: 'One address sent more requests in a minute than the `ratelimits` in `wrangler.toml` allow.',
    solution: 'Raise them there if many visitors share one address.',
  },
  invalidRequest: {
    cause:
      'A field is invalid for the model or for this deployment (`OFFER_…`, `SAFETY_MODE`). The problem’s `errors` names each field.',
    solution: 'Check what the page changes in `hailuo-submit`.',
  },
  bodyTooLarge: {
    cause: 'The first frame is too large. The element reduces it; your own client has to do the same.',
    solution: 'Send a smaller picture.',
  },
  taskConflict: {
    cause: 'The `taskUUID` was already used with other parameters.',
    solution: 'In your own client: create a new UUID for each new generation.',
  },
  malformedBody: {cause: 'The body is not a JSON object.', solution: VERSION_MISMATCH},
  unsupportedMediaType: {
    cause: 'The `Content-Type` of the body is not `application/json`.',
    solution: VERSION_MISMATCH,
  },
  methodNotAllowed: {cause: 'The route exists, but not with this method.', solution: VERSION_MISMATCH},
  internal: {
    cause: 'An error in the Worker itself.',
    solution: 'The log contains it, with the request’s id (`X-Request-Id`). Please report it.',
  },
};
