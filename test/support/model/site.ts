// A site in memory: real ledger and generations over storage that a crash cuts off, a clock that jumps, and a hostile upstream.

import assert from 'node:assert/strict';
import {Lifecycle} from '../../../worker/generation/lifecycle.ts';
import type {StartFailure, StartRequest} from '../../../worker/generation/protocol.ts';
import {isIncomplete, type State} from '../../../worker/generation/state.ts';
import type {Store, Surroundings} from '../../../worker/generation/surroundings.ts';
import {LedgerCore} from '../../../worker/ledger/core.ts';
import type {Granted} from '../../../worker/ledger/protocol.ts';
import {err, type Result} from '../../../worker/result.ts';
import {ledgerStorage, SqliteStorage} from './sqlite.ts';
import {type Naming, type Task, Upstream} from './upstream.ts';

const DAY_MS = 24 * 60 * 60_000;

const LIMITS = {
  CALLER_PER_HOUR: 1000,
  CALLER_PER_DAY: 1000,
  CALLER_CONCURRENT: 1000,
  CALLER_USD_PER_DAY: undefined,
  SITE_CONCURRENT: 1000,
  SITE_USD_PER_DAY: 1.5,
  SITE_USD_PER_MONTH: 1000,
  TIME_ZONE: 'UTC',
};

/** Thrown where the power goes, and by everything that is tried afterwards. */
class Crash extends Error {
  override name = 'Crash';
}

/** What survives a crash of one generation. */
interface Disk {
  state?: State;
  order?: StartRequest['order'];
  undeleted: readonly string[];
  alarm: number | null;
  /** Every UUID that was ever submitted: what the upstream may have made. */
  submitted: Set<string>;
}

/** One generation, as its disk and what runs of it now. */
interface Generation {
  request: StartRequest;
  clips: Task['clips'];
  disk: Disk;
  lifecycle: Lifecycle;
  /** Whether it has ever been stored. */
  isStarted: boolean;
}

/** See above. */
export class Site implements Disposable {
  now = Date.UTC(2026, 0, 10, 12);
  readonly upstream: Upstream;
  readonly generations: Generation[] = [];
  keyIds: string[] = ['a'];
  timing = {firstPollMs: 10_000, maxPollMs: 10_000, callTimeoutMs: 15_000, retentionMs: 7 * DAY_MS};
  /** Durable writes and calls until the power goes. */
  crashIn = Infinity;
  /** Calls to the ledger that fail: `lost` before they arrive, `unanswered` afterwards. */
  ledgerFaults: ('lost' | 'unanswered')[] = [];
  readonly #sql = new SqliteStorage();
  readonly #ledger: LedgerCore;

  constructor(naming: Naming) {
    this.#ledger = new LedgerCore(ledgerStorage(this.#sql));
    this.upstream = new Upstream(() => this.now, naming);
    this.upstream.keys.set('a', 'account');
    this.upstream.onCall = (uuid) => {
      const called = this.generations.find(({disk}) => disk.state?.upstreamUUID === uuid);
      if (called) void called.lifecycle.pollNow().catch(() => {});
    };
  }

  [Symbol.dispose](): void {
    this.#sql[Symbol.dispose]();
  }

  /** A click: a new generation of so many clips, of which some fail in truth. */
  async click(numberResults: number, failing: number, seconds: number, hasWebhook: boolean): Promise<void> {
    const index = this.generations.length;
    const taskUUID = `task-${index}`;
    const order = {
      positivePrompt: 'A fox',
      model: 'minimax:4@1',
      fps: 25,
      width: 1366,
      height: 768,
      duration: 6,
      numberResults,
    };
    const request = {
      taskUUID,
      clientHash: 'hash',
      caller: {key: 'caller', kind: 'address'},
      publicURL: hasWebhook ? 'https://proxy.example' : undefined,
      order: {...order, outputFormat: 'MP4'},
    } as const satisfies StartRequest;
    const clips = Array.from({length: numberResults}, (_, clip) => ({
      path: `/c/${index}/${clip}/clip.mp4`,
      readyAt: this.now + seconds * 1000 * (clip + 1),
      fails: clip < failing,
    }));
    const disk: Disk = {undeleted: [], alarm: null, submitted: new Set()};
    const generation: Generation = {
      request,
      clips,
      disk,
      lifecycle: this.#boot(disk, clips),
      isStarted: false,
    };
    this.generations.push(generation);
    await this.post(generation);
  }

