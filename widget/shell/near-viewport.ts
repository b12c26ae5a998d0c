// Finds out when an element comes near the viewport. Until then it renders nothing.

import type {ReactiveControllerHost} from 'lit';

export interface Viewport {
  /** Resolves when the element is near, or `resolve` was called. */
  whenNear: Promise<void>;
  resolve(): void;
}

export function observeViewport(element: Element & ReactiveControllerHost): Viewport {
  const {promise, resolve} = Promise.withResolvers<void>();
  let observer: IntersectionObserver | undefined;
  element.addController({
    hostConnected() {
      // The observer would report it one frame later, which would move the page's content.
      if (isInViewport(element)) resolve();
      try {
        observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && resolve(), {
          rootMargin: '100%',
        });
        observer.observe(element);
      } catch {
        // The page has replaced the API by something of its own.
        resolve();
      }
    },
    hostDisconnected: () => observer?.disconnect(),
  });
  return {whenNear: promise, resolve};
}

/** Waits for the next frame: starts a new task, which keeps each of them short, before the browser paints. */
export function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => (document.hidden ? setTimeout(resolve) : requestAnimationFrame(resolve)));
}

function isInViewport(element: Element): boolean {
  const {top, bottom, width} = element.getBoundingClientRect();
  return width > 0 && top <= innerHeight && bottom >= 0;
}
