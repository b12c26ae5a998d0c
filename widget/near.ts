// Whether an element is near the visible part of the page. Until then it does nothing.

import type {ReactiveControllerHost} from 'lit';

export interface Near {
  /** Resolves once it is. */
  here: Promise<void>;
  resolve(): void;
}

export function near(element: Element & ReactiveControllerHost): Near {
  const {promise, resolve} = Promise.withResolvers<void>();
  let observer: IntersectionObserver | undefined;
  element.addController({
    hostConnected() {
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
    hostDisconnected: () => observer?.disconnect(),
  });
  return {here: promise, resolve};
}
