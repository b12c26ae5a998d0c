// The route /v1/session: exchanges a human check or a site-signed identity for a short-lived token.

import type {Context} from 'hono';
import * as z from 'zod';
import type {AppEnv} from '../../bindings.ts';
import type {Caller} from '../../caller/caller.ts';
import {readIdentity} from '../../caller/identity.ts';
import {networkOf} from '../../caller/network.ts';
import {callerKey, openSession} from '../../caller/session.ts';
import {verifyTurnstile} from '../../caller/turnstile.ts';
import type {FieldError, Session} from '../../contract/index.ts';
import {type CheckFailure, type Failure, UNKNOWN_FIELD} from '../../failure.ts';
import {parseJSON} from '../../request/json.ts';
import {err, ok, type Result} from '../../result.ts';
import {addressCaller} from '../middleware/caller.ts';
import {problemResponse} from '../problem.ts';

/** Body of the request; which of the two counts is the deployment's choice (`VISITOR_CHECK`). */
export const sessionRequestSchema = z.strictObject({
  turnstile: z.string().min(1).optional(),
  identity: z.string().min(1).optional(),
});

/** `POST /v1/session`: by pages of allowed origins only. */
export async function createSession(c: Context<AppEnv>): Promise<Response> {
  const origin = c.req.header('origin');
  if (origin === undefined) return problemResponse(c, {reason: 'originNotAllowed', origin: ''});
  const json = parseJSON(await c.req.raw.text());
  if (!json.ok) return problemResponse(c, json.error);
  const body = sessionRequestSchema.safeParse(json.value);
  if (!body.success) return problemResponse(c, sessionFailure(body.error));
  const caller = await checkCaller(c, body.data, origin);
  if (!caller.ok) return problemResponse(c, caller.error);
  const {token, expiresAt} = await openSession(c.get('settings'), caller.value, {
    origin,
    network: networkOf(c.req.raw),
  });
  const session: Session = {token, expiresAt: expiresAt.toISOString()};
  return c.json(session, 201, {'Cache-Control': 'no-store'});
}

/** What is wrong with the body of a request for a session. */
function sessionFailure({issues}: z.ZodError): Failure {
  const allowed = Object.keys(sessionRequestSchema.shape);
  const errors = issues.flatMap((issue): FieldError[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((field) => ({field, message: UNKNOWN_FIELD, allowed}));
    return issue.path.length > 0 ? [{field: issue.path.join('.'), message: 'must be text that is not empty'}] : [];
  });
  return errors.length > 0 ? {reason: 'invalidRequest', errors} : {reason: 'malformedBody', detail: 'not an object'};
}

/** The caller, once the visitor check of the deployment is passed. */
async function checkCaller(
  c: Context<AppEnv>,
  {turnstile, identity}: z.infer<typeof sessionRequestSchema>,
  origin: string,
): Promise<Result<Caller, CheckFailure>> {
  const settings = c.get('settings');
  switch (settings.VISITOR_CHECK) {
    case 'identity': {
      if (identity === undefined) return err({reason: 'checkFailed', detail: 'no identity'});
      const read = await readIdentity(settings, identity);
      if (!read.ok) return read;
      const {subject, limits} = read.value;
      return ok({key: await callerKey(settings, 'identity', subject), kind: 'identity', ...(limits && {limits})});
    }
    case 'turnstile': {
      if (turnstile === undefined) return err({reason: 'checkFailed', detail: 'no token'});
      const address = c.req.header('cf-connecting-ip') ?? null;
      const verified = await verifyTurnstile(settings, turnstile, {hostname: new URL(origin).hostname, address});
      return verified.ok ? ok(await addressCaller(c)) : verified;
    }
    case 'none':
      return ok(await addressCaller(c));
  }
}
