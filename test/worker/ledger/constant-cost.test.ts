import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type InsideWorld, insideWorld} from '../../support/inside-world.ts';

const MILLION = 1_000_000;

/** Rows that one call reads or writes at most, indexes included. Measured: 18 and 14. */
const MAX_ROWS = 25;

const CALLER = {key: 'caller 7', kind: 'identity', limits: {perHour: MILLION, perDay: MILLION}};

/** What a reservation, its settlement and a look at the public status read and write. */
async function costs(world: InsideWorld): Promise<{read: number; written: number}[]> {
  const purchase = {taskUUID: crypto.randomUUID(), preset: '768p', duration: 6, results: 1, microUSD: 280_000};
  const settlement = {revision: 1, isBilled: true, microUSD: 280_000, outcome: 'success', waitMs: 60_000};
  const calls = [
    ['reserve', purchase, {...CALLER, key: 'a new caller'}],
    ['settle', purchase.taskUUID, settlement],
    ['publicStatus'],
  ];
  const rows: {read: number; written: number}[] = [];
  for (const call of calls)
    rows.push((await world.inside('site', 'rowsOf', ...call)) as {read: number; written: number});
  return rows;
}

test('a reservation, a settlement and the public status cost the same with a million entries as with none', async () => {
  await using world = await insideWorld();
  const empty = await costs(world);
  await world.inside('site', 'fill', MILLION, new Date().toISOString().slice(0, 10));
  const full = await costs(world);
  for (const [index, {read, written}] of full.entries()) {
    assert.ok(read <= MAX_ROWS && written <= MAX_ROWS, JSON.stringify({empty, full}));
    // Some rows are there the second time that were not the first.
    assert.ok(Math.abs(read - (empty[index]?.read ?? 0)) <= 5, JSON.stringify({empty, full}));
  }
  console.log(JSON.stringify({empty, full}));
});
