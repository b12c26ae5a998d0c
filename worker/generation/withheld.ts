// Clips in which the safety check found unsafe content.

import type {Result} from '../contract/index.ts';
import type {Settings} from '../settings/settings.ts';

/** The settings that decide whether a flagged clip is shown. */
export type FlagSettings = Pick<Settings, 'SAFETY_MODE' | 'SAFETY_SHOW_FLAGGED'>;

/** Whether the deployment has every clip checked and does not show what is found. */
export function withholdsFlagged({SAFETY_MODE, SAFETY_SHOW_FLAGGED}: FlagSettings): boolean {
  return SAFETY_MODE !== undefined && SAFETY_MODE !== 'none' && SAFETY_SHOW_FLAGGED === 'denied';
}

/** Whether a clip is withheld. Asked when it is shown and not when it comes, so that a stricter setting holds at once. */
export function isWithheld(settings: FlagSettings, {NSFWContent}: Pick<Result, 'NSFWContent'>): boolean {
  return NSFWContent === true && withholdsFlagged(settings);
}
