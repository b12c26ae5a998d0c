// One endpoint: its configuration, and the visitor's session there.

import type {Config, Session, SessionRequest} from '../../../worker/contract/index.ts';
import {load, save} from '../../base/storage.ts';
import type {Identity} from '../../identity.ts';
import {ApiError, readJSON, type SessionProvider, sendRequest} from './http.ts';
import {parseRemainingLimits, type RemainingLimit} from './rate-limit.ts';
import {loadTurnstile, TurnstileCheck} from './turnstile.ts';

interface Host extends HTMLElement {
  endpoint: string;
  identity: Identity | undefined;
}

/** A session is renewed this long before it expires, so that no request arrives with an expired one. */
const EARLY_MS = 30_000;
const TIMEOUT_MS = 30_000;
/** Short: a submission may be waiting for it. */
const CONFIG_TIMEOUT_MS = 5_000;

/** Errors of the set-up, which only the page's owner can fix. */
const SETUP_ERRORS = new Set<ApiError['code']>(['badEndpoint', 'originNotAllowed', 'misconfigured']);

export class Deployment implements SessionProvider {
  readonly endpoint: string;
  /** Undefined until it is loaded. */
  config: Config | undefined;
  /** What is left of the visitor's limits, as of the last accepted request from this device. */
  remaining: readonly RemainingLimit[];
  /** An error of the set-up that was found before a request was sent. */
  setupError: ApiError | undefined;
  readonly #host: Host;
  readonly #check: TurnstileCheck;
  #loading: Promise<Config | undefined> | undefined;
  /** Whether the last request for the configuration had no answer. */
  #unanswered = false;
  #session: Session | undefined;
  /** The identity for which the session was created. */
  #identity: Identity | undefined;
  #renewing: Promise<string> | undefined;

  constructor(host: Host) {
    this.endpoint = host.endpoint;
    this.#host = host;
    this.#check = new TurnstileCheck(host);
    this.remaining = load('localStorage', this.#remainingKey) ?? [];
  }

  /** Loads the configuration once; with `retry`, again if there was no answer. Without one, everything counts as offered. */
  async loadConfig(retry = false): Promise<Config | undefined> {
    const before = this.#loading;
    this.#loading ??= this.#fetchConfig();
    this.config = await this.#loading;
    if (retry && before && this.#unanswered) {
      this.#loading = this.#fetchConfig();
      this.config = await this.#loading;
    }
    return this.config;
  }

  /** Loads the human check's script ahead of time. A failure is reported when the check is needed. */
  async preloadCheck(): Promise<void> {
    if ((await this.loadConfig())?.visitorCheck === 'turnstile') await loadTurnstile().catch(() => {});
  }

  async token(signal: AbortSignal): Promise<string | undefined> {
    // Another visitor may have signed in on the page.
    if (this.#identity !== this.#host.identity) this.#session = undefined;
    if (this.#session && Date.parse(this.#session.expiresAt) - EARLY_MS > Date.now()) return this.#session.token;
    // If the configuration is being loaded, waiting for it can save a request that would be refused.
    await this.#loading;
    return (this.config?.visitorCheck ?? 'none') === 'none' ? undefined : this.renew(signal);
  }

  /** Concurrent calls share one check: later ones wait for the session of the first. */
  async renew(signal: AbortSignal): Promise<string> {
    while (this.#renewing) {
      await this.#renewing.catch(() => {});
      signal.throwIfAborted();
      if (this.#session) return this.#session.token;
    }
    this.#renewing = this.#renew(signal);
    try {
      return await this.#renewing;
    } finally {
      this.#renewing = undefined;
    }
  }

  async #renew(signal: AbortSignal): Promise<string> {
    this.#session = undefined;
    this.#identity = this.#host.identity;
    const body = JSON.stringify(await this.#proof(signal));
    const response = await sendRequest(this.#client, 'session', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const session = Object(await readJSON(response)) as Partial<Session>;
    if (typeof session.token !== 'string') throw new ApiError('badEndpoint', {cause: session});
    // The token is all that is read of it without a check: a missing date only means another session.
    this.#session = session as Session;
    return session.token;
  }

  onAccepted(headers: Headers): void {
    this.remaining = parseRemainingLimits(headers);
    save('localStorage', this.#remainingKey, this.remaining);
  }

  get #remainingKey(): string {
    return `hailuo-generator remaining ${this.endpoint}`;
  }

  get #client() {
    return {endpoint: this.endpoint.replace(/\/+$/, ''), fetch: window.fetch.bind(window)};
  }

  async #fetchConfig(): Promise<Config | undefined> {
    this.#unanswered = false;
    this.setupError = undefined;
    try {
      const response = await sendRequest(this.#client, 'config', {
        cache: 'default',
        signal: AbortSignal.timeout(CONFIG_TIMEOUT_MS),
      });
      const config = Object(await readJSON(response)) as Partial<Config>;
      return Array.isArray(config.presets) && config.presets.length ? (config as Config) : undefined;
    } catch (error) {
      this.#unanswered = !(error instanceof ApiError && error.code === 'notFound');
      if (error instanceof ApiError && SETUP_ERRORS.has(error.code)) this.setupError = error;
      return undefined;
    }
  }

  async #proof(signal: AbortSignal): Promise<SessionRequest> {
    const {visitorCheck, turnstileSiteKey} = (await this.loadConfig(true)) ?? {};
    if (visitorCheck === 'turnstile' && turnstileSiteKey) {
      return {turnstile: await this.#check.token(turnstileSiteKey, signal)};
    }
    const {identity} = this.#host;
    if (!identity) throw new ApiError(visitorCheck === 'identity' ? 'checkFailed' : 'sessionRequired');
    try {
      return {identity: typeof identity === 'string' ? identity : await identity()};
    } catch (cause) {
      throw new ApiError('checkUnreachable', {cause});
    }
  }
}