  /** The same click again: a retry of the client. */
  async post(generation: Generation): Promise<void> {
    // After its retention a generation is forgotten, and the same UUID is another request.
    if (generation.isStarted && !generation.disk.state) return;
    await this.#survive(generation, async () => {
      const begun = await generation.lifecycle.begin(generation.request);
      if (begun?.ok) await generation.lifecycle.run();
    });
  }

  /** Runware calls. */
  async call(generation: Generation): Promise<void> {
    await this.#survive(generation, () => generation.lifecycle.pollNow());
  }

  /** Lets time pass, and every alarm ring that is due by then, at most so many. */
  async pass(ms: number, alarms = 50): Promise<void> {
    const end = this.now + ms;
    for (let rung = 0; rung < alarms; rung++) {
      const [next] = this.generations
        .filter(({disk}) => disk.alarm !== null && disk.alarm <= end)
        .sort((a, b) => (a.disk.alarm ?? 0) - (b.disk.alarm ?? 0));
      if (!next) break;
      this.now = Math.max(this.now, next.disk.alarm ?? 0);
      next.disk.alarm = null;
      await this.#survive(next, () => next.lifecycle.run(), true);
    }
    this.now = Math.max(this.now, end);
    await this.#ledger.reconcile(this.now - 60_000, async (taskUUID) =>
      this.generations.some(({request, disk}) => request.taskUUID === taskUUID && disk.state !== undefined),
    );
  }

  async #survive(generation: Generation, run: () => Promise<void>, isAlarm = false): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
    if (generation.disk.state) generation.isStarted = true;
    if (!this.#isDead(generation)) return;
    // The runtime runs an alarm again whose handler did not come to its end.
    if (isAlarm) generation.disk.alarm ??= this.now;
    generation.lifecycle = this.#boot(generation.disk, generation.clips);
    this.crashIn = Infinity;
  }

  #isDead(generation: Generation): boolean {
    return this.#dead.has(generation.lifecycle);
  }

  readonly #dead = new WeakSet<Lifecycle>();

  #boot(disk: Disk, clips: Task['clips']): Lifecycle {
    const point = () => {
      if (this.#dead.has(lifecycle)) throw new Crash();
      if (--this.crashIn >= 0) return;
      this.#dead.add(lifecycle);
      throw new Crash();
    };
    const lifecycle: Lifecycle = new Lifecycle(this.#surroundings(disk, clips, point));
    return lifecycle;
  }

  #surroundings(disk: Disk, clips: Task['clips'], point: () => void): Surroundings {
    return {
      store: storeOf(disk, point),
      ledger: {
        reserve: async (purchase, caller) =>
          this.#tell<Result<Granted, StartFailure>>(point, err({reason: 'ledgerUnreachable'}), () => {
            const reservation = this.#ledger.reserve(LIMITS, purchase, caller, this.now);
            if (reservation.ok) assert.ok(this.#countedToday() <= LIMITS.SITE_USD_PER_DAY * 1e6, 'the cap is passed');
            return reservation;
          }),
        settle: async (taskUUID, settlement) =>
          this.#tell(point, false, () => {
            this.#ledger.settle(LIMITS, taskUUID, settlement, this.now);
            return true;
          }),
        isSameAccount: async (keyId, other) => keyId[0] === other[0],
        report: () => {},
      },
      upstream: {
        keyIds: async () => this.keyIds,
        submit: async (keyId, {upstreamUUID}) => {
          point();
          disk.submitted.add(upstreamUUID);
          const submission = this.upstream.submit(keyId, upstreamUUID, clips);
          point();
          return submission;
        },
        poll: async (keyId, upstreamUUID) => {
          point();
          return this.upstream.poll(keyId, upstreamUUID);
        },
      },
      copies: {canMake: () => false, make: async () => false, delete: async () => {}},
      setAlarm: async (at) => {
        point();
        disk.alarm = at;
      },
      changed: () => {},
      timing: () => this.timing,
      webhookToken: async () => 'token',
      now: () => this.now,
      random: () => 0.5,
      log: (event, fields) => {
        // A fault of the code itself, which a lifecycle survives and a test must not.
        if (event === 'fault' && !/Crash/.test(JSON.stringify(fields))) throw new Error(JSON.stringify(fields));
      },
    };
  }

  #tell<T>(point: () => void, unreachable: T, run: () => T): T {
    point();
    const fault = this.ledgerFaults.shift();
    if (fault === 'lost') return unreachable;
    const result = this.#sql.transaction(run);
    point();
    return fault === 'unanswered' ? unreachable : result;
  }

  #countedToday(): number {
    const day = new Date(this.now).toISOString().slice(0, 10);
    const [row] = this.#sql
      .exec('SELECT ifnull(sum(microUSD), 0) AS sum FROM entries WHERE day = ? AND state != ?', day, 'released')
      .toArray() as {sum: number}[];
    return row?.sum ?? 0;
  }

  /** From now on the upstream tells the truth, everything can be reached, and time passes until all is known. */
  async settle(): Promise<void> {
    this.upstream.faults = [];
    this.ledgerFaults = [];
    this.crashIn = Infinity;
    this.upstream.deliverLate();
    // A key of each account comes back: nobody could be asked otherwise.
    this.keyIds = ['a', 'b'];
    this.upstream.keys = new Map([
      ['a', 'account'],
      ['b', 'another'],
    ]);
    await this.pass(DAY_MS, 2000);
    await this.pass(DAY_MS, 2000);
  }

  /** What must hold in the end: nothing was made twice, nothing that was billed is missing in the books, no clip is lost. */
  check(): void {
    const rows = this.#sql.exec('SELECT taskUUID, state, microUSD FROM entries').toArray() as unknown as readonly {
      taskUUID: string;
      state: string;
      microUSD: number;
    }[];
    for (const {request, disk, isStarted} of this.generations) {
      const {taskUUID} = request;
      const {state} = disk;
      const tasks = this.upstream.tasks.filter(({uuid}) => disk.submitted.has(uuid));
      assert.ok(tasks.length <= 1, `${taskUUID} was made ${tasks.length} times`);
      assert.ok(disk.submitted.size <= 1, `${taskUUID} had ${disk.submitted.size} UUIDs`);
      const counted = rows.filter((row) => row.taskUUID === taskUUID && row.state !== 'released');
      const [task] = tasks;
      if (task) {
        assert.deepEqual(
          counted.map(({microUSD}) => microUSD),
          [task.microUSD],
          `${taskUUID} in the books`,
        );
      }
      assert.ok(counted.length <= 1, `${taskUUID} is booked ${counted.length} times`);
      if (isStarted) assert.ok(state === undefined || disk.alarm !== null, `nobody looks after ${taskUUID}`);
      if (state && task) this.#checkClips(state, task);
      if (!state) assert.ok(!counted.some((row) => row.state === 'open'), `${taskUUID} is open for ever`);
    }
    this.#checkTotals();
  }

  #checkClips(state: State, task: Task): void {
    const made = task.clips.filter(({fails, readyAt}) => !fails && readyAt <= this.now).map(({path}) => path);
    const delivered = state.results.map(({videoURL = ''}) => new URL(videoURL).pathname);
    assert.deepEqual(delivered.toSorted(), made.toSorted(), `clips of ${state.taskUUID}, ${state.phase.name}`);
    assert.equal(
      new Set(state.results.map(({videoUUID}) => videoUUID)).size,
      made.length,
      'each under a name of its own',
    );
    if (made.length < task.clips.length) assert.ok(isIncomplete(state));
  }

  #checkTotals(): void {
    const kept = this.#sql.exec('SELECT period, microUSD FROM totals WHERE microUSD != 0 ORDER BY period').toArray();
    const summed = this.#sql
      .exec(
        `SELECT period, sum(microUSD) AS microUSD FROM (SELECT day AS period, microUSD FROM entries WHERE state != 'released'
         UNION ALL SELECT month, microUSD FROM entries WHERE state != 'released') GROUP BY period HAVING sum(microUSD) != 0 ORDER BY period`,
      )
      .toArray();
    assert.deepEqual(kept, summed, 'totals are the sums of the entries');
  }
}

function storeOf(disk: Disk, point: () => void): Store {
  const durably = (write: () => void) => {
    point();
    write();
  };
  return {
    load: () => structuredClone(disk.state),
    save: (state) => durably(() => Object.assign(disk, {state: structuredClone(state)})),
    saveOrder: (order) => void Object.assign(disk, {order}),
    loadOrder: () => {
      assert.ok(disk.order, 'the order is needed and gone');
      return disk.order;
    },
    deleteOrder: () => void delete disk.order,
    sync: async () => {},
    loadUndeleted: () => disk.undeleted,
    forget: (undeleted) =>
      durably(() => {
        delete disk.state;
        delete disk.order;
        disk.undeleted = undeleted;
      }),
    forgetUndeleted: () => void Object.assign(disk, {undeleted: []}),
    clear: async () => {
      disk.undeleted = [];
      disk.alarm = null;
    },
  };
}
