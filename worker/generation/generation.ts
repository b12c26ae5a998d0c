// One instance stands for one generation, from click to clips: it owns the task at Runware and everything heard of it,
// lives from the first POST of its `taskUUID`, and deletes itself after the retention time.

import {DurableObject} from 'cloudflare:workers';
import type {Bindings} from '../bindings.ts';
import type {LimitState, Generation as Resource} from '../contract/index.ts';
import {timingSafeEqual} from '../crypto.ts';
import {LedgerLink} from '../ledger/client.ts';
import {log} from '../log.ts';
import {err, ok, type Result} from '../result.ts';
import {type Poll, poll, type Submission, submit} from '../runware/client.ts';
import {readSettings, type Settings} from '../settings/settings.ts';
import {type Clip, clipOf, copyClip, copyKey} from './clip.ts';
import {Viewers} from './event-streams.ts';
import {OrderStore} from './order-store.ts';
import {
  type GenerationApi,
  purchaseOf,
  type StartFailure,
  type StartRequest,
  type StartResult,
  type Watch,
} from './protocol.ts';
import {
  afterBooking,
  afterCopy,
  afterPoll,
  afterSubmission,
  beforeAttempt,
  begin,
  bookingOf,
  givenUp,
  isUnbilled,
  nextCopy,
  pause,
  resourceOf,
  type State,
} from './state.ts';
import {webhookURL, withVideoLinks} from './urls.ts';
import {webhookToken} from './webhook-token.ts';

const DAY_MS = 24 * 60 * 60_000;

/** After a fault of our own: long enough not to turn it into a storm. */
const FAULT_PAUSE_MS = 60_000;

/** The Durable Object of one `taskUUID`. */
export class Generation extends DurableObject<Bindings> implements GenerationApi {
  readonly #orders = new OrderStore(this.ctx.storage.kv);
  readonly #viewers = new Viewers();
  readonly #ledger = new LedgerLink(this.env);
  #stepping: Promise<void> | undefined;
  #nudged = false;

