// The decisions of a ledger over its tables: what is granted, what is booked, what the owner is to be told. Settings and clock
// come in by argument. What does not wait is one transaction.

import type {Caller} from '../caller/caller.ts';
import type {LimitState, Usage} from '../contract/index.ts';
import {log} from '../log.ts';
import {err, ok} from '../result.ts';
import type {Settings} from '../settings/settings.ts';
import {capAlerts, capReachedAlerts} from './alerts.ts';
import {dayOf} from './calendar.ts';
import {CALLER_WINDOW_MS, firstExceeded, type LimitSettings, limitState, limitUsages, periodsOf} from './limits.ts';
import type {PublicStatus, Purchase, Reservation, Settlement} from './protocol.ts';
import {LedgerTables} from './tables.ts';

const DAY_MS = 24 * 60 * 60_000;

/** How long what is kept by day is kept. */
const KEPT_MS = 100 * DAY_MS;

/** Where a ledger keeps everything. */
export interface LedgerStorage {
  sql: SqlStorage;
  kv: Pick<SyncKvStorage, 'get' | 'put'>;
}

/** The books of a site. */
export class LedgerCore {
  readonly tables: LedgerTables;
  readonly #kv: LedgerStorage['kv'];

  constructor({sql, kv}: LedgerStorage) {
    this.tables = new LedgerTables(sql);
    this.#kv = kv;
  }

  /** Reserves the price of a generation. Asked again for the same while it is open, it changes nothing. */
  reserve(settings: LimitSettings, purchase: Purchase, caller: Caller, now: number): Reservation {
    const {tables} = this;
    const periods = periodsOf(now, settings);
    const ownKey = caller.kind === 'server' ? undefined : caller.key;
    const usages = () => limitUsages(settings, caller, tables.usageCounts(ownKey, periods, now), now);
    if (this.isPaused) {
      tables.countRefusal(periods.day, 'paused');
      return err({reason: 'paused'});
    }
    if (!tables.renew(purchase, caller.key, now)) {
      // A generation asks before it begins: what was reserved for another order under this UUID was never used.
      tables.releaseUnstarted(purchase.taskUUID);
      const exceeded = firstExceeded(usages(), purchase.microUSD);
      if (exceeded) {
        const limit = limitState(exceeded);
        tables.countRefusal(periods.day, limit.name);
        for (const alert of capReachedAlerts(limit, periods)) tables.addAlert(alert, now);
        return err({reason: 'limitExceeded', limit});
      }
      tables.open(purchase, caller.key, periods, now);
    }
    const limits = usages().map(limitState);
    this.#addCapAlerts(settings, limits, now);
    return ok({limits, doWebhooksArrive: this.#kv.get<boolean>('doWebhooksArrive') ?? false});
  }

  /** Books what a generation has cost, by what it knows now. Again, it changes nothing. */
  settle(settings: LimitSettings, taskUUID: string, settlement: Settlement, now: number): void {
    this.tables.settle(taskUUID, settlement);
    const {hasWebhookCalled} = settlement;
    if (hasWebhookCalled !== undefined) this.#kv.put('doWebhooksArrive', hasWebhookCalled);
    // It may have cost more than was reserved.
    this.#addCapAlerts(settings, this.siteLimits(settings, now), now);
  }

  /** Releases reservations, last seen before this instant, whose generations never came to be. Who exists tells of its end itself. */
  async reconcile(before: number, isKnown: (taskUUID: string) => Promise<boolean>): Promise<void> {
    for (const entry of this.tables.unconfirmed().filter(({lastSeenAt}) => lastSeenAt <= before)) {
      try {
        if (await isKnown(entry.taskUUID)) this.tables.confirm(entry);
        else this.tables.releaseOrphan(entry);
      } catch (error) {
        log('fault', {task: entry.taskUUID, error: error instanceof Error ? error.name : 'unknown'});
      }
    }
  }

  /** Runware has refused a key or finds the balance too low: the owner is told once a day. */
  report(settings: LimitSettings, type: 'keyRefused' | 'balanceLow', now: number): void {
    const {day} = periodsOf(now, settings);
    this.tables.addAlert({subject: `${type} ${day}`, alert: {type}}, now);
  }

  /** What the site has left. */
  siteLimits(settings: LimitSettings, now: number): LimitState[] {
    const counts = this.tables.usageCounts(undefined, periodsOf(now, settings), now);
    return limitUsages(settings, {key: '', kind: 'server'}, counts, now).map(limitState);
  }

  #addCapAlerts(settings: LimitSettings, limits: readonly LimitState[], now: number): void {
    const site = limits.filter(({name}) => name.startsWith('site'));
    for (const alert of capAlerts(site, periodsOf(now, settings))) this.tables.addAlert(alert, now);
  }

  get isPaused(): boolean {
    return this.#kv.get<boolean>('paused') ?? false;
  }

  setPaused(paused: boolean): void {
    this.#kv.put('paused', paused);
  }

  /** The owner's view. */
  usage(settings: LimitSettings, now: number): Omit<Usage, 'balanceUSD'> {
    const {tables} = this;
    const open = tables.openEntries();
    const [oldest] = open;
    const spend = tables.spend();
    const pending = tables.pendingAlerts();
    const failed = pending.find(({error}) => error !== null);
    return {
      paused: this.isPaused,
      caps: this.siteLimits(settings, now),
      spentMicroUSD: spend.reduce((sum, row) => sum + (row.outcome === 'open' ? 0 : row.microUSD), 0),
      open: {
        generations: open.length,
        microUSD: open.reduce((sum, {microUSD}) => sum + microUSD, 0),
        ...(oldest && {oldestAt: new Date(oldest.at).toISOString()}),
      },
      spend,
      refusals: tables.refusals(),
      callers: tables.callersSince(now - CALLER_WINDOW_MS),
      alerts: {
        pending: pending.length,
        ...(failed && {lastError: failed.error ?? '', nextAttemptAt: new Date(failed.nextAt).toISOString()}),
      },
    };
  }

  /** What everybody may know: whether the site is paused, and the usual waiting times. */
  publicStatus(): PublicStatus {
    return {paused: this.isPaused, waits: this.tables.medianWaits()};
  }

  /**
   * Deletes what is too old to be of use. An entry that ended is needed as long as its generation is kept, which may revise it, and
   * for the limits of its caller: two days more than the former are enough for both.
   */
  deleteOld({TIME_ZONE, RETENTION_DAYS}: LimitSettings & Pick<Settings, 'RETENTION_DAYS'>, now: number): void {
    const before = now - KEPT_MS;
    this.tables.deleteBefore(now - (RETENTION_DAYS + 2) * DAY_MS, dayOf(before, TIME_ZONE), before);
  }
}
