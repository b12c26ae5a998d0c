// The steps of one generation, from the first submit to the end of its retention: what to do next, what to remember of it, and
// when to come back. Platform, clock, chance, network and ledger come in by argument.

import type {LimitState} from '../contract/index.ts';
import {ok, type Result} from '../result.ts';
import type {Poll, Submission} from '../runware/client.ts';
import {afterCopy, copyKeys, nextCopy} from './copies.ts';
import {purchaseOf, type StartFailure, type StartRequest} from './protocol.ts';
import {nextDelayMs} from './schedule.ts';
import {afterSettlement, pendingSettlement, unknownSettlement} from './settlement.ts';
import {afterPoll, afterSubmission, afterWebhook, beforeAttempt, begin, isIncomplete, type State} from './state.ts';
import type {Surroundings} from './surroundings.ts';

/** After a fault of our own: long enough not to turn it into a storm. */
const FAULT_PAUSE_MS = 60_000;

/** Between two attempts to delete copies. They cost money, and were promised to be gone. */
const DELETE_PAUSE_MS = 60 * 60_000;

/** How often, an hour apart, the end of retention waits for an answer to a last look. Counted, as a clock may jump. */
const LAST_LOOKS_MAX = 24;
const LAST_LOOK_PAUSE_MS = 60 * 60_000;

/** At least so often the retention time is compared with the setting, which may have been shortened. */
const RETENTION_CHECK_MS = 24 * 60 * 60_000;

/** Looks after one generation. */
export class Lifecycle {
  readonly #on: Surroundings;
  #running: Promise<void> | undefined;
  #isPollRequested = false;

  constructor(surroundings: Surroundings) {
    this.#on = surroundings;
  }

