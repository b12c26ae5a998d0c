// Line icons on a 24-unit grid, drawn in the text's colour.

import {html, type TemplateResult} from 'lit';

/** One path, drawn as a line. */
export function icon(path: string): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;
}

export const icons = {
  picture: icon('M4 5h16v14H4zM4 16l4.5-4.5L14 17M13 16l2.5-2.5L20 18M15.5 9.5h.01'),
  camera: icon('M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 1 0 .01 0'),
  /** A camera's aperture: shown on the stage while there is no picture. */
  aperture: icon(
    'M12 2a10 10 0 1 0 .01 0M14.31 8l5.74 9.94M9.69 8h11.48M7.38 12l5.74-9.94M9.69 16L3.95 6.06M14.31 16H2.83M16.62 12l-5.74 9.94',
  ),
};
