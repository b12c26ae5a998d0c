// The Worker as it is, whose objects a test can call by name and whose surroundings it can break.

import app, {Ledger, Generation as Whole} from '../../../worker/index.ts';

const broken = () => Promise.reject(new Error('broken for a test'));

const brokenBucket = {head: broken, get: broken, put: broken, delete: broken} as unknown as R2Bucket;

/** A generation with verbs for what happens around it. */
export class Generation extends Whole {
  /** Other settings from now on, as after a deployment. */
  deploy(settings: Record<string, string>): void {
    this.env = {...this.env, ...settings};
  }

  /** The bucket fails from now on, or no longer. */
  breakBucket(isBroken: boolean): void {
    if (isBroken) this.env = {...this.env, VIDEOS: brokenBucket};
    else delete this.env.VIDEOS;
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
