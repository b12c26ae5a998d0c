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
      // Told by the observer, it would come a frame too late for a page that has kept its place until now.
      if (isInSight(element)) resolve();
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

/** The next frame: a task of its own, which keeps each of them short, and still before anything is painted. */
export function frame(): Promise<unknown> {
  return new Promise((resolve) => (document.hidden ? setTimeout(resolve) : requestAnimationFrame(resolve)));
}

function isInSight(element: Element): boolean {
  const {top, bottom, width} = element.getBoundingClientRect();
  return width > 0 && top <= innerHeight && bottom >= 0;
}
