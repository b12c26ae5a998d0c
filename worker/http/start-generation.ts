// A start, for every route that makes one: the request is read, and the generation of its taskUUID is started or answered.

import type {Context} from 'hono';
import type {AppEnv} from '../bindings.ts';
import type {Failure} from '../failure.ts';
import type {Started} from '../generation/protocol.ts';
import {clientHash} from '../request/client-hash.ts';
import {readRequest} from '../request/read-request.ts';
import {err, type Result} from '../result.ts';
import {webhookBaseURL} from './base-url.ts';
import {generationStub} from './generation-stub.ts';

/**
 * Starts the generation that a body asks for, or answers the one that the same request started before: that one goes on
 * whatever this deployment offers by now, so the policy is applied only to what is new.
 */
export async function startGeneration(c: Context<AppEnv>, body: unknown): Promise<Result<Started, Failure>> {
  const read = readRequest(body, c.get('settings'));
  if (!read.ok) return err({reason: 'invalidRequest', errors: read.error});
  const {request, order} = read.value;
  const {taskUUID} = request;
  const generation = generationStub(c, taskUUID);
  if (!generation) return err({reason: 'notFound'});
  const hash = await clientHash(request);
  if (!order.ok) return (await generation.resume(hash)) ?? err({reason: 'invalidRequest', errors: order.error});
  return generation.start({
    taskUUID,
    clientHash: hash,
    order: order.value,
    caller: c.get('caller'),
    publicURL: webhookBaseURL(c),
  });
}
