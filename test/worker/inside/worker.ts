// The Worker as it is, whose objects a test can call by name and whose surroundings it can break.

import app, {Ledger, Generation as Whole} from '../../../worker/index.ts';

const broken = () => Promise.reject(new Error('broken for a test'));

/** A generation with verbs for what happens around it. */
export class Generation extends Whole {
  /** Other settings from now on, as after a deployment. */
  deploy(settings: Record<string, string>): void {
    this.env = {...this.env, ...settings};
  }

  /** The bucket fails from now on, or no longer. */
  breakBucket(isBroken: boolean): void {
    if (isBroken) this.env = {...this.env, VIDEOS: {delete: broken, put: broken} as unknown as R2Bucket};
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

  /** What the runtime does when the alarm is due. */
  ring(): Promise<void> {
    return this.alarm();
  }
}

export {Ledger};

type Verbs = Record<string, (...args: unknown[]) => Promise<unknown>>;

export default {
  /** `POST /inside/GENERATIONS/<name>/<verb>` with a list of arguments; everything else goes to the Worker. */
  async fetch(request, env, context) {
    const [, room, binding, name = '', verb = ''] = new URL(request.url).pathname.split('/');
    if (room !== 'inside') return app.fetch(request, env, context);
    const stub = env[binding as 'GENERATIONS' | 'LEDGER'].getByName(name) as unknown as Verbs;
    try {
      return Response.json((await stub[verb]?.(...(await request.json<unknown[]>()))) ?? null);
    } catch (error) {
      return new Response(String(error), {status: 500});
    }
  },
} satisfies ExportedHandler<Env>;
