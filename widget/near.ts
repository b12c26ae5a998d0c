// Whether an element is near the visible part of the page. Until then it does nothing.

export interface Near {
  /** Resolves once it is. */
  here: Promise<void>;
  resolve(): void;
  watch(): void;
  rest(): void;
}

export function near(element: Element): Near {
  const {promise, resolve} = Promise.withResolvers<void>();
  let observer: IntersectionObserver | undefined;
  const rest = () => observer?.disconnect();
  return {
    here: promise,
    resolve,
    watch() {
      try {
        observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && resolve(), {
          rootMargin: '100%',
        });
        observer.observe(element);
      } catch {
        // The page has put something of its own there.
        resolve();
      }
    },
    rest,
  };
}
