import type {Turnstile, TurnstileOptions} from '../../../widget/studio/api/turnstile.ts';

/** Turnstile, as Cloudflare's script would put it on the page. */
export class StubbedTurnstile implements Turnstile, Disposable {
  options: TurnstileOptions | undefined;
  executed = 0;
  tokens = 0;
  resets = 0;
  /** What the check says when it is executed. */
  verdict: 'pass' | 'error' | 'wait' = 'pass';

  constructor() {
    window.turnstile = this;
  }

  render(box: HTMLElement, options: TurnstileOptions): string {
    box.textContent = 'A human check';
    this.options = options;
    return 'widget-1';
  }

  execute(): void {
    this.executed++;
    if (this.verdict === 'pass') this.options?.callback(`passed-${++this.tokens}`);
    if (this.verdict === 'error') this.options?.['error-callback']();
  }

  reset(): void {
    this.resets++;
  }

  [Symbol.dispose](): void {
    Reflect.deleteProperty(window, 'turnstile');
  }
}
