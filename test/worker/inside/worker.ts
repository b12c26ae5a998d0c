// The Worker as it is, whose objects a test can call by name and whose surroundings it can break.

import app, {Ledger, Generation as Whole} from '../../../worker/index.ts';

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

export {Ledger};

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
