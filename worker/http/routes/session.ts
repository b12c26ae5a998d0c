// The route /v1/session: a human check or a site-signed identity in, a short-lived token out.

import type {Context} from 'hono';
import * as z from 'zod';
import type {AppEnv} from '../../bindings.ts';
import type {Caller} from '../../caller/caller.ts';
import {readIdentity} from '../../caller/identity.ts';
import {networkOf} from '../../caller/network.ts';
import {callerKey, openSession} from '../../caller/session.ts';
import {verifyTurnstile} from '../../caller/turnstile.ts';
import type {Session} from '../../contract/index.ts';
import type {Failure} from '../../failure.ts';
import {parseJson} from '../../request/json.ts';
import {problemAnswer} from '../problem.ts';

/** Body of the request; which of the two counts is the deployment's choice (`VISITOR_CHECK`). */
export const proofSchema = z.strictObject({
  turnstile: z.string().min(1).optional(),
  identity: z.string().min(1).optional(),
});

/** `POST /v1/session`: by pages of allowed origins only. */
export async function createSession(c: Context<AppEnv>): Promise<Response> {
  const origin = c.req.header('origin');
  if (origin === undefined) return problemAnswer(c, {reason: 'originNotAllowed', origin: ''});
  const body = proofSchema.safeParse(parseJson(await c.req.text()));
  if (!body.success) return problemAnswer(c, {reason: 'malformedBody'});
  const caller = await checkedCaller(c, body.data, origin);
  if ('reason' in caller) return problemAnswer(c, caller);
  const {token, expiresAt} = await openSession(c.get('settings'), caller, {origin, network: networkOf(c.req.raw)});
  const session: Session = {token, expiresAt: expiresAt.toISOString()};
  return c.json(session, 201, {'Cache-Control': 'no-store'});
}

async function checkedCaller(
  c: Context<AppEnv>,
  {turnstile, identity}: z.infer<typeof proofSchema>,
  origin: string,
): Promise<Caller | Failure> {
  const settings = c.get('settings');
  switch (settings.VISITOR_CHECK) {
    case 'identity': {
      if (identity === undefined) return {reason: 'checkFailed', why: 'no identity'};
      const read = await readIdentity(settings, identity);
      if ('reason' in read) return read;
      const {subject, limits} = read;
      return {key: await callerKey(settings, 'identity', subject), kind: 'identity', ...(limits && {limits})};
    }
    case 'turnstile': {
      if (turnstile === undefined) return {reason: 'checkFailed', why: 'no token'};
      const address = c.req.header('cf-connecting-ip') ?? null;
      const verdict = await verifyTurnstile(settings, turnstile, {hostname: new URL(origin).hostname, address});
      if (verdict.kind === 'unreachable') return {reason: 'checkUnreachable', why: verdict.why};
      if (verdict.kind === 'failed') return {reason: 'checkFailed', why: verdict.why};
      return addressCaller(c);
    }
    case 'none':
      return addressCaller(c);
  }
}

/** The caller that a request is by its address alone. */
export async function addressCaller(c: Context<AppEnv>): Promise<Caller> {
  return {key: await callerKey(c.get('settings'), 'address', networkOf(c.req.raw)), kind: 'address'};
}
