// Durations and times in words, with Latin digits.

import type {Config, GenerationRequest} from '../../../worker/contract/index.ts';

const DAY_SECONDS = 86_400;
/** Within this time, the time of day is enough; later, the date is needed. */
const SAME_DAY_SECONDS = 20 * 3600;

/** How long such a request usually takes here: `2 minutes`. Undefined where that is not known. */
export function usualWaitText(tag: string, config: Config | undefined, request: GenerationRequest): string | undefined {
  const {width, height, duration} = request;
  const preset = config?.presets.find((one) => one.width === width && one.height === height);
  const wait = preset?.durations.find(({seconds}) => seconds === duration)?.usualWaitSeconds;
  if (!wait) return undefined;
  const [unit, count] = wait < 55 ? ['second', Math.ceil(wait / 10) * 10] : ['minute', Math.round(wait / 60)];
  return new Intl.NumberFormat(tag, {style: 'unit', unit, unitDisplay: 'long', numberingSystem: 'latn'}).format(count);
}

/** `in 34 minutes (14:05)` */
export function formatComingTime(tag: string, iso: string): string {
  const at = new Date(iso);
  const seconds = Math.max(60, (at.getTime() - Date.now()) / 1000);
  const clock = new Intl.DateTimeFormat(tag, {
    ...(seconds < SAME_DAY_SECONDS ? {timeStyle: 'short'} : {dateStyle: 'medium'}),
    numberingSystem: 'latn',
  });
  return `${inTime(tag, seconds)} (${clock.format(at)})`;
}

function inTime(tag: string, seconds: number): string {
  const relative = new Intl.RelativeTimeFormat(tag, {numberingSystem: 'latn'} as Intl.RelativeTimeFormatOptions);
  if (seconds < 5400) return relative.format(Math.ceil(seconds / 60), 'minute');
  if (seconds < DAY_SECONDS * 2) return relative.format(Math.ceil(seconds / 3600), 'hour');
  return relative.format(Math.ceil(seconds / DAY_SECONDS), 'day');
}
