// One endpoint as this page knows it: what it offers, and the session with which it lets this visitor start something.

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

/** A session is renewed this long before it runs out: a request is not to arrive with one that just did. */
const EARLY_MS = 30_000;
const TIMEOUT_MS = 30_000;
/** Somebody may be waiting for it with a finished request. */
const CONFIG_TIMEOUT_MS = 5_000;

/** Faults of the set-up: no visitor can do anything about them. */
const SETUP_ERRORS = new Set<ApiError['code']>(['badEndpoint', 'originNotAllowed', 'misconfigured']);

export class Deployment implements SessionProvider {
  readonly endpoint: string;
  /** What is offered here, once that is known. */
  config: Config | undefined;
  /** What is left to this visitor, as of the last accepted request of this device. */
  remaining: readonly RemainingLimit[];
  /** What is wrong with the endpoint itself, seen before anything was sent. */
  setupError: ApiError | undefined;
  readonly #host: Host;
  readonly #check: TurnstileCheck;
  #loading: Promise<Config | undefined> | undefined;
  /** Whether the last question had no answer. */
  #unanswered = false;
  #session: Session | undefined;
  /** Whose it is. */
  #identity: Identity | undefined;
  #renewing: Promise<string> | undefined;

  constructor(host: Host) {
    this.endpoint = host.endpoint;
    this.#host = host;
    this.#check = new TurnstileCheck(host);
    this.remaining = load('localStorage', this.#remainingKey) ?? [];
  }

  /** Asks what is offered, once; `retry`: once more where no answer came. An endpoint that does not say offers everything. */
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

  /** Gets ahead of time what a check needs. A failure shows when it matters. */
  async preloadCheck(): Promise<void> {
    if ((await this.loadConfig())?.visitorCheck === 'turnstile') await loadTurnstile().catch(() => {});
  }

  async token(signal: AbortSignal): Promise<string | undefined> {
    // Somebody else may have signed in on the page.
    if (this.#identity !== this.#host.identity) this.#session = undefined;
    if (this.#session && Date.parse(this.#session.expiresAt) - EARLY_MS > Date.now()) return this.#session.token;
    // A question on its way is waited for: it saves a request that would be refused.
    await this.#loading;
    return (this.config?.visitorCheck ?? 'none') === 'none' ? undefined : this.renew(signal);
  }

  /** Two at once would be two checks: who comes second waits, and takes what the first has got. */
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
      this.#unanswered = (error as ApiError).code !== 'notFound';
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
