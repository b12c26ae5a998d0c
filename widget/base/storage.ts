// What the element remembers on the visitor's device. Where nothing may be stored, nothing is remembered, and that is all.

type Shelf = 'localStorage' | 'sessionStorage';

/** What keeps one element's memories apart from another's. */
export function shelfOf({endpoint, id}: HTMLElement & {endpoint: string}): string {
  return `hailuo-generator ${endpoint} ${id}`;
}

export function keep(shelf: Shelf, key: string, value: unknown): void {
  try {
    if (value === undefined) window[shelf].removeItem(key);
    else window[shelf].setItem(key, JSON.stringify(value));
  } catch {
    // Full, or forbidden to this page.
  }
}

export function recall<T>(shelf: Shelf, key: string): T | undefined {
  try {
    return JSON.parse(window[shelf].getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
