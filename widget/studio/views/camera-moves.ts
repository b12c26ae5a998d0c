// The model's camera commands, in square brackets in the prompt.

import {html, nothing, type TemplateResult} from 'lit';
import type {Model} from '../../../worker/contract/index.ts';
import {controlOf} from '../../base/control.ts';
import {write} from '../../base/insert-prompt.ts';
import type {Terms} from '../../i18n/locales/en.ts';
import {type Words, wordsOf} from '../../i18n/words.ts';

type Camera = Model['camera'];

/** What is doubtful about a prompt's commands. None of it keeps it from being sent. */
export type MoveFault = {kind: 'unknown'; name: string} | {kind: 'tooMany'} | {kind: 'unclosed'};

interface Insertion {
  prompt: string;
  /** Where the caret belongs afterwards. */
  caret: number;
}

/** Puts a command where the caret is: into the bracket it stands in or right behind, else into one of its own. */
export function inserted(prompt: string, caret: number, move: string): Insertion {
  const before = prompt.slice(0, caret);
  const after = prompt.slice(caret);
  const closed = /^(.*\[[^[\]]+)\]$/s.exec(before);
  if (closed) return joined(`${closed[1]}, ${move}]`, after);
  const inside = /\[[^[\]]*$/.test(before) && /^[^[\]]*\]/.test(after);
  if (inside) {
    const end = after.indexOf(']');
    const start = before + after.slice(0, end);
    return joined(`${start}${/\[\s*$/.test(start) ? '' : ', '}${move}]`, after.slice(end + 1));
  }
  const space = before && !/\s$/.test(before) ? ' ' : '';
  return joined(`${before}${space}[${move}]`, after && !/^[\s.,;:!?]/.test(after) ? ` ${after}` : after);
}

/** What is doubtful, in the order of the prompt. */
export function moveFaultsOf(prompt: string, {commands, maxTogether}: Camera & {}): MoveFault[] {
  const known = commands.map((command) => command.toLowerCase());
  const faults: MoveFault[] = [];
  for (const [, inside = ''] of prompt.matchAll(/\[([^[\]]*)\]/g)) {
    const names = inside.split(',').map((name) => name.trim());
    for (const name of names) if (!known.includes(name.toLowerCase())) faults.push({kind: 'unknown', name});
    if (names.length > maxTogether) faults.push({kind: 'tooMany'});
  }
  if (/[[\]]/.test(prompt.replace(/\[[^[\]]*\]/g, ''))) faults.push({kind: 'unclosed'});
  return faults;
}

/** The commands as chips. */
export function moves(terms: Terms, camera: Camera & {}): TemplateResult {
  const words = wordsOf(terms);
  const names: Partial<Record<string, string>> = words.cameraMoveNames;
  return html`<div class="chips">
      ${camera.commands.map(
        (move) =>
          html`<button type="button" class="chip" title="[${move}]" @click=${(event: Event) => onMove(event, move)}>${names[move] ?? move}</button>`,
      )}
    </div>
    <p class="hint">${words.cameraMovesHint}</p>`;
}

/** What is doubtful about the commands in a prompt, whether or not the chips are shown. */
export function moveFault(prompt: string, terms: Terms, camera: Camera & {}): TemplateResult {
  const words = wordsOf(terms);
  const [first] = moveFaultsOf(prompt, camera);
  return html`<p class="fault" role="status">${first ? sentenceOf(first, words) : nothing}</p>`;
}

function onMove({currentTarget}: Event, move: string): void {
  const {form} = currentTarget as HTMLButtonElement;
  if (!form) return;
  const area = controlOf(form, 'positivePrompt') as HTMLTextAreaElement;
  const {prompt, caret} = inserted(area.value, area.selectionEnd, move);
  write(form, prompt, caret);
}

function sentenceOf(fault: MoveFault, words: Words): string {
  switch (fault.kind) {
    case 'unknown':
      return words.unknownCameraMove(fault.name);
    case 'tooMany':
      return words.tooManyCameraMoves;
    case 'unclosed':
      return words.unclosedBracket;
    default:
      return fault satisfies never;
  }
}

function joined(start: string, end: string): Insertion {
  return {prompt: start + end, caret: start.length};
}
