// What a visitor may still do, in words: where a limit is reached or getting scarce.

import type {ReachedLimit} from '../../../worker/contract/index.ts';
import {formatMoney} from '../../base/format.ts';
import type {Language} from '../../i18n/language.ts';
import {type Words, wordsOf} from '../../i18n/words.ts';
import {isLow, type RemainingLimit} from '../api/rate-limit.ts';
import {formatComingTime} from './times.ts';

/** `3 of 5 left this hour. More in 34 minutes (14:05).`, once there is not much. */
export function remainingText({tag, terms}: Language, remainders: readonly RemainingLimit[]): string | undefined {
  const least = remainders.find(isLow);
  if (!least) return undefined;
  const words = wordsOf(terms);
  return `${remainderText(words, tag, least)}. ${words.moreAvailable(formatComingTime(tag, new Date(least.until).toISOString()))}`;
}

/** Which limit is reached, and when there will be more. Undefined for one that a newer Worker may have. */
export function limitText({tag, terms}: Language, limit: ReachedLimit): readonly [string, string] | undefined {
  const words = wordsOf(terms);
  const {name, unit, max, resetsAt} = limit;
  const write = words.limits[name];
  // Of the site's limits only the name is told: those whose text says how much is allowed get the general text.
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
