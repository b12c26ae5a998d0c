import {controlOf} from './control.ts';

/** Puts a text into the prompt as if it had been typed. */
export function insertPrompt(form: HTMLFormElement | null, prompt: string, caret = prompt.length): void {
  const area = form && controlOf(form, 'positivePrompt');
  if (!area) return;
  area.value = prompt;
  area.focus();
  area.setSelectionRange(caret, caret);
  area.dispatchEvent(new Event('input', {bubbles: true}));
}
