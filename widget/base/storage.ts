// What the element remembers on the visitor's device. Where nothing may be stored, nothing is remembered, and that is all.

type StorageArea = 'localStorage' | 'sessionStorage';

/** What keeps one element's memories apart from another's. */
export function storageKey({endpoint, id}: HTMLElement & {endpoint: string}): string {
  return `hailuo-generator ${endpoint} ${id}`;
}

export function save(area: StorageArea, key: string, value: unknown): void {
  try {
    if (value === undefined) window[area].removeItem(key);
    else window[area].setItem(key, JSON.stringify(value));
  } catch {
    // Full, or forbidden to this page.
  }
}

export function load<T>(area: StorageArea, key: string): T | undefined {
  try {
    return JSON.parse(window[area].getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
