// What a generation keeps on disk. Synchronous; nothing leaves the object before it is durable.

import type {Order} from '../request/order.ts';
import type {State} from './state.ts';
import type {Store} from './surroundings.ts';

/** Characters of one stored piece: a stored value may have 2 MB, an order with a first frame has more. */
const PIECE_LENGTH = 500_000;

/** The storage of one generation: its state, its order while that may have to be sent (again), and what is still to be deleted. */
export class GenerationStore implements Store {
  readonly #storage: DurableObjectStorage;
  /** Kept while it may be sent, so that megabytes of a first frame are not read back and parsed right after they were written. */
  #order: Order | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  load(): State | undefined {
    return this.#storage.kv.get<State>('state');
  }

  save(state: State): void {
    this.#storage.kv.put('state', state);
  }

  saveOrder(order: Order): void {
    this.#order = order;
    const text = JSON.stringify(order);
    for (let start = 0; start < text.length; start += PIECE_LENGTH) {
      this.#storage.kv.put(`order:${String(start).padStart(12, '0')}`, text.slice(start, start + PIECE_LENGTH));
    }
  }

  loadOrder(): Order {
    if (this.#order) return this.#order;
    const pieces = [...this.#storage.kv.list<string>({prefix: 'order:'})].map(([, piece]) => piece);
    return JSON.parse(pieces.join(''));
  }

  deleteOrder(): void {
    this.#order = undefined;
    for (const [key] of [...this.#storage.kv.list({prefix: 'order:'})]) this.#storage.kv.delete(key);
  }

  async sync(): Promise<void> {
    await this.#storage.sync();
  }

  loadUndeleted(): readonly string[] {
    return this.#storage.kv.get<string[]>('undeleted') ?? [];
  }

  forget(undeleted: readonly string[]): void {
    this.deleteOrder();
    this.#storage.kv.delete('state');
    this.#storage.kv.put('undeleted', [...undeleted]);
  }

  forgetUndeleted(): void {
    this.#storage.kv.delete('undeleted');
  }

  async clear(): Promise<void> {
    await this.#storage.deleteAll();
  }
}
