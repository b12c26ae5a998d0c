// A delete button that asks for confirmation in its own place: `confirm()` does nothing in some frames.

import {html, nothing, type TemplateResult} from 'lit';
import {listenerOf} from '../base/control.ts';

/** The texts and the action of a delete button. */
export interface Confirmation {
  className: string;
  label: string;
  /** The label after the first click. */
  question: string;
  /** What is deleted: when that changes, the button asks again. */
  subject: unknown;
  action(): void;
}

/** The delete buttons of one element. One of them asks at a time. */
export class ConfirmButton {
  /** The subject of the button that was clicked once. */
  #asked: unknown;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  render({className, label, question, subject, action}: Confirmation): TemplateResult {
    const onClick = (event: MouseEvent) => {
      // Neither the second click of a double click nor a repeated key is a confirmation.
      if (event.detail > 1) return;
      if (this.#asked === subject) {
        this.#ask(undefined);
        action();
        return;
      }
      // Safari does not focus a clicked button, so there would be no `blur` either.
      listenerOf(event).focus();
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
