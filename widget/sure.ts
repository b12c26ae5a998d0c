// A button that deletes asks once more, in its own place: a dialogue of the browser's is silent in a frame.

import {html, type TemplateResult} from 'lit';

export class Sure {
  /** The button that was pressed once. */
  #asked: string | undefined;
  readonly #changed: () => void;
  readonly #act: (deed: () => void) => void;

  constructor(changed: () => void, act: (deed: () => void) => void) {
    this.#changed = changed;
    this.#act = act;
  }

  button(look: string, label: string, again: string, deed: () => void): TemplateResult {
    const ask = (label: string | undefined) => {
      this.#asked = label;
      this.#changed();
    };
    const onClick = () => {
      if (this.#asked !== label) return ask(label);
      ask(undefined);
      this.#act(deed);
    };
    return html`<button type="button" class=${look} aria-live="polite" @click=${onClick} @blur=${() => ask(undefined)}>
      ${this.#asked === label ? again : label}
    </button>`;
  }
}
