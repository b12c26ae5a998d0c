// A button that deletes asks once more, in its own place: a dialogue of the browser's is silent in a frame.

import {html, nothing, type TemplateResult} from 'lit';

/** What the button says, what it deletes, and how. */
export interface Confirmation {
  className: string;
  label: string;
  /** The question, after the first press. */
  question: string;
  /** A button that comes to delete something else asks anew. */
  subject: unknown;
  action(): void;
}

/** The buttons of one element, of which one asks at a time. */
export class ConfirmButton {
  /** What the button that was pressed once would delete. */
  #asked: unknown;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  render({className, label, question, subject, action}: Confirmation): TemplateResult {
    const onClick = ({detail, currentTarget}: MouseEvent) => {
      // The second click of a double click is no answer, nor is a key held down.
      if (detail > 1) return;
      if (this.#asked === subject) {
        this.#ask(undefined);
        action();
        return;
      }
      // Safari gives a button that is clicked no focus, and then it would not lose it either.
      (currentTarget as HTMLElement).focus();
      this.#ask(subject);
    };
    const onKeydown = (event: KeyboardEvent) => event.repeat && event.preventDefault();
    const asked = this.#asked === subject;
    return html`<button type="button" class=${className} @click=${onClick} @keydown=${onKeydown} @blur=${() => this.#ask(undefined)}>
        ${asked ? question : label}</button
      ><span class="hidden" role="status">${asked ? question : nothing}</span>`;
  }

  #ask(subject: unknown): void {
    this.#asked = subject;
    this.#onChange();
  }
}