  /** Reserves the price, then stores the order; {@link run} submits it. Undefined where the generation has begun already. */
  async begin(request: StartRequest): Promise<Result<readonly LimitState[], StartFailure> | undefined> {
    const {store, ledger, upstream, copies} = this.#on;
    if (store.load()) return undefined;
    const {taskUUID, caller, clientHash, order, publicURL} = request;
    const {numberResults, outputFormat} = order;
    const purchase = purchaseOf(request);
    const reserved = await ledger.reserve(purchase, caller);
    if (!reserved.ok) return reserved;
    const {limits, doWebhooksArrive: isHeard} = reserved.value;
    const [keyId = ''] = await upstream.keyIds();
    const webhook = publicURL !== undefined && {publicURL, token: await this.#on.webhookToken(taskUUID), isHeard};
    const fields = {
      ...{taskUUID, clientHash, upstreamUUID: crypto.randomUUID(), keyId, numberResults, outputFormat},
      clipMicroUSD: purchase.microUSD / numberResults,
      ...(webhook && {webhook}),
      // Who sets a time to live wants the clip gone by then: no copy outlives it.
      ...(copies.canMake() && order.ttl === undefined && {copies: {}}),
    };
    // Before there is anything to look after: an alarm without a state does nothing, a state without an alarm waits for ever.
    await this.#setRecoveryAlarm();
    store.saveOrder(order);
    store.save(begin(fields, this.#on.now()));
    return ok(limits);
  }

  /** Takes the next step and sets the alarm for the one after it. One at a time: who comes meanwhile waits for that one. */
  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Polls now, whatever is due: Runware has called. The news may be younger than an answer that a step under way waits for. */
  async pollNow(): Promise<void> {
    const state = this.#on.store.load();
    if (!state) return;
    this.#on.store.save(afterWebhook(state));
    if (state.phase.name === 'ended' && !isIncomplete(state)) return;
    this.#isPollRequested = true;
    await this.run();
  }

  /** Should this Worker die during a call, the alarm takes it up again. */
  async #setRecoveryAlarm(): Promise<void> {
    await this.#on.setAlarm(this.#on.now() + this.#on.timing().callTimeoutMs * 2);
  }

  /** When everything about a generation is deleted. */
  retentionEnd(state: State): number {
    return state.startedAt + this.#on.timing().retentionMs;
  }

  async #run(): Promise<void> {
    try {
      // Until nobody has asked for a poll while a step, its settlement or its alarm was waited for.
      do {
        const isPollRequested = this.#isPollRequested;
        this.#isPollRequested = false;
        await this.#step(isPollRequested);
      } while (this.#isPollRequested);
    } catch (error) {
      this.#on.log('fault', {error: error instanceof Error ? error.stack : 'unknown'});
      await this.#on.setAlarm(this.#on.now() + FAULT_PAUSE_MS);
    } finally {
      this.#running = undefined;
    }
  }

  async #step(isPollRequested: boolean): Promise<void> {
    const state = this.#on.store.load();
    if (!state) return this.#deleteCopies();
    if (this.#on.now() >= this.retentionEnd(state)) return this.#forget(state);
    await this.#setRecoveryAlarm();
    const retryAfterMs = await this.#advance(state, isPollRequested);
    const after = this.#load();
    // Once Runware has the task, or has refused it, the order will not be sent again.
    if (after.phase.name !== 'submitting') this.#on.store.deleteOrder();
    this.#on.changed(after);
    await this.#settle(after);
    await this.#schedule(this.#load(), retryAfterMs);
  }

  /** The one thing to do next. Resolves to the milliseconds that Runware wants to be left alone, if it says. */
  async #advance(state: State, isPollRequested: boolean): Promise<number | undefined> {
    switch (state.phase.name) {
      case 'submitting':
        return state.phase.isUncertain ? this.#pollAndSubmit(state) : this.#submit(state);
      case 'processing':
        return retryAfterOf((await this.#poll(state)).poll);
      case 'ended': {
        const copy = isPollRequested ? undefined : nextCopy(state);
        if (copy) await this.#copy(state, copy.videoUUID);
        // A clip may come after all, and what was thought refused may have been taken. A copy that keeps failing is no reason not
        // to look.
        const isLookDue = copy === undefined || copy.attempts > 0;
        if (isLookDue && isIncomplete(state) && !pendingSettlement(state)) await this.#poll(this.#load());
        return undefined;
      }
    }
  }

  /**
   * An earlier attempt may have passed, and a task that has ended might not be in the way of its UUID any more: so another
   * attempt is made only when Runware has been asked, with a key of the same account, and knows of no task.
   */
  async #pollAndSubmit(state: State): Promise<number | undefined> {
    const {poll, keyId} = await this.#poll(state);
    const after = this.#load();
    if (after.phase.name !== 'submitting' || poll.kind !== 'absent') return retryAfterOf(poll);
    if (await this.#isSameAccount(after.keyId, keyId)) return this.#submit(after);
    // Another account has answered, which is no answer: the pauses grow, and nobody is asked every second.
    const unanswered = {kind: 'failed', detail: 'no key of the account of an earlier attempt'} as const;
    this.#on.store.save(afterPoll(this.#load(), unanswered, this.#on.now(), this.#on.timing()));
    return undefined;
  }

  async #submit(state: State): Promise<number | undefined> {
    const {store, upstream, ledger} = this.#on;
    const order = store.loadOrder();
    const keyIds = await this.#submitKeys(state);
    if (keyIds.length === 0) {
      // The task may be at an account whose key is gone: it is waited for, and its money held.
      const poll = {kind: 'failed', detail: 'no key of the account of an earlier attempt'} as const;
      store.save(afterPoll(state, poll, this.#on.now(), this.#on.timing()));
    }
    let before = state;
    for (const [index, keyId] of keyIds.entries()) {
      const attempt = beforeAttempt(before, keyId);
      store.save(attempt);
      await store.sync();
      const submission = await upstream.submit(keyId, attempt, order);
      this.#on.log('submit', {task: state.taskUUID, upstream: state.upstreamUUID, key: keyId, ...submission});
      before = afterSubmission(before, keyId, submission, this.#on.now(), keyIds[index + 1]);
      store.save(this.#withWebhookOf(before));
      if (submission.kind === 'refused') ledger.report(submission.failure);
      if (submission.kind !== 'refused' || submission.failure.kind !== 'key') return retryAfterOf(submission);
    }
    return undefined;
  }

  /** The keys an attempt may be made with. After one that may have passed only those of its account: another would bill it again. */
  async #submitKeys({keyId: own, phase}: State): Promise<readonly string[]> {
    const keyIds = await this.#on.upstream.keyIds();
    if (phase.name !== 'submitting' || !phase.isBound) return keyIds;
    const same = await Promise.all(keyIds.map((keyId) => this.#isSameAccount(own, keyId)));
    return ownFirst(
      keyIds.filter((_, index) => same[index]),
      own,
    );
  }

  async #isSameAccount(own: string, keyId: string | undefined): Promise<boolean> {
    return keyId !== undefined && (own === keyId || this.#on.ledger.isSameAccount(own, keyId));
  }

  /** Polls with the generation's own key; where it is refused or gone, with the others: they may find the task. */
  async #poll(state: State): Promise<{poll: Poll; keyId?: string}> {
    const {store, upstream, ledger} = this.#on;
    let answer: {poll: Poll; keyId?: string} = {poll: {kind: 'failed', detail: 'no key'}};
    for (const keyId of ownFirst(await upstream.keyIds(), state.keyId)) {
      answer = {poll: await upstream.poll(keyId, state.upstreamUUID), keyId};
      if (answer.poll.kind !== 'failed' || !answer.poll.isKeyRefused) break;
      ledger.report({kind: 'key'});
    }
    const {poll} = answer;
    if (poll.kind === 'failed' || (poll.kind === 'read' && poll.failures.length > 0))
      this.#on.log('poll', {task: state.taskUUID, upstream: state.upstreamUUID, ...poll, results: undefined});
    store.save(this.#withWebhookOf(afterPoll(state, poll, this.#on.now(), this.#on.timing())));
    return answer;
  }

  /** A call of Runware's that came while an answer was waited for is remembered too. */
  #withWebhookOf(state: State): State {
    return this.#on.store.load()?.webhook?.hasCalled ? afterWebhook(state) : state;
  }

  async #copy(state: State, videoUUID: string): Promise<void> {
    const isCopied = await this.#on.copies.make(state, videoUUID);
    this.#on.store.save(this.#withWebhookOf(afterCopy(state, videoUUID, isCopied)));
  }

  /** Tells the ledger of the end, or of what has changed since. False where it has to be told again. */
  async #settle(state: State, settlement = pendingSettlement(state)): Promise<boolean> {
    if (!settlement) return true;
    if (!(await this.#on.ledger.settle(state.taskUUID, settlement))) return false;
    this.#on.store.save(afterSettlement(this.#load(), settlement));
    return true;
  }

  async #schedule(state: State, retryAfterMs: number | undefined): Promise<void> {
    const now = this.#on.now();
    const delayMs = nextDelayMs(state, this.#on.timing(), now, this.#on.random(), retryAfterMs) ?? RETENTION_CHECK_MS;
    await this.#on.setAlarm(Math.min(now + Math.min(delayMs, RETENTION_CHECK_MS), this.retentionEnd(state)));
  }

  /** The end of the retention time: the books are closed first, then all but the names of copies is forgotten. */
  async #forget(before: State): Promise<void> {
    const {store} = this.#on;
    const isAnswered = await this.#lookLast(before);
    const state = this.#load();
    const {unansweredLooks = 0} = state;
    if (!isAnswered && unansweredLooks < LAST_LOOKS_MAX) {
      store.save({...state, unansweredLooks: unansweredLooks + 1});
      return this.#on.setAlarm(this.#on.now() + LAST_LOOK_PAUSE_MS);
    }
    const isOpen = state.phase.name !== 'ended';
    if (!(await this.#settle(state, isOpen ? unknownSettlement(state) : pendingSettlement(state))))
      return this.#on.setAlarm(this.#on.now() + FAULT_PAUSE_MS);
    store.forget([...new Set([...store.loadUndeleted(), ...copyKeys(state)])]);
    await this.#deleteCopies();
  }

  /** What is booked as unbilled is looked at a last time: it may have been taken after all. False where its account gave no answer. */
  async #lookLast(state: State): Promise<boolean> {
    if (state.phase.name !== 'ended' || !state.phase.isUnbilled) return true;
    const {poll, keyId} = await this.#poll(state);
    return poll.kind === 'read' || (poll.kind === 'absent' && this.#isSameAccount(state.keyId, keyId));
  }

  async #deleteCopies(): Promise<void> {
    const {store, copies} = this.#on;
    const keys = store.loadUndeleted();
    if (keys.length > 0) {
      await this.#on.setAlarm(this.#on.now() + DELETE_PAUSE_MS);
      try {
        await copies.delete(keys);
      } catch (error) {
        return this.#on.log('fault', {what: 'copies not deleted', error: error instanceof Error ? error.message : ''});
      }
    }
    // A new generation may have begun under this UUID meanwhile.
    if (store.load()) store.forgetUndeleted();
    else await store.clear();
  }

  /** The state where there must be one. */
  #load(): State {
    const state = this.#on.store.load();
    if (!state) throw new Error('no generation was started here');
    return state;
  }
}

function ownFirst(keyIds: readonly string[], own: string): readonly string[] {
  return keyIds.includes(own) ? [own, ...keyIds.filter((keyId) => keyId !== own)] : keyIds;
}

/** How long Runware wants to be left alone, in milliseconds, where it says. */
function retryAfterOf(answer: Poll | Submission): number | undefined {
  return 'retryAfterMs' in answer ? answer.retryAfterMs : undefined;
}
