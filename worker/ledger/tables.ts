// The ledger's tables: one line for each reservation, and how often something was refused. Whole micro-dollars throughout.

import type {Notice} from './alerts.ts';
import {CALLER_WINDOW_MS, type Tally} from './limits.ts';
import type {Purchase, Settlement} from './protocol.ts';

/** A reservation whose generation has not ended. */
export interface OpenEntry {
  id: number;
  taskUUID: string;
  at: number;
  touched: number;
  microUSD: number;
}

/** Generations counted together. */
export interface SpendRow {
  day: string;
  preset: string;
  duration: number;
  outcome: string;
  generations: number;
  microUSD: number;
}

/** A generation that nobody has heard the end of for so long occupies no place among those under way; its money stays reserved. */
const PLACE_MAX_MS = 60 * 60_000;

/** How many of the last waiting times make the median. */
const WAITS = 25;

/** The tables of a ledger, in its own SQLite database. */
export class Books {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS entries (
        id INTEGER PRIMARY KEY, taskUUID TEXT NOT NULL COLLATE NOCASE, caller TEXT NOT NULL, day TEXT NOT NULL, month TEXT NOT NULL,
        preset TEXT NOT NULL, duration INTEGER NOT NULL, results INTEGER NOT NULL, at INTEGER NOT NULL,
        touched INTEGER NOT NULL, microUSD INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'open', known INTEGER NOT NULL DEFAULT 0, outcome TEXT, waitMs INTEGER);
      CREATE UNIQUE INDEX IF NOT EXISTS open_tasks ON entries (taskUUID) WHERE state = 'open';
      CREATE INDEX IF NOT EXISTS months ON entries (month, day);
      CREATE INDEX IF NOT EXISTS callers ON entries (caller, at);
      CREATE INDEX IF NOT EXISTS times ON entries (preset, duration, id) WHERE waitMs IS NOT NULL;
      CREATE TABLE IF NOT EXISTS notices (subject TEXT PRIMARY KEY, alert TEXT, at INTEGER, sent INTEGER DEFAULT 0);
      CREATE TABLE IF NOT EXISTS refusals (day TEXT, reason TEXT, count INTEGER, PRIMARY KEY (day, reason));
    `);
  }

  /** Marks the open reservation of exactly this purchase as seen now. False where there is none. */
  adopt({taskUUID, preset, duration, results, microUSD}: Purchase, caller: string, now: number): boolean {
    const adopted = this.#rows(
      `UPDATE entries SET touched = max(touched + 1, ?) WHERE taskUUID = ? AND state = 'open'
       AND caller = ? AND preset = ? AND duration = ? AND results = ? AND microUSD = ? RETURNING id`,
      ...[now, taskUUID, caller, preset, duration, results, microUSD],
    );
    return adopted.length > 0;
  }

  /** Gives a reservation back of which nothing came, unless its generation has been seen. */
  drop(taskUUID: string): void {
    this.#sql.exec(
      `UPDATE entries SET state = 'released', microUSD = 0, outcome = 'neverStarted'
       WHERE taskUUID = ? AND state = 'open' AND known = 0`,
      taskUUID,
    );
  }

  open(purchase: Purchase, caller: string, {day, month}: {day: string; month: string}, now: number): void {
    const {taskUUID, preset, duration, results, microUSD} = purchase;
    this.#sql.exec(
      `INSERT INTO entries (taskUUID, caller, day, month, preset, duration, results, at, touched, microUSD)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[taskUUID, caller, day, month, preset, duration, results, now, now, microUSD],
    );
  }

  /** What counts towards the limits. Released reservations do not: nothing was made and nothing was paid. */
  tally(caller: string, {day, month}: {day: string; month: string}, now: number): Tally {
    const [site] = this.#rows<{dayMicro: number; monthMicro: number}>(
      `SELECT ifnull(sum(microUSD), 0) AS monthMicro, ifnull(sum(microUSD) FILTER (WHERE day = ?), 0) AS dayMicro
       FROM entries WHERE month = ? AND state != 'released'`,
      day,
      month,
    );
    const [open] = this.#rows<{site: number; own: number}>(
      `SELECT count(*) AS site, count(*) FILTER (WHERE caller = ?) AS own FROM entries WHERE state = 'open' AND at > ?`,
      caller,
      now - PLACE_MAX_MS,
    );
    return {
      caller: this.#rows<{at: number; microUSD: number}>(
        `SELECT at, microUSD FROM entries WHERE caller = ? AND at > ? AND state != 'released' ORDER BY at`,
        caller,
        now - CALLER_WINDOW_MS,
      ),
      callerOpen: open?.own ?? 0,
      siteOpen: open?.site ?? 0,
      siteDayMicroUSD: site?.dayMicro ?? 0,
      siteMonthMicroUSD: site?.monthMicro ?? 0,
    };
  }

  /** Books what a generation has cost. Where no reservation is open it was booked before, and nothing changes. */
  settle(taskUUID: string, {microUSD, outcome, waitMs}: Settlement): void {
    this.#sql.exec(
      `UPDATE entries SET state = 'settled', microUSD = ?, outcome = ?, waitMs = ? WHERE taskUUID = ? AND state = 'open'`,
      ...[microUSD, outcome, waitMs ?? null, taskUUID],
    );
  }

  /** Gives a reservation back. */
  release(taskUUID: string, outcome: string): void {
    this.#sql.exec(
      `UPDATE entries SET state = 'released', microUSD = 0, outcome = ? WHERE taskUUID = ? AND state = 'open'`,
      outcome,
      taskUUID,
    );
  }

  /** Gives a reservation back whose generation never came to be, unless it was asked for again meanwhile. */
  releaseOrphan({id, touched}: OpenEntry): void {
    this.#sql.exec(
      `UPDATE entries SET state = 'released', microUSD = 0, outcome = 'neverStarted' WHERE id = ? AND touched = ? AND state = 'open'`,
      id,
      touched,
    );
  }

  /** The generation exists: from now on it is its duty to tell of its end. */
  confirm({id}: OpenEntry): void {
    this.#sql.exec(`UPDATE entries SET known = 1 WHERE id = ?`, id);
  }

  /** Open reservations whose generations have not been seen, the oldest first. */
  unconfirmed(): OpenEntry[] {
    return this.#rows<OpenEntry>(
      `SELECT id, taskUUID, at, touched, microUSD FROM entries WHERE state = 'open' AND known = 0 ORDER BY id`,
    );
  }

  /** Reservations that are open, the oldest first. */
  openEntries(): OpenEntry[] {
    return this.#rows<OpenEntry>(
      `SELECT id, taskUUID, at, touched, microUSD FROM entries WHERE state = 'open' ORDER BY id`,
    );
  }

  /** Takes note of something the owner is to be told, once. */
  note({subject, alert}: Notice, now: number): void {
    this.#sql.exec(
      `INSERT INTO notices (subject, alert, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
      ...[subject, JSON.stringify(alert), now],
    );
  }

  /** What the owner has not been told yet. */
  unsent(): Notice[] {
    return this.#rows<{subject: string; alert: string}>(
      `SELECT subject, alert FROM notices WHERE sent = 0 ORDER BY at`,
    ).map(({subject, alert}) => ({subject, alert: JSON.parse(alert) as Notice['alert']}));
  }

  told(subject: string): void {
    this.#sql.exec(`UPDATE notices SET sent = 1 WHERE subject = ?`, subject);
  }

  refused(day: string, reason: string): void {
    this.#sql.exec(`INSERT INTO refusals VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1`, day, reason);
  }

  /** The median of the last waiting times in milliseconds, by preset and duration. */
  waits(): {preset: string; duration: number; waitMs: number}[] {
    const kinds = this.#rows<{preset: string; duration: number}>(
      `SELECT DISTINCT preset, duration FROM entries WHERE waitMs IS NOT NULL ORDER BY preset, duration`,
    );
    return kinds.map(({preset, duration}) => {
      const times = this.#rows<{waitMs: number}>(
        `SELECT waitMs FROM entries WHERE preset = ? AND duration = ? AND waitMs IS NOT NULL ORDER BY id DESC LIMIT ${WAITS}`,
        preset,
        duration,
      )
        .map(({waitMs}) => waitMs)
        .sort((a, b) => a - b);
      return {preset, duration, waitMs: times[Math.floor(times.length / 2)] ?? 0};
    });
  }

  /** What was spent, newest day first. */
  spend(): SpendRow[] {
    return this.#rows<SpendRow>(
      `SELECT day, preset, duration, ifnull(outcome, 'open') AS outcome, count(*) AS generations, sum(microUSD) AS microUSD
       FROM entries GROUP BY day, preset, duration, outcome ORDER BY day DESC, preset, duration, outcome`,
    );
  }

  /** How often what was refused, newest day first. */
  refusals(): {day: string; reason: string; count: number}[] {
    return this.#rows(`SELECT day, reason, count FROM refusals ORDER BY day DESC, reason`);
  }

  /** The callers with most generations since then. */
  callersSince(at: number): {caller: string; generations: number; microUSD: number}[] {
    return this.#rows(
      `SELECT caller, count(*) AS generations, sum(microUSD) AS microUSD FROM entries WHERE at > ? AND state != 'released'
       GROUP BY caller ORDER BY generations DESC LIMIT 20`,
      at,
    );
  }

  /** Forgets what ended before this instant. */
  forget(before: number, beforeDay: string): void {
    this.#sql.exec(`DELETE FROM entries WHERE at < ? AND state != 'open'`, before);
    this.#sql.exec(`DELETE FROM notices WHERE at < ?`, before);
    this.#sql.exec(`DELETE FROM refusals WHERE day < ?`, beforeDay);
  }

  #rows<T extends object>(query: string, ...values: (string | number | null)[]): T[] {
    return this.#sql.exec(query, ...values).toArray() as unknown as T[];
  }
}
