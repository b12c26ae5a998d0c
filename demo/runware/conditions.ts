// What somebody waits for to become true of the stand-in.

/** A test that waits longer would wait for ever, and keep its process from ending. Shorter than the time a test may take. */
const TIMEOUT_MS = 240_000;

/** Conditions that are waited for. */
export class Conditions {
  readonly #waiting = new Set<() => void>();

  /** Resolves once this is true; rejects after four minutes. */
  async until(condition: () => boolean): Promise<void> {
    const {promise: timeout, reject} = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`This never became true: ${condition}`)), TIMEOUT_MS);
    try {
      while (!condition()) await Promise.race([timeout, new Promise<void>((resolve) => this.#waiting.add(resolve))]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Looks at all of them again: something has happened. */
  check(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}
