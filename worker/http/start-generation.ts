// A start, for every route that makes one: the request is read, and the generation of its taskUUID is started or answered.

import type {Context} from 'hono';
import type {AppEnv} from '../bindings.ts';
import {digest} from '../crypto.ts';
import type {Failure} from '../failure.ts';
import type {Started} from '../generation/protocol.ts';
import {readRequest} from '../request/schema.ts';
import {err, type Result} from '../result.ts';
import {webhookBaseURL} from './base-url.ts';
import {generationStub} from './generation-stub.ts';

/** Starts the generation that a body asks for, or answers the one that the same request started before. */
export async function startGeneration(c: Context<AppEnv>, body: unknown): Promise<Result<Started, Failure>> {
  const reading = readRequest(body, c.get('settings'));
  if (!reading.ok) return err({reason: 'invalidRequest', errors: reading.errors});
  const {taskUUID, order} = reading;
  const start = await generationStub(c, taskUUID)?.start({
    taskUUID,
    clientHash: await digest(JSON.stringify(order)),
    order,
    caller: c.get('caller'),
    publicURL: webhookBaseURL(c),
  });
  return start ?? err({reason: 'notFound'});
}
