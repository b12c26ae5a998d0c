// A button that deletes asks once more, in its own place: a dialogue of the browser's is silent in a frame.

import {html, nothing, type TemplateResult} from 'lit';

export class Sure {
  /** What the button that was pressed once would delete. */
  #asked: unknown;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** `what` it deletes: a button that comes to delete something else asks anew. */
  button(look: string, label: string, again: string, what: unknown, deed: () => void): TemplateResult {
    const ask = (about: unknown) => {
      this.#asked = about;
      this.#changed();
    };
    const onClick = ({detail, currentTarget}: MouseEvent) => {
      // The second click of a double click is no answer, nor is a key held down.
      if (detail > 1) return;
      if (this.#asked === what) {
        ask(undefined);
        deed();
        return;
      }
      // Safari gives a button that is clicked no focus, and then it would not lose it either.
      (currentTarget as HTMLElement).focus();
      ask(what);
    };
    const onKeydown = (event: KeyboardEvent) => event.repeat && event.preventDefault();
    const asked = this.#asked === what;
    return html`<button type="button" class=${look} @click=${onClick} @keydown=${onKeydown} @blur=${() => ask(undefined)}>
        ${asked ? again : label}</button
      ><span class="hidden" role="status">${asked ? again : nothing}</span>`;
  }
}
