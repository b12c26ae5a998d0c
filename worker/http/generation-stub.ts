import type {Context} from 'hono';
import type {AppEnv} from '../bindings.ts';
import {UUID_V4} from '../contract/index.ts';

/** The object of a generation, or undefined where this cannot be the name of one. */
export function generationStub(c: Context<AppEnv>, taskUUID: string) {
  return UUID_V4.test(taskUUID) ? c.env.GENERATIONS.getByName(taskUUID.toLowerCase()) : undefined;
}
