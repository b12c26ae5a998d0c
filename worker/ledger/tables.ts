// The ledger's tables: one row for each reservation, running totals, alerts, and how often something was refused. Whole micro-dollars.

import type {SubjectAlert} from './alerts.ts';
import {CALLER_WINDOW_MS, type UsageCounts} from './limits.ts';
import type {Purchase, Settlement} from './protocol.ts';
import {migrate} from './schema.ts';

/** A reservation whose generation has not ended. */
export interface OpenEntry {
  id: number;
  taskUUID: string;
  at: number;
  lastSeenAt: number;
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

/** An alert that has not been taken yet, how often it was sent in vain, and the last reason. */
export interface PendingAlert extends SubjectAlert {
  attempts: number;
  nextAt: number;
  error: string | null;
}

/** The names of the day and the month that something is booked under. */
export interface Periods {
  day: string;
  month: string;
}

/** What decides of a row. */
interface Entry extends Periods {
  id: number;
  preset: string;
  duration: number;
  state: 'open' | 'settled' | 'released';
  microUSD: number;
  /** Null while it is open. */
  outcome: string | null;
  revision: number;
}

const ENTRY = 'SELECT id, day, month, preset, duration, state, microUSD, outcome, revision FROM entries';

/** A generation whose end nobody has heard of for so long occupies no place among those under way; its money stays reserved. */
const PLACE_MAX_MS = 60 * 60_000;

/** How many of the last waiting times make the median. */
const WAITS = 25;

/** The tables of a ledger, in its own SQLite database. */
export class LedgerTables {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    migrate(sql);
  }

