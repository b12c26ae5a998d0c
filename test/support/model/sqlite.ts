// A ledger's storage over Node's SQLite, so that the real SQL runs without workerd.

import {DatabaseSync, type StatementSync} from 'node:sqlite';
import type {LedgerStorage} from '../../../worker/ledger/core.ts';

type Value = string | number | null;

/** A database in memory, with the part of Durable Objects' interface that a ledger uses. */
export class SqliteStorage {
  readonly #database = new DatabaseSync(':memory:');
  readonly #statements = new Map<string, StatementSync>();

  exec(query: string, ...values: Value[]): {toArray(): unknown[]} {
    // Several statements at once: a step of the schema, which answers nothing.
    if (/;\s*\S/.test(query)) {
      this.#database.exec(query);
      return {toArray: () => []};
    }
    let statement = this.#statements.get(query);
    if (!statement) {
      statement = this.#database.prepare(query);
      this.#statements.set(query, statement);
    }
    const rows = statement.all(...values);
    return {toArray: () => rows};
  }

  /** Runs what does not wait as one transaction. */
  transaction<T>(run: () => T): T {
    this.#database.exec('BEGIN');
    try {
      const result = run();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    this.#database.close();
  }
}

/** Storage for a ledger, in memory. */
export function ledgerStorage(sql: SqliteStorage): LedgerStorage {
  const values = new Map<string, unknown>();
  const kv = {
    get: (key: string) => structuredClone(values.get(key)),
    put: (key: string, value: unknown) => void values.set(key, structuredClone(value)),
  };
  return {sql, kv} as unknown as LedgerStorage;
}
