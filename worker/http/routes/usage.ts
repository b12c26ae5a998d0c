// The owner's routes under /v1/usage. Without an ADMIN_TOKEN they do not exist.

import type {Context, MiddlewareHandler} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import type {Usage} from '../../contract/index.ts';
import {equalSecrets} from '../../crypto.ts';
import {ledgerOf} from '../../ledger/client.ts';
import {readBalance} from '../../runware/client.ts';
import {problemAnswer} from '../problem.ts';

/** Lets pass who brings the admin token. To all others there is nothing here, whatever they bring. */
export function owner(): MiddlewareHandler<AppEnv> {
  return async function owner(c, next) {
    const {ADMIN_TOKEN} = c.get('settings');
    const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (ADMIN_TOKEN === undefined || !(await equalSecrets(bearer, ADMIN_TOKEN)))
      return problemAnswer(c, {reason: 'notFound'});
    return next();
  };
}

/** `GET /v1/usage`: what was spent and refused, what is open, what is left. */
export async function readUsage(c: Context<AppEnv>): Promise<Response> {
  const [usage, balanceUSD] = await Promise.all([ledgerOf(c.env).usage(), readBalance(c.get('settings'))]);
  const answer: Usage = {...usage, ...(balanceUSD !== undefined && {balanceUSD})};
  return c.json(answer, 200, {'Cache-Control': 'no-store'});
}

/** `POST /v1/usage/pause`: from now on nothing starts. What is under way goes on. */
export async function pauseSite(c: Context<AppEnv>): Promise<Response> {
  await ledgerOf(c.env).setPaused(true);
  return c.json({paused: true});
}

/** `POST /v1/usage/resume`. */
export async function resumeSite(c: Context<AppEnv>): Promise<Response> {
  await ledgerOf(c.env).setPaused(false);
  return c.json({paused: false});
}
