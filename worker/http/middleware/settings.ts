import type {MiddlewareHandler} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import {readSettings} from '../../settings/settings.ts';
import {problemResponse} from '../problem.ts';

/** Refuses every request where a setting is missing or wrong; hands the settings to the routes. */
export function loadSettings(): MiddlewareHandler<AppEnv> {
  return async function loadSettings(c, next) {
    const settings = readSettings(c.env);
    if (!settings.ok) return problemResponse(c, {reason: 'misconfigured', errors: settings.error});
    c.set('settings', settings.value);
    return next();
  };
}
