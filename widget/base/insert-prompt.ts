import {controlOf} from './control.ts';

/** Puts a text into the prompt as if it had been typed. */
export function insertPrompt(form: HTMLFormElement, prompt: string, caret = prompt.length): void {
  const area = controlOf(form, 'positivePrompt') as HTMLTextAreaElement;
  area.value = prompt;
  area.focus();
  area.setSelectionRange(caret, caret);
  area.dispatchEvent(new Event('input', {bubbles: true}));
}
