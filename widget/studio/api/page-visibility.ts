// Whether the page is visible and online, which decides how often it sends requests.

/** Each promise rejects when aborted. */
export interface PageVisibility {
  hidden(): boolean;
  /** Resolves when the page is hidden. */
  whenHidden(signal: AbortSignal): Promise<void>;
  /** Resolves when the page is visible again, or the network is back. */
  whenBack(signal: AbortSignal): Promise<void>;
}

/** The visibility of this page. */
export const pageVisibility: PageVisibility = {
  hidden: () => document.hidden,
  whenHidden: (signal) => nextEvent(signal, [[document, 'visibilitychange']], () => document.hidden),
  whenBack: (signal) =>
    nextEvent(
      signal,
      [
        [document, 'visibilitychange'],
        [window, 'pageshow'],
        [window, 'online'],
      ],
      () => !document.hidden,
    ),
};

/** Resolves at the next of these events while the condition holds. */
function nextEvent(
  signal: AbortSignal,
  events: readonly [target: EventTarget, type: string][],
  condition: () => boolean,
): Promise<void> {
  const {promise, resolve, reject} = Promise.withResolvers<void>();
  const over = new AbortController();
  const settle = (how: () => void) => {
    over.abort();
    how();
  };
  for (const [target, type] of events)
    target.addEventListener(type, () => condition() && settle(resolve), {signal: over.signal});
  signal.addEventListener('abort', () => settle(() => reject(signal.reason)), {signal: over.signal});
  if (signal.aborted) settle(() => reject(signal.reason));
  return promise;
}
