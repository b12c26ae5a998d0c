// The runs stored on this device: one record each in IndexedDB, written before the request is sent.
// Where storage is not available, they are kept until the page is closed.

import {createStore, del, set, type UseStore, values} from 'idb-keyval';
import type {SavedRun} from './state.ts';

/** Storage that does not respond must not block a submission. */
const TIMEOUT_MS = 5_000;

interface Entry extends SavedRun {
  /** The element it belongs to, as several can share an origin. */
  storageKey: string;
}

export class History {
  readonly #storageKey: string;

  constructor(storageKey: string) {
    this.#storageKey = storageKey;
  }

  /** Newest first. */
  async load(): Promise<SavedRun[]> {
    const all = (await attempt((store) => values<Entry>(store))) ?? [];
    return all.filter(({storageKey}) => storageKey === this.#storageKey).sort((a, b) => b.since - a.since);
  }

  /** Resolves when it is stored, or storing takes too long. */
  async save(run: SavedRun): Promise<void> {
    const entry: Entry = {...run, storageKey: this.#storageKey};
    await withTimeout(attempt((store) => set(run.request.taskUUID, entry, store)));
  }

  async remove(taskUUID: string): Promise<void> {
    await attempt((store) => del(taskUUID, store));
  }
}

/** Waits for `work`, but not longer than the timeout. */
export function withTimeout(work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, TIMEOUT_MS))]);
}

let opened: UseStore | undefined;

async function attempt<T>(act: (store: UseStore) => Promise<T>): Promise<T | undefined> {
  try {
    opened ??= createStore('hailuo-generator', 'generations');
    return await act(opened);
  } catch {
    return undefined;
  }
}
