// What this device knows of a visitor's generations: one record each, in IndexedDB, and there before anything is sent.
// Where nothing may be stored, they are known until the page is left.

import {createStore, del, set, type UseStore, values} from 'idb-keyval';
import type {Memo} from './run.ts';

/** A device that does not answer must not keep anybody from what they came for. */
const PATIENCE_MS = 1_000;

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

  async write(memo: Memo): Promise<void> {
    await attempt((store) => set(memo.request.taskUUID, {...memo, shelf: this.#shelf} satisfies Entry, store));
  }

  async remove(taskUUID: string): Promise<void> {
    await attempt((store) => del(taskUUID, store));
  }
}

let opened: UseStore | undefined;

async function attempt<T>(act: (store: UseStore) => Promise<T>): Promise<T | undefined> {
  try {
    opened ??= createStore('hailuo-generator', 'generations');
    return await Promise.race([
      act(opened),
      new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS)),
    ]);
  } catch {
    return undefined;
  }
}
