// Checks the answers before anything is written.

import {readSettings, type SettingsEnv} from '../../../worker/settings/settings.ts';
import {checkServices} from '../doctor/check-services.ts';
import {type Finding, failed, passed, warning} from '../doctor/finding.ts';

const TIMEOUT_MS = 10_000;

/** Checks that the Worker would accept all of these together. */
export function checkTogether(settings: SettingsEnv): Finding[] {
  const result = readSettings(settings);
  return result.ok ? [] : result.error.map((text) => failed(text, 'settings'));
}

/** Checks that too, and each answer with those who know: Runware, Cloudflare, the pages. */
export async function checkAnswers(settings: SettingsEnv): Promise<Finding[]> {
  const result = readSettings(settings);
  if (!result.ok) return checkTogether(settings);
  const [services, origins] = await Promise.all([
    checkServices(result.value, () => false),
    checkOrigins(result.value.ALLOWED_ORIGINS),
  ]);
  return [...services, ...origins];
}

/** Requests each of these pages. */
export async function checkOrigins(origins: readonly string[]): Promise<Finding[]> {
  return Promise.all(origins.filter((origin) => !origin.includes('*')).map(checkOrigin));
}

async function checkOrigin(origin: string): Promise<Finding> {
  try {
    const {url} = await fetch(origin, {method: 'HEAD', signal: AbortSignal.timeout(TIMEOUT_MS)});
    const landed = new URL(url).origin;
    return landed === origin
      ? passed(`${origin} answers.`)
      : warning(`${origin} redirects to ${landed}. Pages have that origin, so allow it too.`, 'callers');
  } catch {
    return warning(`${origin} does not answer at the moment. The browser must send exactly this origin.`, 'callers');
  }
}
