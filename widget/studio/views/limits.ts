// Texts about limits: those that are reached, and those of which little is left.

import type {ReachedLimit} from '../../../worker/contract/index.ts';
import {formatMoney} from '../../base/format.ts';
import type {Language} from '../../i18n/language.ts';
import {type Words, wordsOf} from '../../i18n/words.ts';
import {isLow, type RemainingLimit} from '../api/rate-limit.ts';
import {formatComingTime} from './times.ts';

/** `3 of 5 left this hour. More in 34 minutes (14:05).` Undefined while enough is left. */
export function remainingText({tag, terms}: Language, remainders: readonly RemainingLimit[]): string | undefined {
  const least = remainders.find(isLow);
  if (!least) return undefined;
  const words = wordsOf(terms);
  return `${remainderText(words, tag, least)}. ${words.moreAvailable(formatComingTime(tag, new Date(least.until).toISOString()))}`;
}

/** Which limit is reached, and when to try again. Undefined for a limit this version does not know. */
export function limitText({tag, terms}: Language, limit: ReachedLimit): readonly [string, string] | undefined {
  const words = wordsOf(terms);
  const {name, unit, max, resetsAt} = limit;
  const write = words.limits[name];
  // The Worker sends only the name of a site's limit: texts that contain an amount are replaced by the general text.
  if (!write || (max === undefined && write.length > 0)) return undefined;
  const what = write(unit === 'USD' ? formatMoney(tag, (max ?? 0) * 1e6) : `${max}`);
  if (resetsAt) return [what, words.retryIn(formatComingTime(tag, resetsAt))];
  return [what, name.endsWith('Concurrent') ? words.retryWhenDone : words.problems.limitExceeded[1]];
}

function remainderText(words: Words, tag: string, {name, remaining, max}: RemainingLimit): string {
  switch (name) {
    case 'callerPerHour':
      return words.remainingPerHour(remaining, max);
    case 'callerPerDay':
      return words.remainingPerDay(remaining, max);
    case 'callerUSDPerDay':
      return words.remainingUSDPerDay(formatMoney(tag, remaining * 10_000), formatMoney(tag, max * 10_000));
    default:
      return name satisfies never;
  }
}
