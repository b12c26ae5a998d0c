// A button that deletes asks once more, in its own place: a dialogue of the browser's is silent in a frame.

import {html, type TemplateResult} from 'lit';

export class Sure {
  /** The button that was pressed once. */
  #asked: string | undefined;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  button(look: string, label: string, again: string, act: () => void): TemplateResult {
    const ask = (label: string | undefined) => {
      this.#asked = label;
      this.#changed();
    };
    const onClick = () => {
      if (this.#asked !== label) return ask(label);
      ask(undefined);
      act();
    };
    return html`<button type="button" class=${look} aria-live="polite" @click=${onClick} @blur=${() => ask(undefined)}>
      ${this.#asked === label ? again : label}
    </button>`;
  }
}
