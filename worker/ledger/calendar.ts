// Days and months in the time zone of a deployment.

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of this instant, as `2026-11-22`. */
export function dayOf(ms: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {timeZone, year: 'numeric', month: '2-digit', day: '2-digit'});
    formats.set(timeZone, format);
  }
  return format.format(ms);
}

/** The month of this instant, as `2026-11`. */
export function monthOf(ms: number, timeZone: string): string {
  return dayOf(ms, timeZone).slice(0, 7);
}

/** The first millisecond of the next day or month. */
export function nextOf(unit: 'day' | 'month', ms: number, timeZone: string): number {
  const name = unit === 'day' ? dayOf : monthOf;
  const now = name(ms, timeZone);
  // Days of 23 or 25 hours come out right without knowing any rule: the names only ever change forwards.
  let before = ms;
  let after = ms + (unit === 'day' ? 26 * 3_600_000 : 32 * 86_400_000);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (name(middle, timeZone) === now) before = middle;
    else after = middle;
  }
  return after;
}
