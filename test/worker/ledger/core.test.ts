import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {retryDelayMs} from '../../../worker/ledger/alerts.ts';
import {LedgerCore} from '../../../worker/ledger/core.ts';
import type {Settlement} from '../../../worker/ledger/protocol.ts';
import {migrate} from '../../../worker/ledger/schema.ts';
import {ledgerStorage, SqliteStorage} from '../../support/model/sqlite.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const LIMITS = {
  CALLER_PER_HOUR: 1_000_000,
  CALLER_PER_DAY: 1_000_000,
  CALLER_CONCURRENT: 10_000,
  CALLER_USD_PER_DAY: undefined,
  SITE_CONCURRENT: 10_000,
  SITE_USD_PER_DAY: 1,
  SITE_USD_PER_MONTH: 1_000_000,
  TIME_ZONE: 'UTC',
};
const CALLER = {key: 'caller', kind: 'address'} as const;
const PURCHASE = {taskUUID: 'task', preset: '768p', duration: 6, results: 1, microUSD: 280_000};
const BILLED: Settlement = {revision: 1, isBilled: true, microUSD: 280_000, outcome: 'success', waitMs: 60_000};

/** A ledger with its database, which is closed with it. */
function ledger() {
  const sql = new SqliteStorage();
  return {core: new LedgerCore(ledgerStorage(sql)), sql, [Symbol.dispose]: () => sql[Symbol.dispose]()};
}

function spentToday(core: LedgerCore, now = NOW): number | undefined {
  const day = core.siteLimits(LIMITS, now).find(({name}) => name === 'siteUSDPerDay');
  return day && Math.round((day.max - day.remaining) * 1e6);
}

test('a later revision replaces an earlier one, an earlier one that comes late or twice changes nothing', () => {
  using site = ledger();
  const {core} = site;
  core.reserve(LIMITS, PURCHASE, CALLER, NOW);
  core.settle(LIMITS, 'task', {revision: 1, isBilled: false, microUSD: 0, outcome: 'busy'}, NOW);
  assert.equal(spentToday(core), 0);
  core.settle(LIMITS, 'TASK', {...BILLED, revision: 2}, NOW);
  assert.equal(spentToday(core), 280_000, 'what was thought unbilled counts towards the cap');
  core.settle(LIMITS, 'task', {revision: 1, isBilled: false, microUSD: 0, outcome: 'busy'}, NOW);
  core.settle(LIMITS, 'task', {...BILLED, revision: 2, microUSD: 1}, NOW);
  assert.equal(spentToday(core), 280_000);
  assert.deepEqual(
    core.usage(LIMITS, NOW).spend.map(({outcome, microUSD}) => [outcome, microUSD]),
    [['success', 280_000]],
  );
});

test('a reservation that was released as never started is booked when its generation tells of an end', () => {
  using site = ledger();
  const {core} = site;
  core.reserve(LIMITS, PURCHASE, CALLER, NOW);
  const [entry] = core.tables.unconfirmed();
  assert.ok(entry);
  core.tables.releaseOrphan(entry);
  assert.equal(spentToday(core), 0);
  core.settle(LIMITS, 'task', BILLED, NOW);
  assert.equal(spentToday(core), 280_000);
});

test('whether Runware’s calls arrive is told by the last generation that ended and asked for them', () => {
  using site = ledger();
  const {core} = site;
  const arrive = (taskUUID: string) => {
    const reservation = core.reserve(LIMITS, {...PURCHASE, taskUUID, microUSD: 1}, CALLER, NOW);
    return reservation.ok && reservation.value.doWebhooksArrive;
  };
  assert.equal(arrive('first'), false, 'not known yet');
  core.settle(LIMITS, 'first', {...BILLED, hasWebhookCalled: true}, NOW);
  assert.equal(arrive('second'), true);
  core.settle(LIMITS, 'second', BILLED, NOW);
  assert.equal(arrive('third'), true, 'one that asked for none says nothing');
  core.settle(LIMITS, 'third', {...BILLED, hasWebhookCalled: false}, NOW);
  assert.equal(arrive('fourth'), false);
});

