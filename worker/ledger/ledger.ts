// One instance stands for one site: it owns the money and the counts of all its generations, and lives as long as the site.
// A reservation is made before Runware is asked, settled to what the generation has cost, and released only where it
// surely was not billed. While its fate is unknown it stays, however long that takes.

import {DurableObject} from 'cloudflare:workers';
import type {Bindings} from '../bindings.ts';
import type {Caller} from '../caller/caller.ts';
import type {LimitState, Usage} from '../contract/index.ts';
import {digest} from '../crypto.ts';
import {log} from '../log.ts';
import {err, ok} from '../result.ts';
import {readBalance} from '../runware/client.ts';
import {readSettings, type Settings} from '../settings/settings.ts';
import {capNotices, send} from './alerts.ts';
import {dayOf} from './calendar.ts';
import {CALLER_WINDOW_MS, firstBreached, gaugesOf, limitState, periodsOf} from './limits.ts';
import type {LedgerApi, Outlook, Purchase, Reservation, Settlement} from './protocol.ts';
import {Books} from './tables.ts';

/** How often the balance at Runware is looked at, at most. */
const BALANCE_PAUSE_MS = 60 * 60_000;

/** How long ended reservations are kept. */
const KEPT_MS = 100 * 24 * 60 * 60_000;

/** The Durable Object of a site's money. */
export class Ledger extends DurableObject<Bindings> implements LedgerApi {
  readonly #books = new Books(this.ctx.storage.sql);

