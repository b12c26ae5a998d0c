// What this device knows of a visitor's generations: one record each, in IndexedDB, and there before anything is sent.
// Where nothing may be stored, they are known until the page is left.

import {createStore, del, set, type UseStore, values} from 'idb-keyval';
import type {Memo} from './run.ts';

/** A device that does not answer must not keep anybody from what they came for. */
const PATIENCE_MS = 5_000;

interface Entry extends Memo {
  /** Whose it is, where several elements share a page or an origin. */
  shelf: string;
}

export class History {
  readonly #shelf: string;

  constructor(shelf: string) {
    this.#shelf = shelf;
  }

  /** Newest first. */
  async read(): Promise<Memo[]> {
    const all = (await attempt((store) => values<Entry>(store))) ?? [];
    return all.filter(({shelf}) => shelf === this.#shelf).sort((a, b) => b.since - a.since);
  }

  /** Resolves when the device has it, or does not answer. */
  async write(memo: Memo): Promise<void> {
    const entry: Entry = {...memo, shelf: this.#shelf};
    await patient(attempt((store) => set(memo.request.taskUUID, entry, store)));
  }

  async remove(taskUUID: string): Promise<void> {
    await attempt((store) => del(taskUUID, store));
  }
}

/** Waits, but not for long. */
export function patient(work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
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
