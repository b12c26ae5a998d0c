// A button that deletes asks once more, in its own place: a dialogue of the browser's is silent in a frame.

import {html, nothing, type TemplateResult} from 'lit';

export class Sure {
  /** The button that was pressed once. */
  #asked: string | undefined;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  button(look: string, label: string, again: string, deed: () => void): TemplateResult {
    const ask = (label: string | undefined) => {
      this.#asked = label;
      this.#changed();
    };
    const onClick = ({detail}: MouseEvent) => {
      // The second click of a double click is no answer, nor is a key held down.
      if (detail > 1) return;
      if (this.#asked !== label) return ask(label);
      ask(undefined);
      deed();
    };
    const onKeydown = (event: KeyboardEvent) => event.repeat && event.preventDefault();
    const asked = this.#asked === label;
    return html`<button type="button" class=${look} @click=${onClick} @keydown=${onKeydown} @blur=${() => ask(undefined)}>
        ${asked ? again : label}</button
      ><span class="hidden" role="status">${asked ? again : nothing}</span>`;
  }
}
