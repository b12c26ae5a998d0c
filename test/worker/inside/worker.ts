// The Worker as it is, whose objects a test can call by name and whose surroundings it can break.

import app, {Generation as Whole, Ledger as WholeLedger} from '../../../worker/index.ts';

const broken = () => Promise.reject(new Error('broken for a test'));

const brokenBucket = {head: broken, get: broken, put: broken, delete: broken} as unknown as R2Bucket;

/** A generation with verbs for what happens around it. */
export class Generation extends Whole {
  #bucket: R2Bucket | undefined;
  #release: PromiseWithResolvers<void> | undefined;

  /** Other settings from now on, as after a deployment. */
  deploy(settings: Record<string, string>): void {
    this.env = {...this.env, ...settings};
  }

  /** The bucket works, fails, or is not bound any more. */
  setBucket(condition: 'working' | 'broken' | 'unbound'): void {
    this.#bucket ??= this.env.VIDEOS;
    const {VIDEOS: _, ...env} = this.env;
    const bucket = {working: this.#bucket, broken: brokenBucket, unbound: undefined}[condition];
    this.env = bucket ? {...env, VIDEOS: bucket} : env;
  }

  /** Names of copies that are still to be deleted. */
  undeleted(): unknown {
    return this.ctx.storage.kv.get('undeleted');
  }

  /** The token that Runware's calls must bring, and whether one came. */
  webhook(): {token: string; hasCalled: boolean} | undefined {
    return this.ctx.storage.kv.get<{webhook?: {token: string; hasCalled: boolean}}>('state')?.webhook;
  }

  /** The alarm after the next one is not set before {@link releaseAlarm}. Resolves once it is waited for. */
  holdAlarmAfterNext(): Promise<void> {
    const held = Promise.withResolvers<void>();
    this.#release = Promise.withResolvers<void>();
    const {promise} = this.#release;
    const setAlarm = this.ctx.storage.setAlarm.bind(this.ctx.storage);
    let calls = 0;
    this.ctx.storage.setAlarm = async (...args) => {
      if (++calls > 1) {
        Reflect.deleteProperty(this.ctx.storage, 'setAlarm');
        held.resolve();
        await promise;
      }
      return setAlarm(...args);
    };
    return held.promise;
  }

  releaseAlarm(): void {
    this.#release?.resolve();
  }

  /** No alarm can be set from now on, or again. */
  breakAlarms(isBroken: boolean): void {
    if (isBroken) this.ctx.storage.setAlarm = broken;
    else Reflect.deleteProperty(this.ctx.storage, 'setAlarm');
  }

  loseAlarm(): Promise<void> {
    return this.ctx.storage.deleteAlarm();
  }

  /** Milliseconds until the alarm, or null where none is set. */
  async untilAlarm(): Promise<number | null> {
    const at = await this.ctx.storage.getAlarm();
    return at === null ? null : at - Date.now();
  }

  /** Lets an ended generation have ended so many milliseconds earlier. */
  age(ms: number): void {
    const state = this.ctx.storage.kv.get<{phase: {at: number}}>('state');
    if (state) this.ctx.storage.kv.put('state', {...state, phase: {...state.phase, at: state.phase.at - ms}});
  }

  /** What the runtime does when the alarm is due. */
  ring(): Promise<void> {
    return this.alarm();
  }
}

/** A ledger with verbs for a test that counts. */
export class Ledger extends WholeLedger {
  /** Books so many more generations of this month, of a thousand callers, as ended. */
  fill(count: number, day: string): void {
    const {sql} = this.ctx.storage;
    const month = day.slice(0, 7);
    sql.exec(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO entries (taskUUID, caller, day, month, preset, duration, results, at, lastSeenAt, microUSD, state, confirmed, outcome, waitMs, revision)
       SELECT 'filled ' || i, 'caller ' || (i % 1000), ?, ?, '768p', 6, 1, ?, ?, 1, 'settled', 1, 'success', 60000, 1 FROM n`,
      ...[count, day, month, Date.now() - 2 * 3_600_000, Date.now()],
    );
    for (const period of [day, month])
      sql.exec(
        `INSERT INTO totals VALUES (?, ?) ON CONFLICT DO UPDATE SET microUSD = microUSD + ?`,
        period,
        count,
        count,
      );
  }

  /** Rows read and written by one call of this object. */
  async rowsOf(verb: string, ...args: unknown[]): Promise<{read: number; written: number}> {
    const {sql} = this.ctx.storage;
    const exec = sql.exec.bind(sql);
    const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
    sql.exec = ((...query: Parameters<typeof exec>) => {
      const cursor = exec(...query);
      cursors.push(cursor);
      return cursor;
    }) as typeof sql.exec;
    await (this as unknown as Verbs)[verb]?.(...args);
    Reflect.deleteProperty(sql, 'exec');
    return {
      read: cursors.reduce((sum, {rowsRead}) => sum + rowsRead, 0),
      written: cursors.reduce((sum, {rowsWritten}) => sum + rowsWritten, 0),
    };
  }
}

type Verbs = Record<string, (...args: unknown[]) => Promise<unknown>>;

export default {
  /**
   * `POST /inside/GENERATIONS/<name>/<verb>` with a list of arguments; everything else goes to the Worker, with a bucket
   * that fails where the query says `bucket=broken`, and with the settings of the header `x-settings`, as after a deployment.
   */
  async fetch(request, env, context) {
    const {pathname, search} = new URL(request.url);
    const [, room, binding, name = '', verb = ''] = pathname.split('/');
    const settings = JSON.parse(request.headers.get('x-settings') ?? '{}') as Record<string, string>;
    const around = {...env, ...settings, ...(search === '?bucket=broken' && {VIDEOS: brokenBucket})};
    if (room !== 'inside') return app.fetch(request, around, context);
    const stub = env[binding as 'GENERATIONS' | 'LEDGER'].getByName(name) as unknown as Verbs;
    try {
      return Response.json((await stub[verb]?.(...(await request.json<unknown[]>()))) ?? null);
    } catch (error) {
      return new Response(String(error), {status: 500});
    }
  },
} satisfies ExportedHandler<Env>;