  /** Starts the generation, or answers the one that the same request started before. */
  async start(request: StartRequest): Promise<StartResult> {
    const resumed = await this.resume(request.clientHash);
    if (resumed) return resumed;
    // One at a time: the answer of the ledger is waited for, and requests that come meanwhile must find what it led to.
    const begun = await this.ctx.blockConcurrencyWhile(() => this.#begin(request));
    if (!begun) return this.#answer(request.clientHash);
    if (!begun.ok) return begun;
    await this.#step();
    await this.#keepAlarm();
    return this.#answer(request.clientHash, begun.value);
  }

  /** The generation that a request with this hash started before; undefined where none was started. */
  async resume(clientHash: string): Promise<StartResult | undefined> {
    if (!this.#state) return undefined;
    await this.#keepAlarm();
    return this.#answer(clientHash);
  }

  #answer(clientHash: string, limits: readonly LimitState[] = []): StartResult {
    const state = this.#known;
    if (state.clientHash !== clientHash) return err({reason: 'taskConflict'});
    return ok({generation: this.#resource(state), limits});
  }

  /** Sets the price aside, then stores the order. Undefined where somebody else has begun meanwhile. */
  async #begin(request: StartRequest): Promise<Result<readonly LimitState[], StartFailure> | undefined> {
    if (this.#state) return undefined;
    const {taskUUID, caller, clientHash, order, publicURL} = request;
    const purchase = purchaseOf(request);
    const reserved = await this.#ledger.reserve(purchase, caller);
    if (!reserved.ok) return reserved;
    // Before there is anything to look after: an alarm without a state does nothing, a state without an alarm waits for ever.
    await this.#setLifeline();
    this.#orders.put(order);
    this.#state = begin(
      {
        taskUUID,
        clientHash,
        upstreamUUID: crypto.randomUUID(),
        numberResults: order.numberResults,
        clipMicroUSD: purchase.microUSD / order.numberResults,
        outputFormat: order.outputFormat,
        ...(publicURL !== undefined && {webhook: {publicURL, token: await webhookToken(this.#settings, taskUUID)}}),
        // Who sets a time to live wants the clip gone by then: no copy outlives it.
        ...(this.env.VIDEOS && order.ttl === undefined && {copies: {}}),
      },
      Date.now(),
    );
    return reserved;
  }

  /** Whether a generation was started here: what the ledger asks about a reservation that is open for long. */
  async isKnown(): Promise<boolean> {
    await this.#keepAlarm();
    return this.#state !== undefined;
  }

  /** The generation as it is known now; undefined where none was started, and then nothing is stored. */
  async read(): Promise<Resource | undefined> {
    await this.#keepAlarm();
    return this.#state && this.#resource(this.#state);
  }

  /** The generation now and at each change, as server-sent events with links that start with `home`. */
  async watch(home: string): Promise<Watch | undefined> {
    await this.#keepAlarm();
    const state = this.#state;
    if (!state) return undefined;
    if (!this.#viewers.hasRoom()) return err('tooManyViewers');
    return ok(this.#viewers.add(this.#resource(state), (resource) => withVideoLinks(resource, home, this.#settings)));
  }

  /** One of the clips, as this Worker may fetch it. */
  async clip(videoUUID: string): Promise<Clip | undefined> {
    return this.#clip(videoUUID);
  }

  #clip(videoUUID: string): Clip | undefined {
    return this.#state && clipOf(this.#state, videoUUID, Date.now());
  }

  /** Runware says that there is news: with the right token, look now. */
  async nudge(token: string): Promise<void> {
    const state = this.#state;
    if (!state?.webhook || state.phase.name === 'ended' || !(await timingSafeEqual(token, state.webhook.token))) return;
    // The news may be younger than the answer that a step under way is waiting for.
    this.#nudged = true;
    await this.#step();
  }

  /**
   * The next look at Runware, the next copy, or the end of the retention time. Never throws: an alarm that keeps throwing
   * is dropped, and then nobody looks after the task.
   */
  override async alarm(): Promise<void> {
    const state = this.#state;
    if (!state) return;
    try {
      if (Date.now() < this.#retentionEnd(state)) await this.#step();
      else await this.#forget(state);
    } catch (error) {
      await this.#tryLater(error);
    }
  }

  async #forget(state: State): Promise<void> {
    if (!(await this.#ledger.book(state.taskUUID, bookingOf(state) ?? givenUp(state), isUnbilled(state))))
      return this.ctx.storage.setAlarm(Date.now() + FAULT_PAUSE_MS);
    const copies = Object.keys(state.copies ?? {}).map((videoUUID) => copyKey(state.taskUUID, videoUUID));
    if (copies.length > 0) await this.env.VIDEOS?.delete(copies);
    await this.ctx.storage.deleteAll();
  }

  /** Should this Worker die during a call, the alarm takes it up again. */
  async #setLifeline(): Promise<void> {
    await this.ctx.storage.setAlarm(Date.now() + this.#settings.RUNWARE_TIMEOUT_SECONDS * 2000);
  }

  /** Should the alarm have got lost all the same, whoever comes by sets it again. */
  async #keepAlarm(): Promise<void> {
    if (this.#state && (await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now());
  }

  async #tryLater(error: unknown): Promise<void> {
    log('fault', {error: error instanceof Error ? error.stack : 'unknown'});
    await this.ctx.storage.setAlarm(Date.now() + FAULT_PAUSE_MS);
  }

  /** One step at a time: who comes while one is under way waits for that one. */
  async #step(): Promise<void> {
    this.#stepping ??= this.#advance()
      .catch((error) => this.#tryLater(error))
      .finally(() => {
        this.#stepping = undefined;
      });
    await this.#stepping;
  }

  async #advance(): Promise<void> {
    let restMs: number | undefined;
    do {
      this.#nudged = false;
      await this.#setLifeline();
      restMs = await this.#act(this.#known);
    } while (this.#nudged);
    await this.#schedule(this.#known, restMs);
  }

  /** The one thing to do next. Resolves to the milliseconds that Runware wants to be left alone, if it says. */
  async #act(state: State): Promise<number | undefined> {
    switch (state.phase.name) {
      case 'submitting':
        return state.phase.uncertain ? this.#lookAndSubmit(state) : this.#submit(state);
      case 'processing':
        return restOf(await this.#poll(state));
      case 'ended':
        await this.#copy(state);
        return undefined;
    }
  }

  /**
   * An earlier attempt may have passed, and a task that has ended might not be in the way of its UUID any more: so another
   * attempt is made only when Runware has been asked and knows of no task.
   */
  async #lookAndSubmit(state: State): Promise<number | undefined> {
    const heard = await this.#poll(state);
    const after = this.#known;
    return after.phase.name === 'submitting' && heard.kind === 'read' ? this.#submit(after) : restOf(heard);
  }

  async #submit(state: State): Promise<number | undefined> {
    const order = this.#orders.get();
    this.#state = beforeAttempt(state);
    await this.ctx.storage.sync();
    const {taskUUID, upstreamUUID, webhook} = state;
    const callback = webhook && webhookURL(webhook.publicURL, taskUUID, webhook.token);
    const submission = await submit(this.#settings, upstreamUUID, order, callback);
    log('submit', {task: taskUUID, upstream: upstreamUUID, ...submission});
    this.#state = afterSubmission(state, submission, Date.now(), crypto.randomUUID());
    if (submission.kind === 'refused') this.ctx.waitUntil(this.#ledger.report(submission.failure));
    return restOf(submission);
  }

  async #poll(state: State): Promise<Poll> {
    const {taskUUID, upstreamUUID} = state;
    const heard = await poll(this.#settings, upstreamUUID);
    const news = heard.kind === 'failed' ? {why: heard.why} : {failures: heard.failures};
    if (heard.kind === 'failed' || heard.failures.length > 0)
      log('poll', {task: taskUUID, upstream: upstreamUUID, kind: heard.kind, ...news});
    this.#state = afterPoll(state, heard, Date.now());
    return heard;
  }

  async #copy(state: State): Promise<void> {
    const {VIDEOS} = this.env;
    const next = nextCopy(state);
    const clip = next && this.#clip(next.videoUUID);
    if (!VIDEOS || !next || !clip) return;
    const outcome = await copyClip(this.#settings, VIDEOS, clip);
    if (outcome !== 'copied') log('copy', {task: state.taskUUID, video: next.videoUUID, outcome});
    this.#state = afterCopy(state, next.videoUUID, outcome);
  }

  async #schedule(state: State, restMs = 0): Promise<void> {
    // Once Runware has the task, or has refused it, the order will not be sent again.
    if (state.phase.name !== 'submitting') this.#orders.delete();
    this.#viewers.tell(this.#resource(state));
    const booking = bookingOf(state);
    if (booking && (await this.#ledger.book(state.taskUUID, booking, isUnbilled(state)))) {
      this.#state = afterBooking(state);
      return this.#schedule(this.#known, restMs);
    }
    const {POLL_FIRST_SECONDS, POLL_MAX_SECONDS} = this.#settings;
    const pace = {firstPollMs: POLL_FIRST_SECONDS * 1000, maxPollMs: POLL_MAX_SECONDS * 1000};
    const now = Date.now();
    const ms = pause(state, pace, now, Math.random(), restMs);
    const end = this.#retentionEnd(state);
    await this.ctx.storage.setAlarm(ms === undefined ? end : Math.min(now + ms, end));
  }

  #retentionEnd(state: State): number {
    return state.startedAt + this.#settings.RETENTION_DAYS * DAY_MS;
  }

  #resource(state: State): Resource {
    return resourceOf(state, Date.now());
  }

  get #state(): State | undefined {
    return this.ctx.storage.kv.get<State>('state');
  }

  set #state(state: State) {
    this.ctx.storage.kv.put('state', state);
  }

  /** The state where there must be one. */
  get #known(): State {
    const state = this.#state;
    if (!state) throw new Error('no generation was started here');
    return state;
  }

  get #settings(): Settings {
    const result = readSettings(this.env);
    if (!result.ok) throw new Error(`misconfigured: ${result.error.join(', ')}`);
    return result.value;
  }
}

/** How long Runware wants to be left alone, in milliseconds, where it says. */
function restOf(answer: Poll | Submission): number | undefined {
  return 'retryAfterMs' in answer ? answer.retryAfterMs : undefined;
}