  /** Marks the open reservation of exactly this purchase as seen now. False where there is none. */
  renew({taskUUID, preset, duration, results, microUSD}: Purchase, caller: string, now: number): boolean {
    const renewed = this.#rows(
      `UPDATE entries SET lastSeenAt = max(lastSeenAt + 1, ?) WHERE taskUUID = ? AND state = 'open'
       AND caller = ? AND preset = ? AND duration = ? AND results = ? AND microUSD = ? RETURNING id`,
      ...[now, taskUUID, caller, preset, duration, results, microUSD],
    );
    return renewed.length > 0;
  }

  /** Releases a reservation of which nothing came, unless its generation has been seen. */
  releaseUnstarted(taskUUID: string): void {
    const [entry] = this.#rows<Entry>(`${ENTRY} WHERE taskUUID = ? AND state = 'open' AND confirmed = 0`, taskUUID);
    if (entry) this.#end(entry, 0, {isBilled: false, microUSD: 0, outcome: 'neverStarted'});
  }

  /** Releases a reservation whose generation never came to be, unless it was asked for again meanwhile. */
  releaseOrphan({id, lastSeenAt}: OpenEntry): void {
    const [entry] = this.#rows<Entry>(`${ENTRY} WHERE id = ? AND lastSeenAt = ? AND state = 'open'`, id, lastSeenAt);
    if (entry) this.#end(entry, 0, {isBilled: false, microUSD: 0, outcome: 'neverStarted'});
  }

  open(purchase: Purchase, caller: string, {day, month}: Periods, now: number): void {
    const {taskUUID, preset, duration, results, microUSD} = purchase;
    this.#sql.exec(
      `INSERT INTO entries (taskUUID, caller, day, month, preset, duration, results, at, lastSeenAt, microUSD)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[taskUUID, caller, day, month, preset, duration, results, now, now, microUSD],
    );
    this.#addToTotals({day, month}, microUSD);
    this.#addToSpend({day, preset, duration}, 'open', 1, microUSD);
  }

  /**
   * Books what a generation has cost, by what it knows now. What was booked by an earlier revision is replaced; the same again,
   * or an earlier one that arrives late, changes nothing.
   */
  settle(taskUUID: string, {revision, ...settlement}: Settlement): void {
    const [entry] = this.#rows<Entry>(`${ENTRY} WHERE taskUUID = ? ORDER BY id DESC LIMIT 1`, taskUUID);
    if (entry && entry.revision < revision) this.#end(entry, revision, settlement);
  }

  #end(entry: Entry, revision: number, {isBilled, microUSD, outcome, waitMs}: Omit<Settlement, 'revision'>): void {
    const state = isBilled ? 'settled' : 'released';
    this.#sql.exec(
      `UPDATE entries SET state = ?, microUSD = ?, outcome = ?, waitMs = ?, revision = ? WHERE id = ?`,
      ...[state, microUSD, outcome, waitMs ?? null, revision, entry.id],
    );
    this.#addToTotals(entry, counted(state, microUSD) - counted(entry.state, entry.microUSD));
    this.#addToSpend(entry, entry.outcome ?? 'open', -1, -entry.microUSD);
    this.#addToSpend(entry, outcome, 1, microUSD);
    if (waitMs !== undefined) this.#addWait(entry, waitMs);
  }

  #addToSpend(
    {day, preset, duration}: Pick<Entry, 'day' | 'preset' | 'duration'>,
    outcome: string,
    generations: number,
    microUSD: number,
  ): void {
    this.#sql.exec(
      `INSERT INTO spend VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       generations = generations + excluded.generations, microUSD = microUSD + excluded.microUSD`,
      ...[day, preset, duration, outcome, generations, microUSD],
    );
  }

  /** Keeps the last waiting times only. */
  #addWait({id, preset, duration}: Entry, waitMs: number): void {
    this.#sql.exec(`INSERT OR REPLACE INTO waits VALUES (?, ?, ?, ?)`, preset, duration, id, waitMs);
    this.#sql.exec(
      `DELETE FROM waits WHERE preset = ?1 AND duration = ?2 AND entry <=
       (SELECT entry FROM waits WHERE preset = ?1 AND duration = ?2 ORDER BY entry DESC LIMIT 1 OFFSET ${WAITS})`,
      preset,
      duration,
    );
  }

  #addToTotals({day, month}: Periods, microUSD: number): void {
    if (microUSD === 0) return;
    for (const period of [day, month]) {
      this.#sql.exec(
        `INSERT INTO totals VALUES (?, ?) ON CONFLICT DO UPDATE SET microUSD = microUSD + excluded.microUSD`,
        period,
        microUSD,
      );
    }
  }

  /**
   * What counts towards the limits. Released reservations do not: nothing was made and nothing was paid. `caller` is undefined
   * where only the site's limits hold.
   */
  usageCounts(caller: string | undefined, {day, month}: Periods, now: number): UsageCounts {
    const total = (period: string) =>
      this.#rows<{microUSD: number}>(`SELECT microUSD FROM totals WHERE period = ?`, period)[0]?.microUSD ?? 0;
    const [open] = this.#rows<{site: number; own: number}>(
      `SELECT count(*) AS site, count(*) FILTER (WHERE caller = ?) AS own FROM entries WHERE state = 'open' AND at > ?`,
      caller ?? '',
      now - PLACE_MAX_MS,
    );
    const own = `SELECT at, microUSD FROM entries WHERE caller = ? AND at > ? AND state != 'released' ORDER BY at`;
    return {
      caller: caller === undefined ? [] : this.#rows(own, caller, now - CALLER_WINDOW_MS),
      callerOpen: open?.own ?? 0,
      siteOpen: open?.site ?? 0,
      siteDayMicroUSD: total(day),
      siteMonthMicroUSD: total(month),
    };
  }

  /** The generation exists: from now on it is its duty to tell of its end. */
  confirm({id}: OpenEntry): void {
    this.#sql.exec(`UPDATE entries SET confirmed = 1 WHERE id = ?`, id);
  }

  /** Open reservations whose generations have not been seen, the oldest first. */
  unconfirmed(): OpenEntry[] {
    return this.#rows<OpenEntry>(
      `SELECT id, taskUUID, at, lastSeenAt, microUSD FROM entries WHERE state = 'open' AND confirmed = 0 ORDER BY id`,
    );
  }

  /** Reservations that are open, the oldest first. */
  openEntries(): OpenEntry[] {
    return this.#rows<OpenEntry>(
      `SELECT id, taskUUID, at, lastSeenAt, microUSD FROM entries WHERE state = 'open' ORDER BY id`,
    );
  }

  /** Keeps an alert until it is sent. One of the same subject is there already, or was sent: then nothing changes. */
  addAlert({subject, alert}: SubjectAlert, now: number): void {
    this.#sql.exec(
      `INSERT INTO alerts (subject, alert, at, nextAt) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      ...[subject, JSON.stringify(alert), now, now],
    );
  }

  /** What the owner has not been told yet, the next to be sent first. */
  pendingAlerts(): PendingAlert[] {
    const rows = this.#rows<Omit<PendingAlert, 'alert'> & {alert: string}>(
      `SELECT subject, alert, attempts, nextAt, error FROM alerts WHERE sent = 0 ORDER BY nextAt, at`,
    );
    return rows.map((row) => ({...row, alert: JSON.parse(row.alert) as SubjectAlert['alert']}));
  }

  markSent(subject: string): void {
    this.#sql.exec(`UPDATE alerts SET sent = 1, error = NULL WHERE subject = ?`, subject);
  }

  markFailed(subject: string, error: string, nextAt: number): void {
    this.#sql.exec(
      `UPDATE alerts SET attempts = attempts + 1, error = ?, nextAt = ? WHERE subject = ?`,
      ...[error, nextAt, subject],
    );
  }

  countRefusal(day: string, reason: string): void {
    this.#sql.exec(`INSERT INTO refusals VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1`, day, reason);
  }

  /** The median of the last waiting times in milliseconds, by preset and duration. */
  medianWaits(): {preset: string; duration: number; waitMs: number}[] {
    const rows = this.#rows<{preset: string; duration: number; waitMs: number}>(
      `SELECT preset, duration, waitMs FROM waits ORDER BY preset, duration, waitMs`,
    );
    const kinds = Map.groupBy(rows, ({preset, duration}) => `${preset} ${duration}`);
    return [...kinds.values()].flatMap((kind) => kind[Math.floor(kind.length / 2)] ?? []);
  }

  /** What was spent, newest day first. */
  spend(): SpendRow[] {
    return this.#rows<SpendRow>(
      `SELECT day, preset, duration, outcome, generations, microUSD FROM spend WHERE generations > 0
       ORDER BY day DESC, preset, duration, outcome`,
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

  /** Deletes entries that ended before this instant, and what is kept by day of days before this one. */
  deleteBefore(endedBefore: number, day: string, before: number): void {
    this.#sql.exec(`DELETE FROM entries WHERE at < ? AND state != 'open'`, endedBefore);
    this.#sql.exec(`DELETE FROM alerts WHERE at < ?`, before);
    this.#sql.exec(`DELETE FROM refusals WHERE day < ?`, day);
    this.#sql.exec(`DELETE FROM spend WHERE day < ?`, day);
    this.#sql.exec(`DELETE FROM totals WHERE length(period) = ? AND period < ?`, day.length, day);
  }

  #rows<T extends object>(query: string, ...values: (string | number | null)[]): T[] {
    return this.#sql.exec(query, ...values).toArray() as unknown as T[];
  }
}

/** What a row counts towards the caps. */
function counted(state: Entry['state'], microUSD: number): number {
  return state === 'released' ? 0 : microUSD;
}
