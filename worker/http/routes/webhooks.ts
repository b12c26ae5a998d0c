// The route /v1/webhooks/runware/:taskUUID. Runware signs nothing, so a call is a nudge to look, never data.

import type {Context} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import {generationStub} from '../generation-stub.ts';

/** `POST`: answered at once and always alike, so that it tells a stranger nothing and Runware never calls again. */
export function receiveWebhook(c: Context<AppEnv>): Response {
  const stub = generationStub(c, c.req.param('taskUUID') ?? '');
  const token = c.req.query('token');
  if (stub && token) c.executionCtx.waitUntil(stub.nudge(token));
  return c.body(null, 204);
}
