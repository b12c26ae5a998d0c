// The model's camera commands: they stand in the prompt in square brackets.

import {html, nothing, type TemplateResult} from 'lit';
import type {Model} from '../../../worker/contract/index.ts';
import {controlOf, listenerOf} from '../../base/control.ts';
import {insertPrompt} from '../../base/insert-prompt.ts';
import type {Terms} from '../../i18n/locales/en.ts';
import {type Words, wordsOf} from '../../i18n/words.ts';

/** A warning about the commands in a prompt. It does not prevent submission. */
export type CameraMoveWarning = {kind: 'unknown'; name: string} | {kind: 'tooMany'; max: number} | {kind: 'unclosed'};

interface Insertion {
  prompt: string;
  /** Position of the caret afterwards. */
  caret: number;
}

/** Inserts a command at the caret: into the bracket at or right before it, otherwise as a new bracket. */
export function insertCameraMove(prompt: string, caret: number, move: string): Insertion {
  const before = prompt.slice(0, caret);
  const after = prompt.slice(caret);
  const closed = /^(.*\[[^[\]]+)\]$/s.exec(before);
  if (closed) return insertion(`${closed[1]}, ${move}]`, after);
  const inside = /\[[^[\]]*$/.test(before) && /^[^[\]]*\]/.test(after);
  if (inside) {
    const end = after.indexOf(']');
    const start = before + after.slice(0, end);
    return insertion(`${start}${/\[\s*$/.test(start) ? '' : ', '}${move}]`, after.slice(end + 1));
  }
  const space = before && !/\s$/.test(before) ? ' ' : '';
  return insertion(`${before}${space}[${move}]`, after && !/^[\s.,;:!?]/.test(after) ? ` ${after}` : after);
}

/** All warnings, in the order of the prompt. */
export function cameraMoveWarnings(prompt: string, {cameraCommands, maxCameraMoves = 0}: Model): CameraMoveWarning[] {
  const known = cameraCommands.map((command) => command.toLowerCase());
  const warnings: CameraMoveWarning[] = [];
  for (const [, inside = ''] of prompt.matchAll(/\[([^[\]]*)\]/g)) {
    const names = inside.split(',').map((name) => name.trim());
    for (const name of names) if (!known.includes(name.toLowerCase())) warnings.push({kind: 'unknown', name});
    if (names.length > maxCameraMoves) warnings.push({kind: 'tooMany', max: maxCameraMoves});
  }
  if (/[[\]]/.test(prompt.replace(/\[[^[\]]*\]/g, ''))) warnings.push({kind: 'unclosed'});
  return warnings;
}

/** The commands as chips. */
export function cameraMoves(terms: Terms, {cameraCommands}: Model): TemplateResult {
  const words = wordsOf(terms);
  const names: Partial<Record<string, string>> = words.cameraMoveNames;
  return html`<div class="chips">
      ${cameraCommands.map(
        (move) =>
          html`<button type="button" class="chip" title="[${move}]" @click=${(event: Event) => onCameraMove(event, move)}>${names[move] ?? move}</button>`,
      )}
    </div>
    <p class="hint">${words.cameraMovesHint}</p>`;
}

/** The first warning about the commands in a prompt, whether or not the list of moves is open. */
export function cameraMoveWarning(prompt: string, terms: Terms, model: Model): TemplateResult {
  const words = wordsOf(terms);
  const [first] = cameraMoveWarnings(prompt, model);
  return html`<p class="fault" role="status">${first ? warningText(first, words) : nothing}</p>`;
}

function onCameraMove(event: Event, move: string): void {
  const {form} = listenerOf<HTMLButtonElement>(event);
  if (!form) return;
  const area = controlOf<HTMLTextAreaElement>(form, 'positivePrompt');
  if (!area) return;
  const {prompt, caret} = insertCameraMove(area.value, area.selectionEnd, move);
  insertPrompt(form, prompt, caret);
}

function warningText(warning: CameraMoveWarning, words: Words): string {
  switch (warning.kind) {
    case 'unknown':
      return words.unknownCameraMove(warning.name);
    case 'tooMany':
      return words.tooManyCameraMoves(warning.max);
    case 'unclosed':
      return words.unclosedBracket;
    default:
      return warning satisfies never;
  }
}

function insertion(start: string, end: string): Insertion {
  return {prompt: start + end, caret: start.length};
}