test('a request that is refused for a cap alerts at 100 %, although the sum does not meet the cap exactly', () => {
  using site = ledger();
  const {core} = site;
  const reserve = (n: number) => core.reserve(LIMITS, {...PURCHASE, taskUUID: `task ${n}`}, CALLER, NOW).ok;
  assert.deepEqual([1, 2, 3, 4, 5].map(reserve), [true, true, true, false, false]);
  const subjects = core.tables.pendingAlerts().map(({subject}) => subject);
  assert.deepEqual(
    subjects.toSorted(),
    [100, 50, 80].map((percent) => `siteUSDPerDay ${LIMITS.SITE_USD_PER_DAY} 2026-11-28 ${percent}`),
  );
  const raised = {...LIMITS, SITE_USD_PER_DAY: LIMITS.SITE_USD_PER_DAY + 0.01};
  assert.equal(core.reserve(raised, {...PURCHASE, taskUUID: 'task 6'}, CALLER, NOW).ok, false);
  assert.equal(core.tables.pendingAlerts().length, 4, 'a raised cap that is reached is news');
});

test('the usual waiting time is the median of the last 25', () => {
  using site = ledger();
  for (let n = 1; n <= 60; n++) {
    const taskUUID = `task ${n}`;
    site.core.reserve({...LIMITS, SITE_USD_PER_DAY: 1000}, {...PURCHASE, taskUUID}, CALLER, NOW);
    site.core.settle(LIMITS, taskUUID, {...BILLED, waitMs: n * 1000}, NOW);
  }
  const [wait, ...others] = site.core.publicStatus().waits;
  assert.deepEqual({...wait}, {preset: '768p', duration: 6, waitMs: 48_000});
  assert.equal(others.length, 0);
});

test('ended entries go when no generation can revise them, what was spent on a day stays a hundred days', () => {
  using site = ledger();
  const {core, sql} = site;
  const settings = {...LIMITS, RETENTION_DAYS: 7};
  const days = (n: number) => NOW + n * 24 * 3_600_000;
  core.reserve(LIMITS, PURCHASE, CALLER, NOW);
  core.reserve(LIMITS, {...PURCHASE, taskUUID: 'open'}, CALLER, NOW);
  core.settle(LIMITS, 'task', BILLED, NOW);
  const kept = (at: number) => {
    core.deleteOld(settings, at);
    return [sql.exec('SELECT id FROM entries').toArray().length, core.tables.spend().length];
  };
  assert.deepEqual(kept(days(8)), [2, 2]);
  assert.deepEqual(kept(days(10)), [1, 2], 'the open one stays');
  assert.equal(spentToday(core), 560_000);
  assert.deepEqual(kept(days(101)), [1, 0]);
});

test('a refusal for a caller’s own limit alerts nobody', () => {
  using site = ledger();
  const settings = {...LIMITS, CALLER_USD_PER_DAY: 0.3, SITE_USD_PER_DAY: 100};
  site.core.reserve(settings, PURCHASE, CALLER, NOW);
  assert.equal(site.core.reserve(settings, {...PURCHASE, taskUUID: 'other'}, CALLER, NOW).ok, false);
  assert.deepEqual(site.core.tables.pendingAlerts(), []);
});

test('an alert that fails is shown to the owner with its reason, and sent again ever more rarely', () => {
  using site = ledger();
  const {core} = site;
  core.report(LIMITS, 'keyRefused', NOW);
  core.report(LIMITS, 'keyRefused', NOW);
  const [alert, ...others] = core.tables.pendingAlerts();
  assert.equal(others.length, 0, 'one a day');
  core.tables.markFailed(alert?.subject ?? '', 'HTTP 500', NOW + 60_000);
  assert.deepEqual(core.usage(LIMITS, NOW).alerts, {
    pending: 1,
    lastError: 'HTTP 500',
    nextAttemptAt: new Date(NOW + 60_000).toISOString(),
  });
  core.tables.markSent(alert?.subject ?? '');
  assert.deepEqual(core.usage(LIMITS, NOW).alerts, {pending: 0});
  const delays = Array.from({length: 12}, (_, attempt) => retryDelayMs(attempt + 1, 60_000));
  assert.deepEqual([delays[0], delays[1], delays.at(-1)], [60_000, 120_000, 3_600_000]);
});

