// Stores data on the visitor's device. Where storage is not available, nothing is stored and nothing fails.

type StorageArea = 'localStorage' | 'sessionStorage';

/** The key of an element's data, which keeps several elements apart. */
export function storageKey({endpoint, id}: HTMLElement & {endpoint: string}): string {
  return `hailuo-generator ${endpoint} ${id}`;
}

export function save(area: StorageArea, key: string, value: unknown): void {
  try {
    if (value === undefined) window[area].removeItem(key);
    else window[area].setItem(key, JSON.stringify(value));
  } catch {
    // The storage is full, or not available to this page.
  }
}

export function load<T>(area: StorageArea, key: string): T | undefined {
  try {
    return JSON.parse(window[area].getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
