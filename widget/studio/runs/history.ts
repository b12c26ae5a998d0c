// What this device knows of a visitor's generations: one record each, in IndexedDB, and there before anything is sent.
// Where nothing may be stored, they are known until the page is left.

import {createStore, del, set, type UseStore, values} from 'idb-keyval';
import type {SavedRun} from './run.ts';

/** A device that does not answer must not keep anybody from what they came for. */
const TIMEOUT_MS = 5_000;

interface Entry extends SavedRun {
  /** Whose it is, where several elements share a page or an origin. */
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

  /** Resolves when the device has it, or does not answer. */
  async save(run: SavedRun): Promise<void> {
    const entry: Entry = {...run, storageKey: this.#storageKey};
    await withTimeout(attempt((store) => set(run.request.taskUUID, entry, store)));
  }

  async remove(taskUUID: string): Promise<void> {
    await attempt((store) => del(taskUUID, store));
  }
}

/** Waits, but not for long. */
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
