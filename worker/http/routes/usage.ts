// The owner's routes under /v1/usage, behind `requireAdmin()`.

import type {Context} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import type {Usage} from '../../contract/index.ts';
import {ledgerOf} from '../../ledger/client.ts';
import {readBalance} from '../../runware/client.ts';
import {forgetSiteStatus} from '../site-status.ts';

/** `GET /v1/usage`: what was spent and refused, what is open, what is left. */
export async function readUsage(c: Context<AppEnv>): Promise<Response> {
  const [usage, balanceUSD] = await Promise.all([ledgerOf(c.env).usage(), readBalance(c.get('settings'))]);
  const answer: Usage = {...usage, ...(balanceUSD !== undefined && {balanceUSD})};
  return c.json(answer, 200, {'Cache-Control': 'no-store'});
}

/** `POST /v1/usage/pause`: nothing starts any more. What has started goes on. */
export async function pauseSite(c: Context<AppEnv>): Promise<Response> {
  await ledgerOf(c.env).setPaused(true);
  forgetSiteStatus(c.env);
  return c.json({paused: true});
}

/** `POST /v1/usage/resume`. */
export async function resumeSite(c: Context<AppEnv>): Promise<Response> {
  await ledgerOf(c.env).setPaused(false);
  forgetSiteStatus(c.env);
  return c.json({paused: false});
}