  /** Sets the price of a generation aside. Asked again for the same while it is open, it changes nothing. */
  async reserve(purchase: Purchase, caller: Caller): Promise<Reservation> {
    const settings = this.#settings;
    // Should the generation never come to be (its Worker died, this answer got lost), the alarm finds that out.
    if ((await this.ctx.storage.getAlarm()) === null) await this.#lookAgain(settings);
    const reserved = this.ctx.storage.transactionSync(() => this.#reserve(settings, purchase, caller, Date.now()));
    await this.#tell();
    return reserved;
  }

  #reserve(settings: Settings, purchase: Purchase, caller: Caller, now: number): Reservation {
    const periods = periodsOf(now, settings);
    const gauges = () => gaugesOf(settings, caller, this.#books.tally(caller.key, periods, now), now);
    if (this.#paused) {
      this.#books.refused(periods.day, 'paused');
      return err({reason: 'paused'});
    }
    if (!this.#books.adopt(purchase, caller.key, now)) {
      // A generation asks before it begins: what was set aside for another order under this name was never used.
      this.#books.drop(purchase.taskUUID);
      const breached = firstBreached(gauges(), purchase.microUSD);
      if (breached) {
        this.#books.refused(periods.day, breached.name);
        return err({reason: 'limitExceeded', limit: limitState(breached)});
      }
      this.#books.open(purchase, caller.key, periods, now);
    }
    const limits = gauges().map(limitState);
    this.#noteCaps(settings, limits, now);
    return ok(limits);
  }

  /** Books what a generation has cost. Again, it changes nothing. */
  async settle(taskUUID: string, settlement: Settlement): Promise<void> {
    const settings = this.#settings;
    const now = Date.now();
    this.#books.settle(taskUUID, settlement);
    // It may have cost more than was set aside.
    this.#noteCaps(settings, this.#siteLimits(settings, now), now);
    if (settings.ALERT_URL !== undefined && this.#balanceIsDue(now)) await this.ctx.storage.setAlarm(now);
    else await this.#tell();
  }

  /** Gives the reservation of a generation back that was surely not billed. Again, it changes nothing. */
  async release(taskUUID: string, outcome: string): Promise<void> {
    this.#books.release(taskUUID, outcome);
  }

  /** Runware has refused the key or finds the balance too low: the owner is told once a day. */
  async report(type: 'keyRefused' | 'balanceLow'): Promise<void> {
    const now = Date.now();
    const {day} = periodsOf(now, this.#settings);
    this.#books.note({subject: `${type} ${day}`, alert: {type}}, now);
    await this.#tell();
  }

  /** What the site has left. */
  #siteLimits(settings: Settings, now: number): LimitState[] {
    const tally = this.#books.tally('', periodsOf(now, settings), now);
    return gaugesOf(settings, {key: '', kind: 'server'}, tally, now).map(limitState);
  }

  /** Notes where the site has come to a share of a cap. */
  #noteCaps(settings: Settings, limits: readonly LimitState[], now: number): void {
    const site = limits.filter(({name}) => name.startsWith('site'));
    for (const notice of capNotices(site, periodsOf(now, settings))) this.#books.note(notice, now);
  }

  /** Has the alarm tell the owner what is new: nobody waits for that call. */
  async #tell(): Promise<void> {
    if (this.#settings.ALERT_URL !== undefined && this.#books.unsent().length > 0)
      await this.ctx.storage.setAlarm(Date.now());
  }

  /** Stops the site, or lets it go on. */
  async setPaused(paused: boolean): Promise<void> {
    this.ctx.storage.kv.put('paused', paused);
  }

  /** The owner's view. */
  async usage(): Promise<Omit<Usage, 'balanceUSD'>> {
    const now = Date.now();
    const settings = this.#settings;
    const open = this.#books.openEntries();
    const [oldest] = open;
    const spend = this.#books.spend();
    return {
      paused: this.#paused,
      caps: this.#siteLimits(settings, now),
      spentMicroUSD: spend.reduce((sum, row) => sum + (row.outcome === 'open' ? 0 : row.microUSD), 0),
      open: {
        generations: open.length,
        microUSD: open.reduce((sum, {microUSD}) => sum + microUSD, 0),
        ...(oldest && {oldestAt: new Date(oldest.at).toISOString()}),
      },
      spend,
      refusals: this.#books.refusals(),
      callers: this.#books.callersSince(now - CALLER_WINDOW_MS),
    };
  }

  /** What everybody may know: whether the site is stopped, and the usual waiting times. */
  async outlook(): Promise<Outlook> {
    return {paused: this.#paused, waits: this.#books.waits()};
  }

  get #paused(): boolean {
    return this.ctx.storage.kv.get<boolean>('paused') ?? false;
  }

  /** Asks after generations that have not been seen yet, calls the owner where there is news, and forgets what is old. */
  override async alarm(): Promise<void> {
    const settings = this.#settings;
    const now = Date.now();
    const due = this.#books.unconfirmed().filter(({touched}) => touched <= now - settings.RECONCILE_SECONDS * 1000);
    for (const entry of due) {
      try {
        const isKnown = await this.env.GENERATIONS.getByName(entry.taskUUID.toLowerCase()).isKnown();
        if (isKnown) this.#books.confirm(entry);
        else this.#books.releaseOrphan(entry);
      } catch (error) {
        log('fault', {task: entry.taskUUID, error: error instanceof Error ? error.name : 'unknown'});
      }
    }
    this.#books.forget(now - KEPT_MS, dayOf(now - KEPT_MS, settings.TIME_ZONE));
    if (settings.ALERT_URL !== undefined && this.#balanceIsDue(now)) await this.#lookAtBalance(settings, now);
    for (const {subject, alert} of this.#books.unsent()) {
      if (await send(settings, await digest(subject), alert)) this.#books.told(subject);
    }
    if (this.#books.unconfirmed().length + this.#books.unsent().length > 0) await this.#lookAgain(settings);
  }

  #balanceIsDue(now: number): boolean {
    return now >= (this.ctx.storage.kv.get<number>('balanceReadAt') ?? 0) + BALANCE_PAUSE_MS;
  }

  async #lookAtBalance(settings: Settings, now: number): Promise<void> {
    this.ctx.storage.kv.put('balanceReadAt', now);
    const balance = await readBalance(settings);
    const {day} = periodsOf(now, settings);
    if (balance !== undefined && balance < settings.BALANCE_LOW_USD)
      this.#books.note({subject: `balanceLow ${day}`, alert: {type: 'balanceLow'}}, now);
  }

  async #lookAgain({RECONCILE_SECONDS}: Settings): Promise<void> {
    await this.ctx.storage.setAlarm(Date.now() + RECONCILE_SECONDS * 1000);
  }

  get #settings(): Settings {
    const result = readSettings(this.env);
    if (!result.ok) throw new Error(`misconfigured: ${result.error.join(', ')}`);
    return result.value;
  }
}
