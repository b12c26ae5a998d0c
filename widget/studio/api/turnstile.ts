// Cloudflare's human check, Turnstile: loaded on demand, and rendered in the page's own tree, as it works in no shadow tree.
// https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/

import {ApiError} from './http.ts';

const SCRIPT = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';
/** The action that the Worker expects. */
const ACTION = 'hailuo-generator';
/** A content blocker may leave a request pending instead of refusing it. */
const SCRIPT_TIMEOUT_MS = 20_000;

/** The part of Turnstile's API that is used here. */
export interface Turnstile {
  render(container: HTMLElement, options: TurnstileOptions): string | null | undefined;
  execute(widget: string): void;
  reset(widget: string): void;
}

export interface TurnstileOptions {
  sitekey: string;
  action: string;
  appearance: 'interaction-only';
  execution: 'execute';
  language: string;
  'response-field': false;
  callback(token: string): void;
  'before-interactive-callback'(): void;
  /** Returns whether the error was handled. */
  'error-callback'(): boolean;
  'timeout-callback'(): void;
  'unsupported-callback'(): void;
}

declare global {
  interface Window {
    turnstile?: Turnstile;
  }
}

/** The script is loaded once on a page, and again only after a failure. */
let script: Promise<void> | undefined;

/** Loads Turnstile, unless the page has it already. */
export async function loadTurnstile(): Promise<Turnstile> {
  try {
    if (!window.turnstile) {
      script ??= insertScript();
      await script;
    }
  } catch (cause) {
    script = undefined;
    throw new ApiError('checkBlocked', {cause});
  }
  if (window.turnstile) return window.turnstile;
  // Some content blockers replace the script by an empty one.
  script = undefined;
  throw new ApiError('checkBlocked');
}

/** The check of one element. */
export class TurnstileCheck {
  readonly #host: HTMLElement;
  #widget: string | undefined;
  #box: HTMLElement | undefined;
  #settle: {resolve(token: string): void; reject(why: unknown): void} = {resolve() {}, reject() {}};

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** Gets a token, valid for one use. Waits for the visitor where Cloudflare asks for an interaction. */
  async token(siteKey: string, signal: AbortSignal): Promise<string> {
    const turnstile = await loadTurnstile();
    signal.throwIfAborted();
    const {promise, resolve, reject} = Promise.withResolvers<string>();
    this.#settle = {resolve, reject};
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, {once: true});
    try {
      // A content blocker or the page may have removed the widget.
      if (!this.#box?.isConnected) this.#widget = this.#mount(turnstile, siteKey);
      turnstile.execute(this.#widget as string);
      return await promise;
    } finally {
      signal.removeEventListener('abort', stop);
      if (this.#widget !== undefined && this.#box?.isConnected) turnstile.reset(this.#widget);
    }
  }

  #mount(turnstile: Turnstile, sitekey: string): string {
    const box = document.createElement('div');
    box.slot = 'verification';
    this.#host.append(box);
    const widget = turnstile.render(box, {
      sitekey,
      action: ACTION,
      appearance: 'interaction-only',
      execution: 'execute',
      language: this.#host.shadowRoot?.querySelector<HTMLElement>('[lang]')?.lang.toLowerCase() ?? 'auto',
      'response-field': false,
      'before-interactive-callback': () => box.scrollIntoView({block: 'nearest'}),
      callback: (token) => this.#settle.resolve(token),
      'error-callback': () => {
        this.#settle.reject(new ApiError('checkUnreachable'));
        return true;
      },
      'timeout-callback': () => this.#settle.reject(new ApiError('sessionRequired')),
      'unsupported-callback': () => this.#settle.reject(new ApiError('checkFailed')),
    });
    if (typeof widget === 'string') {
      this.#box = box;
      return widget;
    }
    box.remove();
    throw new ApiError('checkUnreachable');
  }
}

function insertScript(): Promise<void> {
  const {promise, resolve, reject} = Promise.withResolvers<void>();
  const element = document.createElement('script');
  const timer = setTimeout(reject, SCRIPT_TIMEOUT_MS);
  const settle = (how: () => void) => () => {
    clearTimeout(timer);
    how();
  };
  element.onload = settle(resolve);
  element.onerror = settle(() => {
    element.remove();
    reject();
  });
  element.src = SCRIPT;
  document.head.append(element);
  return promise;
}