const event = fc.record({
  kind: fc.constantFrom('reserve', 'settle', 'release', 'orphan', 'late'),
  task: fc.nat(5),
  microUSD: fc.integer({min: 1, max: 400_000}),
  hours: fc.nat(40),
});

test('after any history totals and spending are the sums of the entries', () => {
  const history = fc.array(event, {maxLength: 40});
  fc.assert(
    fc.property(history, (events) => {
      using site = ledger();
      const {core, sql} = site;
      const settings = {...LIMITS, SITE_USD_PER_DAY: 1000};
      let now = NOW;
      for (const [index, {kind, task, microUSD, hours}] of events.entries()) {
        now += hours * 3_600_000;
        const taskUUID = `task ${task}`;
        if (kind === 'reserve') core.reserve(settings, {...PURCHASE, taskUUID, microUSD}, CALLER, now);
        if (kind === 'settle') core.settle(settings, taskUUID, {...BILLED, revision: index + 1, microUSD}, now);
        if (kind === 'late') core.settle(settings, taskUUID, {...BILLED, microUSD}, now);
        if (kind === 'release')
          core.settle(settings, taskUUID, {revision: index + 1, isBilled: false, microUSD: 0, outcome: 'busy'}, now);
        const [entry] = core.tables.unconfirmed();
        if (kind === 'orphan' && entry) core.tables.releaseOrphan(entry);
      }
      const sums = sql.exec(
        `SELECT period, sum(microUSD) AS microUSD FROM (SELECT day AS period, microUSD FROM entries WHERE state != 'released'
         UNION ALL SELECT month, microUSD FROM entries WHERE state != 'released') GROUP BY period HAVING sum(microUSD) != 0 ORDER BY period`,
      );
      const totals = sql.exec('SELECT period, microUSD FROM totals WHERE microUSD != 0 ORDER BY period');
      assert.deepEqual(totals.toArray(), sums.toArray());
      const spend = sql.exec(
        `SELECT day, preset, duration, ifnull(outcome, 'open') AS outcome, count(*) AS generations, sum(microUSD) AS microUSD
         FROM entries GROUP BY 1, 2, 3, 4 ORDER BY day DESC, preset, duration, outcome`,
      );
      assert.deepEqual(core.tables.spend(), spend.toArray());
    }),
    {numRuns: 200, seed: 5},
  );
});

test('a database of the first version is carried over: what was spent and is open counts as before', () => {
  using sql = new SqliteStorage();
  migrate(ledgerStorage(sql).sql, 1);
  const insert = (taskUUID: string, state: string, microUSD: number, known: number) =>
    sql.exec(
      `INSERT INTO entries (taskUUID, caller, day, month, preset, duration, results, at, touched, microUSD, state, known)
       VALUES (?, 'caller', '2026-11-28', '2026-11', '768p', 6, 1, ?, ?, ?, ?, ?)`,
      ...[taskUUID, NOW, NOW, microUSD, state, known],
    );
  insert('settled', 'settled', 280_000, 1);
  insert('released', 'released', 0, 1);
  insert('open', 'open', 560_000, 0);
  sql.exec(
    `INSERT INTO notices (subject, alert, at) VALUES ('keyRefused 2026-11-28', '{"type":"keyRefused"}', ?)`,
    NOW,
  );
  const core = new LedgerCore(ledgerStorage(sql));
  assert.equal(spentToday(core), 840_000);
  assert.deepEqual(
    core.tables.pendingAlerts().map(({alert, attempts}) => [alert.type, attempts]),
    [['keyRefused', 0]],
  );
  core.settle(LIMITS, 'settled', {...BILLED, microUSD: 1}, NOW);
  assert.equal(spentToday(core), 840_000, 'what was settled before is settled');
  core.settle(LIMITS, 'open', {...BILLED, microUSD: 490_000}, NOW);
  assert.equal(spentToday(core), 770_000);
  assert.ok(new LedgerCore(ledgerStorage(sql)), 'and again, without a step to take');
});
