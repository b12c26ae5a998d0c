// Why a visitor meets each problem, and what the owner of the page does about it: for the documentation and the demo.

import type {ProblemCode} from '../../worker/contract/index.ts';

/** What the element finds out without an answer of the Worker. */
type OwnCode = 'unreachable' | 'badEndpoint' | 'checkBlocked' | 'notArrived';

/** A problem's cause and its remedy, in sentences. */
export interface Trouble {
  readonly why: string;
  readonly remedy: string;
}

const OLD_COPY = 'Embed the script from the Worker itself, so that both are of one version; then look into the log.';
const NONE = 'Nothing.';

/** Every code that a page can meet. */
export const TROUBLES: Readonly<Record<ProblemCode | OwnCode, Trouble>> = {
  misconfigured: {
    why: 'A setting is missing or wrong: most often `VISITOR_CHECK`, `SITE_USD_PER_DAY` or `SITE_USD_PER_MONTH`, which have no default.',
    remedy: 'The log names the setting (`npx wrangler tail`); for your own machine `npm run doctor` does.',
  },
  originNotAllowed: {
    why: 'The page’s origin is not in `ALLOWED_ORIGINS`, or the request came from no page and without a server’s token.',
    remedy: 'Add the origin exactly as the browser sends it (`https://www.example.com`), and deploy.',
  },
  badEndpoint: {
    why: 'What answers at the `endpoint` is no Worker of this kind: a page of HTML, a login, another service.',
    remedy: 'Mend the `endpoint` attribute, or leave it out; `npm run doctor -- <url>` tells what is there.',
  },
  unreachable: {
    why: 'No answer came: no network, a blocker, a Content-Security-Policy without the Worker in `connect-src`, or a Worker that is down.',
    remedy: 'Open `/healthz` at the Worker. If it answers, look for the policy’s complaint in the browser’s console.',
  },
  unavailable: {
    why: 'Runware refuses the key, or the account has too little balance.',
    remedy:
      'Top up at Runware, or set a new `RUNWARE_API_KEY`. With `ALERT_URL` you are called before visitors notice.',
  },
  limitExceeded: {
    why: 'A limit is reached: the visitor’s, or the cap of the site’s day or month. The problem’s `limit` says which.',
    remedy: 'Wait until it resets, or raise the setting of that name (`CALLER_PER_HOUR`, `SITE_USD_PER_DAY`, …).',
  },
  paused: {
    why: 'The owner stopped the site with `POST /v1/usage/pause`.',
    remedy: '`POST /v1/usage/resume`, with the `ADMIN_TOKEN`.',
  },
  checkBlocked: {
    why: 'Turnstile’s script did not load: a content blocker, or a policy without `https://challenges.cloudflare.com` in `script-src` and `frame-src`.',
    remedy: 'Complete the policy; the builder writes it. A visitor’s blocker only the visitor can change.',
  },
  checkFailed: {
    why: 'Turnstile refused the visitor, or the identity is missing, has run out, or is signed with another key or for another audience.',
    remedy:
      'Turnstile: the site key has to belong to the secret key and allow the page’s host name. Identity: `exp`, `aud` and the key; the log says which.',
  },
  checkUnreachable: {
    why: 'Turnstile or your `IDENTITY_JWKS_URL` could not be asked, or the page’s `identity` function failed.',
    remedy: 'If it lasts: open that URL, and look into the browser’s console.',
  },
  sessionRequired: {
    why: 'The session ran out or belongs to another network, and a new one was refused as well.',
    remedy: `${NONE} If it lasts: the page uses another Worker’s script, or \`SESSION_KEY\` changes with each deployment.`,
  },
  contentRefused: {
    why: 'Moderation refused the prompt or the picture. Trying again gives the same answer.',
    remedy: NONE,
  },
  imageRefused: {
    why: 'Runware could not read the first frame, or its size is outside what the model takes.',
    remedy: 'Pictures by URL: the host must be in `IMAGE_HOSTS` and let Runware fetch them.',
  },
  requestRefused: {
    why: 'Runware found the request invalid although the Worker did not: the model’s rules have changed.',
    remedy: 'Update this product. The log holds Runware’s own words.',
  },
  busy: {why: 'Runware has no capacity for the moment.', remedy: NONE},
  generationFailed: {
    why: 'The render broke at the provider. It happens now and then.',
    remedy: 'Nothing, unless the log shows the same error again and again.',
  },
  generationTimedOut: {why: 'The provider gave the render up.', remedy: NONE},
  clipExpired: {
    why: 'Runware has deleted the video, and there was no copy.',
    remedy: 'Bind a bucket as `VIDEOS`, and choose `RETENTION_DAYS`.',
  },
  clipUnreachable: {
    why: 'The video could not be fetched from Runware at this moment, is not there yet, or is on a host not in `CLIP_HOSTS`.',
    remedy: 'If it lasts: the log names the host. Add it to `CLIP_HOSTS`.',
  },
  notFound: {
    why: 'The generation is older than `RETENTION_DAYS`, or the Worker’s storage is another one.',
    remedy: 'Nothing, or a longer `RETENTION_DAYS`.',
  },
  notArrived: {
    why: 'The page was left before its request had reached the Worker. Nothing was started.',
    remedy: NONE,
  },
  ledgerUnreachable: {
    why: 'The books could not be opened, so nothing is started: spend never passes the cap.',
    remedy: 'If it lasts: Cloudflare’s status page, and the log.',
  },
  tooManyRequests: {
    why: 'One address sent more than the `ratelimits` of `wrangler.toml` allow in a minute.',
    remedy: 'Raise them there if many visitors share one address.',
  },
  invalidRequest: {
    why: 'A field was refused: by the model’s rules, or by this deployment’s (`OFFER_…`, `SAFETY_MODE`). The problem’s `errors` name each.',
    remedy: 'Look at what the page changes in `hailuo-submit`.',
  },
  bodyTooLarge: {
    why: 'The first frame is too large. The element makes it small enough; a client of your own has to.',
    remedy: 'Send a smaller picture.',
  },
  taskConflict: {
    why: 'The `taskUUID` was used before, with other parameters.',
    remedy: 'A client of your own: a new UUID for each new wish.',
  },
  malformedBody: {why: 'What arrived was no JSON object.', remedy: OLD_COPY},
  unsupportedMediaType: {why: 'What arrived was not called `application/json`.', remedy: OLD_COPY},
  methodNotAllowed: {why: 'The route exists, with other methods.', remedy: OLD_COPY},
  internal: {
    why: 'A fault of the Worker itself.',
    remedy: 'The log has it, under the request’s id (`X-Request-Id`). Please report it.',
  },
};
