// The picker of situations: what is chosen is appended to the prompt as it is sent.

import type {HailuoSubmitEvent} from '../../widget/define.ts';
import {SCENARIOS} from '../runware/scenarios.ts';
import {parseSwitches, SWITCHES} from '../runware/switches.ts';

const form = document.querySelector('form');
const select = document.querySelector('select');
const input = document.querySelector('input');
const problem = document.querySelector('#problem');
if (!form || !select || !input || !problem) throw new Error('the page lacks its picker');

select.append(...SCENARIOS.map(({name, switches}) => new Option(name, switches)));

function show(): void {
  if (!input || !problem) return;
  problem.textContent = parseSwitches(`@runware(${input.value})`).problem ?? '';
}

function choose(): void {
  if (!input || !select) return;
  input.value = select.value;
  show();
}

select.addEventListener('change', choose);
input.addEventListener('input', show);
form.addEventListener('submit', (event) => event.preventDefault());
choose();

document.querySelector('hailuo-generator')?.addEventListener('hailuo-submit', ({request}: HailuoSubmitEvent) => {
  if (input.value) request.positivePrompt = `${request.positivePrompt ?? ''} @runware(${input.value})`.trim();
});

const table = document.createElement('table');
const head = table.createTHead().insertRow();
for (const title of ['Switch', 'Value', 'What it does']) {
  const cell = document.createElement('th');
  cell.scope = 'col';
  cell.textContent = title;
  head.append(cell);
}
const body = table.createTBody();
for (const [name, {about, values, default: fallback}] of Object.entries(SWITCHES)) {
  addRow(name, `default: ${fallback}`, about);
  for (const [value, meaning] of Object.entries(values)) addRow('', value, meaning);
}
document.querySelector('.table')?.append(table);

function addRow(name: string, value: string, meaning: string): void {
  const row = body.insertRow();
  for (const text of [name, value, meaning]) row.insertCell().textContent = text;
  for (const cell of [row.cells[0], row.cells[1]]) {
    const code = document.createElement('code');
    code.textContent = cell?.textContent ?? '';
    cell?.replaceChildren(code);
  }
}
