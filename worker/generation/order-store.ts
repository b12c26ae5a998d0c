import type {Order} from '../request/order.ts';

/** Characters of one stored piece: a stored value may have 2 MB, an order with a first frame has more. */
const PIECE_LENGTH = 500_000;

/** Keeps an order while it may have to be sent (again). */
export class OrderStore {
  readonly #kv: SyncKvStorage;

  constructor(kv: SyncKvStorage) {
    this.#kv = kv;
  }

  put(order: Order): void {
    const text = JSON.stringify(order);
    for (let start = 0; start < text.length; start += PIECE_LENGTH) {
      this.#kv.put(`order:${String(start).padStart(12, '0')}`, text.slice(start, start + PIECE_LENGTH));
    }
  }

  get(): Order {
    return JSON.parse([...this.#kv.list<string>({prefix: 'order:'})].map(([, piece]) => piece).join(''));
  }

  delete(): void {
    for (const [key] of [...this.#kv.list({prefix: 'order:'})]) this.#kv.delete(key);
  }
}
