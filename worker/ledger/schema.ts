// The schema of a ledger's database: each version is a step from the one before it. A step that was released never changes.

/** What each version does to a database of the version before it. */
const STEPS: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS entries (
     id INTEGER PRIMARY KEY, taskUUID TEXT NOT NULL COLLATE NOCASE, caller TEXT NOT NULL, day TEXT NOT NULL, month TEXT NOT NULL,
     preset TEXT NOT NULL, duration INTEGER NOT NULL, results INTEGER NOT NULL, at INTEGER NOT NULL,
     touched INTEGER NOT NULL, microUSD INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'open', known INTEGER NOT NULL DEFAULT 0, outcome TEXT, waitMs INTEGER);
   CREATE UNIQUE INDEX IF NOT EXISTS open_tasks ON entries (taskUUID) WHERE state = 'open';
   CREATE INDEX IF NOT EXISTS months ON entries (month, day);
   CREATE INDEX IF NOT EXISTS callers ON entries (caller, at);
   CREATE INDEX IF NOT EXISTS times ON entries (preset, duration, id) WHERE waitMs IS NOT NULL;
   CREATE TABLE IF NOT EXISTS notices (subject TEXT PRIMARY KEY, alert TEXT, at INTEGER, sent INTEGER DEFAULT 0);
   CREATE TABLE IF NOT EXISTS refusals (day TEXT, reason TEXT, count INTEGER, PRIMARY KEY (day, reason));`,

  // A settlement can be revised. Totals, spending and the last waiting times are kept instead of computed, so that nothing a request
  // waits for depends on the number of entries. An alert that fails is sent again ever more rarely.
  `ALTER TABLE entries RENAME COLUMN touched TO lastSeenAt;
   ALTER TABLE entries RENAME COLUMN known TO confirmed;
   ALTER TABLE entries ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
   UPDATE entries SET revision = 1 WHERE state != 'open';
   DROP INDEX open_tasks;
   DROP INDEX months;
   DROP INDEX times;
   CREATE INDEX tasks ON entries (taskUUID, id);
   CREATE UNIQUE INDEX open_tasks ON entries (taskUUID) WHERE state = 'open';
   CREATE INDEX open_entries ON entries (at, caller) WHERE state = 'open';
   CREATE INDEX unconfirmed ON entries (lastSeenAt) WHERE state = 'open' AND confirmed = 0;
   CREATE INDEX ended ON entries (at) WHERE state != 'open';
   CREATE TABLE totals (period TEXT PRIMARY KEY, microUSD INTEGER NOT NULL) WITHOUT ROWID;
   INSERT INTO totals SELECT day, sum(microUSD) FROM entries WHERE state != 'released' GROUP BY day;
   INSERT INTO totals SELECT month, sum(microUSD) FROM entries WHERE state != 'released' GROUP BY month;
   CREATE TABLE spend (
     day TEXT, preset TEXT, duration INTEGER, outcome TEXT, generations INTEGER NOT NULL, microUSD INTEGER NOT NULL,
     PRIMARY KEY (day, preset, duration, outcome)) WITHOUT ROWID;
   INSERT INTO spend SELECT day, preset, duration, ifnull(outcome, 'open'), count(*), sum(microUSD) FROM entries GROUP BY 1, 2, 3, 4;
   CREATE TABLE waits (
     preset TEXT, duration INTEGER, entry INTEGER, waitMs INTEGER NOT NULL, PRIMARY KEY (preset, duration, entry)) WITHOUT ROWID;
   INSERT INTO waits SELECT preset, duration, id, waitMs FROM (
     SELECT *, row_number() OVER (PARTITION BY preset, duration ORDER BY id DESC) AS place FROM entries WHERE waitMs IS NOT NULL)
     WHERE place <= 25;
   ALTER TABLE notices RENAME TO alerts;
   ALTER TABLE alerts ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE alerts ADD COLUMN nextAt INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE alerts ADD COLUMN error TEXT;
   CREATE INDEX pending_alerts ON alerts (nextAt) WHERE sent = 0;`,
];

/** Brings a database to the newest version, or to the one given. */
export function migrate(sql: SqlStorage, version = STEPS.length): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL)`);
  const [row] = sql.exec(`SELECT version FROM schema`).toArray();
  const from = Number(row?.version ?? 0);
  if (!row) sql.exec(`INSERT INTO schema VALUES (0)`);
  if (from >= version) return;
  for (const step of STEPS.slice(from, version)) sql.exec(step);
  sql.exec(`UPDATE schema SET version = ?`, version);
}
