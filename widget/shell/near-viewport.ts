// Whether an element is near the visible part of the page. Until then it does nothing.

import type {ReactiveControllerHost} from 'lit';

export interface Viewport {
  /** Resolves once it is. */
  whenNear: Promise<void>;
  resolve(): void;
}

export function observeViewport(element: Element & ReactiveControllerHost): Viewport {
  const {promise, resolve} = Promise.withResolvers<void>();
  let observer: IntersectionObserver | undefined;
  element.addController({
    hostConnected() {
      // Told by the observer, it would come a frame too late for a page that has kept its place until now.
      if (isInViewport(element)) resolve();
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
  return {whenNear: promise, resolve};
}

/** The next frame: a task of its own, which keeps each of them short, and still before anything is painted. */
export function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => (document.hidden ? setTimeout(resolve) : requestAnimationFrame(resolve)));
}

function isInViewport(element: Element): boolean {
  const {top, bottom, width} = element.getBoundingClientRect();
  return width > 0 && top <= innerHeight && bottom >= 0;
}
