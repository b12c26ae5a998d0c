// The route /v1/webhooks/runware/:taskUUID. Runware signs nothing, so a call only says when to look; its body is not read.

import type {Context} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import {isWebhookToken} from '../../generation/webhook-token.ts';
import {generationStub} from '../generation-stub.ts';
import {exceedsRateLimit, RATE_LIMIT_RETRY} from '../middleware/rate-limit.ts';
import {problemResponse} from '../problem.ts';

/**
 * `POST`: answered at once and always alike, so that it tells a stranger nothing and Runware never calls again. No object is
 * touched before the token has proved that this Worker made the URL, and only calls without that proof are rate limited.
 */
export async function receiveWebhook(c: Context<AppEnv>): Promise<Response> {
  const taskUUID = c.req.param('taskUUID') ?? '';
  const token = c.req.query('token') ?? '';
  if (await isWebhookToken(c.get('settings'), taskUUID, token)) {
    const polled = generationStub(c, taskUUID)?.pollNow(token);
    if (polled) c.executionCtx.waitUntil(polled);
  } else if (await exceedsRateLimit(c, 'READS')) {
    return problemResponse(c, {reason: 'tooManyRequests'}, RATE_LIMIT_RETRY);
  }
  return c.body(null, 204);
}
