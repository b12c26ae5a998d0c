// The route /v1/config.

import type {Context} from 'hono';
import type {AppEnv} from '../../bindings.ts';
import {type Config, priceOf} from '../../contract/index.ts';
import {withholdsFlagged} from '../../generation/withheld.ts';
import {offerOf} from '../../settings/offer.ts';
import {readSiteStatus} from '../site-status.ts';

/** `GET /v1/config`: what this deployment offers. The same for everybody, so that it can be cached. */
export async function readConfig(c: Context<AppEnv>): Promise<Response> {
  const settings = c.get('settings');
  const {presets, maxResults, formats, safetyMode, optimizer} = offerOf(settings);
  const site = await readSiteStatus(c.env);
  const waitOf = (preset: string, duration: number) =>
    site.waits.find((wait) => wait.preset === preset && wait.duration === duration)?.waitMs;
  const config: Config = {
    presets: presets.map(({preset, durations}) => ({
      name: preset.name,
      width: preset.width,
      height: preset.height,
      durations: durations.map((seconds) => {
        const waitMs = waitOf(preset.name, seconds);
        return {
          seconds,
          usd: (priceOf(preset, seconds) ?? 0) / 1_000_000,
          ...(waitMs !== undefined && {usualWaitSeconds: Math.ceil(waitMs / 1000)}),
        };
      }),
    })),
    maxResults,
    formats,
    ...(safetyMode !== undefined && {safetyMode}),
    ...(safetyMode !== undefined &&
      safetyMode !== 'none' && {flaggedClips: withholdsFlagged(settings) ? 'withheld' : 'shown'}),
    promptOptimizer: optimizer,
    imageHosts: settings.IMAGE_HOSTS,
    retentionDays: settings.RETENTION_DAYS,
    callerLimits: {
      callerPerHour: settings.CALLER_PER_HOUR,
      callerPerDay: settings.CALLER_PER_DAY,
      callerConcurrent: settings.CALLER_CONCURRENT,
      ...(settings.CALLER_USD_PER_DAY !== undefined && {callerUSDPerDay: settings.CALLER_USD_PER_DAY}),
    },
    visitorCheck: settings.VISITOR_CHECK,
    ...(settings.VISITOR_CHECK === 'turnstile' &&
      settings.TURNSTILE_SITE_KEY !== undefined && {turnstileSiteKey: settings.TURNSTILE_SITE_KEY}),
    ...(site.paused && {paused: true}),
  };
  return c.json(config, 200, {'Cache-Control': 'public, max-age=60'});
}
