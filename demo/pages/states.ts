// The gallery: the list of situations, and the one element that is brought into each of them.

import {SWITCHES} from '../runware/switches.ts';
import {find} from './page.ts';
import {SITUATIONS, type Situation, submit} from './situations.ts';

const list = find(HTMLFormElement, '.states');
const about = find(HTMLElement, '.about');
const place = find(HTMLElement, '.place');
const all = Object.values(SITUATIONS).flat();

let answer: Situation['answer'];
const {fetch: send} = window;
window.fetch = (input, init) =>
  answer && init?.method === 'POST' && `${input}`.endsWith('/v1/generations') ? answer() : send(input, init);

/** Brings an element into the situation. Each time another one, of which the device remembers nothing. */
async function enter(situation: Situation): Promise<void> {
  const element = document.createElement('hailuo-generator');
  element.id = `state-${Date.now()}`;
  element.hide = 'history';
  answer = situation.answer;
  tell(situation);
  place.replaceChildren(element);
  await element.updateComplete;
  await situation.act?.(element);
  if (situation.switches && find(HTMLInputElement, '#once').checked) await submit(element);
}

function tell({name, switches, trouble}: Situation): void {
  const title = document.createElement('h2');
  title.textContent = name;
  about.replaceChildren(
    title,
    ...(switches ? [paragraph(`In the prompt: \`@runware(${switches})\``)] : []),
    ...(trouble ? [paragraph(`Why: ${trouble.why}`), paragraph(`What the owner does: ${trouble.remedy}`)] : []),
  );
}

/** A paragraph in which `this` is code. */
function paragraph(text: string): HTMLElement {
  const element = document.createElement('p');
  element.append(...text.split('`').map((part, index) => (index % 2 ? code(part) : part)));
  return element;
}

function code(text: string): HTMLElement {
  const element = document.createElement('code');
  element.textContent = text;
  return element;
}

function fieldset([title, situations]: [string, readonly Situation[]]): HTMLElement {
  const set = document.createElement('fieldset');
  const legend = document.createElement('legend');
  legend.textContent = title;
  set.append(
    legend,
    ...situations.map(({name}) => {
      const label = document.createElement('label');
      const radio = document.createElement('input');
      Object.assign(radio, {type: 'radio', name: 'state', value: name});
      label.append(radio, name);
      return label;
    }),
  );
  return set;
}

function table(): HTMLTableElement {
  const rows = document.createElement('table');
  const add = (row: HTMLTableRowElement, cells: readonly (string | HTMLElement)[]) => {
    for (const cell of cells) row.insertCell().append(cell);
  };
  for (const [name, {about: meaning, values, default: fallback}] of Object.entries(SWITCHES)) {
    add(rows.insertRow(), [code(name), `default: ${fallback}`, meaning]);
    for (const [value, what] of Object.entries(values)) add(rows.insertRow(), ['', code(value), what]);
  }
  return rows;
}

function chooseFromAddress(): void {
  const name = decodeURIComponent(location.hash.slice(1));
  const situation = all.find((candidate) => candidate.name === name) ?? all[0];
  const radio = [...list.elements].find(
    (field) => field instanceof HTMLInputElement && field.value === situation?.name,
  );
  if (radio instanceof HTMLInputElement) {
    radio.checked = true;
    radio.scrollIntoView({block: 'nearest'});
  }
  if (situation) enter(situation);
}

find(HTMLElement, '.list').append(...Object.entries(SITUATIONS).map(fieldset));
find(HTMLElement, '.table').append(table());
list.addEventListener('change', ({target}) => {
  if (!(target instanceof HTMLInputElement) || target.type !== 'radio') return;
  history.replaceState(null, '', `#${encodeURIComponent(target.value)}`);
  chooseFromAddress();
});
list.addEventListener('submit', (event) => event.preventDefault());
window.addEventListener('hashchange', chooseFromAddress);
await customElements.whenDefined('hailuo-generator');
chooseFromAddress();
