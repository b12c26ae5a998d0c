// One instance stands for one generation, from click to clips: it owns the task at Runware and everything heard of it,
// lives from the first POST of its `taskUUID`, and deletes itself after the retention time.

import {DurableObject} from 'cloudflare:workers';
import type {Bindings} from '../bindings.ts';
import type {LimitState, Generation as Resource} from '../contract/index.ts';
import {timingSafeEqual} from '../crypto.ts';
import {LedgerClient} from '../ledger/client.ts';
import {log} from '../log.ts';
import {err, ok} from '../result.ts';
import {poll, submit} from '../runware/client.ts';
import {apiKeys} from '../runware/keys.ts';
import {readSettings, type Settings} from '../settings/settings.ts';
import {type Clip, clipOf, copyClip} from './clip.ts';
import {EventStreams} from './event-streams.ts';
import {Lifecycle} from './lifecycle.ts';
import type {GenerationApi, StartRequest, StartResult, Watch} from './protocol.ts';
import {resourceOf, type State} from './state.ts';
import {GenerationStore} from './store.ts';
import type {Surroundings} from './surroundings.ts';
import {webhookURL, withVideoLinks} from './urls.ts';
import {webhookToken} from './webhook-token.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The Durable Object of one `taskUUID`. */
export class Generation extends DurableObject<Bindings> implements GenerationApi {
  readonly #store = new GenerationStore(this.ctx.storage);
  readonly #streams = new EventStreams();
  readonly #ledger = new LedgerClient(this.env);
  readonly #lifecycle = new Lifecycle(this.#surroundings());

