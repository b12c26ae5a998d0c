// One instance stands for one site: it owns the money and the counts of all its generations, and lives as long as the site.
// A reservation is made before Runware is asked, settled to what the generation has cost, and released only where it
// surely was not billed. While its fate is unknown it stays, however long that takes.

import {DurableObject} from 'cloudflare:workers';
import type {Bindings} from '../bindings.ts';
import type {Caller} from '../caller/caller.ts';
import type {Usage} from '../contract/index.ts';
import {digest} from '../crypto.ts';
import {log} from '../log.ts';
import {readAccount, readBalance} from '../runware/client.ts';
import {apiKeys} from '../runware/keys.ts';
import {readSettings, type Settings} from '../settings/settings.ts';
import {retryDelayMs, send} from './alerts.ts';
import {LedgerCore} from './core.ts';
import type {LedgerApi, PublicStatus, Purchase, Reservation, Settlement} from './protocol.ts';

/** How often the balance at Runware is read, at most; and the accounts of keys, where one did not tell. */
const ACCOUNT_PAUSE_MS = 60 * 60_000;

/** The Durable Object of a site's money. */
export class Ledger extends DurableObject<Bindings> implements LedgerApi {
  readonly #core = new LedgerCore(this.ctx.storage);

  /** Reserves the price of a generation. Asked again for the same while it is open, it changes nothing. */
  async reserve(purchase: Purchase, caller: Caller): Promise<Reservation> {
    const settings = this.#settings;
    // Should the generation never come to be (its Worker died, this answer got lost), the alarm finds that out.
    await this.#wakeBy(Date.now() + settings.RECONCILE_SECONDS * 1000);
    if (settings.RUNWARE_API_KEY_NEXT !== undefined && (await this.#unknownKeys(settings)).length > 0)
      await this.#wakeBy(Date.now());
    const reservation = this.ctx.storage.transactionSync(() =>
      this.#core.reserve(settings, purchase, caller, Date.now()),
    );
    await this.#wakeForAlerts();
    return reservation;
  }

  /** Books what a generation has cost, by what it knows now. Again, it changes nothing. */
  async settle(taskUUID: string, settlement: Settlement): Promise<void> {
    const settings = this.#settings;
    const now = Date.now();
    this.ctx.storage.transactionSync(() => this.#core.settle(settings, taskUUID, settlement, now));
    if (settings.ALERT_URL !== undefined && this.#isDue('balanceReadAt', now)) await this.#wakeBy(now);
    await this.#wakeForAlerts();
  }

  /** Whether two keys, by their fingerprints, are known to belong to one account. */
  async isSameAccount(keyId: string, otherKeyId: string): Promise<boolean> {
    const accounts = this.#accounts;
    return accounts[keyId] !== undefined && accounts[keyId] === accounts[otherKeyId];
  }

  /** Runware has refused a key or finds the balance too low: the owner is told once a day. */
  async report(type: 'keyRefused' | 'balanceLow'): Promise<void> {
    this.#core.report(this.#settings, type, Date.now());
    await this.#wakeForAlerts();
  }

  /** Stops the site, or lets it go on. */
  async setPaused(paused: boolean): Promise<void> {
    this.#core.setPaused(paused);
  }

  /** The owner's view. */
  async usage(): Promise<Omit<Usage, 'balanceUSD'>> {
    return this.#core.usage(this.#settings, Date.now());
  }

  /** What everybody may know: whether the site is paused, and the usual waiting times. */
  async publicStatus(): Promise<PublicStatus> {
    return this.#core.publicStatus();
  }

  /** Asks after generations that have not been seen yet, calls the owner where there is news, and deletes what is old. */
  override async alarm(): Promise<void> {
    const settings = this.#settings;
    const now = Date.now();
    await this.#core.reconcile(now - settings.RECONCILE_SECONDS * 1000, (taskUUID) =>
      this.env.GENERATIONS.getByName(taskUUID.toLowerCase()).isKnown(),
    );
    this.#core.deleteOld(settings, now);
    if (settings.RUNWARE_API_KEY_NEXT !== undefined) await this.#learnAccounts(settings, now);
    if (settings.ALERT_URL !== undefined && this.#isDue('balanceReadAt', now)) await this.#checkBalance(settings, now);
    await this.#sendAlerts(settings);
    if (this.#core.tables.unconfirmed().length > 0) await this.#wakeBy(Date.now() + settings.RECONCILE_SECONDS * 1000);
    await this.#wakeForAlerts();
  }

  async #sendAlerts(settings: Settings): Promise<void> {
    const {tables} = this.#core;
    for (const {subject, alert, attempts, nextAt} of tables.pendingAlerts()) {
      if (nextAt > Date.now()) continue;
      const sent = await send(settings, await digest(subject), alert);
      if (sent.ok) tables.markSent(subject);
      else {
        log('alert', {type: alert.type, attempts: attempts + 1, error: sent.error});
        const delayMs = retryDelayMs(attempts + 1, settings.RECONCILE_SECONDS * 1000);
        tables.markFailed(subject, sent.error, Date.now() + delayMs);
      }
    }
  }

  async #checkBalance(settings: Settings, now: number): Promise<void> {
    this.ctx.storage.kv.put('balanceReadAt', now);
    const balance = await readBalance(settings);
    if (balance !== undefined && balance < settings.BALANCE_LOW_USD) this.#core.report(settings, 'balanceLow', now);
  }

  /**
   * While there are two keys: whose they are. A submit of unknown fate is repeated with the second key only where that belongs to
   * the account of the first, and a key that is refused cannot be asked any more.
   */
  async #learnAccounts(settings: Settings, now: number): Promise<void> {
    const unknown = await this.#unknownKeys(settings);
    if (unknown.length === 0) return;
    this.ctx.storage.kv.put('accountsReadAt', now);
    for (const {id, secret} of await apiKeys(settings)) {
      if (!unknown.includes(id)) continue;
      const account = await readAccount(settings, secret);
      if (account?.organizationUUID === undefined) continue;
      this.ctx.storage.kv.put('accounts', {...this.#accounts, [id]: await digest(account.organizationUUID)});
    }
  }

  /** Keys whose accounts are not known and may be asked for now. */
  async #unknownKeys(settings: Settings): Promise<readonly string[]> {
    const accounts = this.#accounts;
    if (!this.#isDue('accountsReadAt', Date.now())) return [];
    return (await apiKeys(settings)).map(({id}) => id).filter((id) => accounts[id] === undefined);
  }

  get #accounts(): Readonly<Record<string, string>> {
    return this.ctx.storage.kv.get<Record<string, string>>('accounts') ?? {};
  }

  #isDue(name: 'balanceReadAt' | 'accountsReadAt', now: number): boolean {
    return now >= (this.ctx.storage.kv.get<number>(name) ?? 0) + ACCOUNT_PAUSE_MS;
  }

  /** Has the alarm send the next alert when it is due: nobody waits for that call. */
  async #wakeForAlerts(): Promise<void> {
    if (this.#settings.ALERT_URL === undefined) return;
    const [next] = this.#core.tables.pendingAlerts();
    if (next) await this.#wakeBy(Math.max(Date.now(), next.nextAt));
  }

  /** Sets the alarm, unless it is set for an earlier time. */
  async #wakeBy(at: number): Promise<void> {
    const alarm = await this.ctx.storage.getAlarm();
    if (alarm === null || alarm > at) await this.ctx.storage.setAlarm(at);
  }

  get #settings(): Settings {
    const result = readSettings(this.env);
    if (!result.ok) throw new Error(`misconfigured: ${result.error.join(', ')}`);
    return result.value;
  }
}
