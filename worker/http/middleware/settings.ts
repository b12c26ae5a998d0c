import type {MiddlewareHandler} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import {readSettings} from '../../settings/settings.ts';
import {problemAnswer} from '../problem.ts';

/** Lets nothing pass where a setting is missing or wrong; hands the settings to the routes. */
export function configured(): MiddlewareHandler<AppEnv> {
  return async function configured(c, next) {
    const result = readSettings(c.env);
    if (!result.ok) return problemAnswer(c, {reason: 'misconfigured', wrong: result.wrong});
    c.set('settings', result.settings);
    return next();
  };
}