  /** Starts the generation, or answers the one that the same request started before. */
  async start(request: StartRequest): Promise<StartResult> {
    const resumed = await this.resume(request.clientHash);
    if (resumed) return resumed;
    // One at a time: the answer of the ledger is waited for, and requests that come meanwhile must find what it led to.
    const begun = await this.ctx.blockConcurrencyWhile(() => this.#lifecycle.begin(request));
    if (!begun) return this.#answer(request.clientHash);
    if (!begun.ok) return begun;
    await this.#lifecycle.run();
    await this.#ensureAlarm();
    return this.#answer(request.clientHash, begun.value);
  }

  /** The generation that a request with this hash started before; undefined where none was started. */
  async resume(clientHash: string): Promise<StartResult | undefined> {
    if (!(await this.#visit())) return undefined;
    return this.#answer(clientHash);
  }

  #answer(clientHash: string, limits: readonly LimitState[] = []): StartResult {
    const state = this.#store.load();
    if (!state) throw new Error('no generation was started here');
    if (state.clientHash !== clientHash) return err({reason: 'taskConflict'});
    return ok({generation: resourceOf(state, Date.now()), limits});
  }

  /** Whether a generation was started here: what the ledger asks about a reservation that is open for long. */
  async isKnown(): Promise<boolean> {
    return (await this.#visit()) !== undefined;
  }

  /** The generation as it is known now; undefined where none was started, and then nothing is stored. */
  async read(): Promise<Resource | undefined> {
    const state = await this.#visit();
    return state && resourceOf(state, Date.now());
  }

  /** The generation now and at each change, as server-sent events with links that start with `home`. */
  async watch(home: string): Promise<Watch | undefined> {
    const state = await this.#visit();
    if (!state) return undefined;
    if (!this.#streams.hasRoom()) return err('tooManyViewers');
    return ok(
      this.#streams.add(resourceOf(state, Date.now()), (resource) => withVideoLinks(resource, home, this.#settings)),
    );
  }

  /** One of the clips, as this Worker may fetch it. */
  async clip(videoUUID: string): Promise<Clip | undefined> {
    const state = await this.#visit();
    return state && this.#clip(state, videoUUID);
  }

  #clip(state: State, videoUUID: string): Clip | undefined {
    return clipOf(state, videoUUID, Date.now(), this.#lifecycle.retentionEnd(state));
  }

  /** Runware says that there is news: with the right token, poll now. */
  async pollNow(token: string): Promise<void> {
    const webhook = this.#store.load()?.webhook;
    if (webhook && (await timingSafeEqual(token, webhook.token))) await this.#lifecycle.pollNow();
  }

  /** The next poll, the next copy, or the end of the retention time. A fault sets the next alarm: one that throws is dropped in the end. */
  override async alarm(): Promise<void> {
    await this.#lifecycle.run();
  }

  /** The state for whoever asks: none once the retention time is over, whatever it was at the start. */
  async #visit(): Promise<State | undefined> {
    const state = this.#store.load();
    if (!state) return undefined;
    if (Date.now() < this.#lifecycle.retentionEnd(state)) {
      await this.#ensureAlarm();
      return state;
    }
    // What keeps it from being forgotten (the ledger, a last look) keeps nobody from finding it gone.
    await this.#lifecycle.run();
    return undefined;
  }

  /** Should the alarm have got lost all the same, whoever comes by sets it again. */
  async #ensureAlarm(): Promise<void> {
    if (this.#store.load() && (await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now());
  }

  #surroundings(): Surroundings {
    return {
      store: this.#store,
      ledger: {
        reserve: (purchase, caller) => this.#ledger.reserve(purchase, caller),
        settle: (taskUUID, settlement) => this.#ledger.settle(taskUUID, settlement),
        isSameAccount: (keyId, otherKeyId) => this.#ledger.isSameAccount(keyId, otherKeyId),
        report: (failure) => this.ctx.waitUntil(this.#ledger.report(failure)),
      },
      upstream: {
        keyIds: async () => (await apiKeys(this.#settings)).map(({id}) => id),
        submit: async (keyId, {taskUUID, upstreamUUID, webhook}, order) => {
          const callback = webhook && webhookURL(webhook.publicURL, taskUUID, webhook.token);
          return submit(this.#settings, await this.#secretOf(keyId), upstreamUUID, order, callback);
        },
        poll: async (keyId, upstreamUUID) => poll(this.#settings, await this.#secretOf(keyId), upstreamUUID),
      },
      copies: {
        canMake: () => this.env.VIDEOS !== undefined,
        make: (state, videoUUID) => this.#copy(state, videoUUID),
        delete: async (keys) => {
          if (!this.env.VIDEOS) throw new Error('the bucket VIDEOS is not bound any more');
          await this.env.VIDEOS.delete([...keys]);
        },
      },
      setAlarm: (at) => this.ctx.storage.setAlarm(at),
      changed: (state) => this.#streams.broadcast(resourceOf(state, Date.now())),
      timing: () => {
        const {POLL_FIRST_SECONDS, POLL_MAX_SECONDS, RUNWARE_TIMEOUT_SECONDS, RETENTION_DAYS} = this.#settings;
        return {
          firstPollMs: POLL_FIRST_SECONDS * 1000,
          maxPollMs: POLL_MAX_SECONDS * 1000,
          callTimeoutMs: RUNWARE_TIMEOUT_SECONDS * 1000,
          retentionMs: RETENTION_DAYS * DAY_MS,
        };
      },
      webhookToken: (taskUUID) => webhookToken(this.#settings, taskUUID),
      now: () => Date.now(),
      random: () => Math.random(),
      log,
    };
  }

  async #copy(state: State, videoUUID: string): Promise<boolean> {
    const clip = this.#clip(state, videoUUID);
    if (!this.env.VIDEOS || !clip) return false;
    const copied = await copyClip(this.#settings, this.env.VIDEOS, clip);
    if (!copied.ok) log('copy', {task: state.taskUUID, video: videoUUID, failure: copied.error});
    return copied.ok;
  }

  async #secretOf(keyId: string): Promise<string> {
    const key = (await apiKeys(this.#settings)).find(({id}) => id === keyId);
    if (!key) throw new Error('no key of this fingerprint');
    return key.secret;
  }

  get #settings(): Settings {
    const result = readSettings(this.env);
    if (!result.ok) throw new Error(`misconfigured: ${result.error.join(', ')}`);
    return result.value;
  }
}
