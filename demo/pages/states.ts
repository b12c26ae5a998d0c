// The page `/states`: a list of states, and one element that is put into the selected state.

import {SWITCHES} from '../runware/switches.ts';
import {ELEMENT_STATES, type ElementState, submit} from './element-states.ts';
import {find} from './page.ts';

const list = find(HTMLFormElement, '.states');
const about = find(HTMLElement, '.about');
const place = find(HTMLElement, '.place');
const all = Object.values(ELEMENT_STATES).flat();
/** Whether Runware is simulated. Where it is not, states that it has to play cannot be selected: they would be billed. */
const isSimulated = document.body.hasAttribute('data-simulated');

let respond: ElementState['respond'];
const {fetch: originalFetch} = window;
window.fetch = (input, init) =>
  respond && init?.method === 'POST' && `${input}`.endsWith('/v1/generations') ? respond() : originalFetch(input, init);

/** Shows a state. Each time with a new element under a new id, so that it restores no earlier videos. */
async function showState(state: ElementState): Promise<void> {
  const element = document.createElement('hailuo-generator');
  element.id = `state-${Date.now()}`;
  element.hide = 'history';
  respond = state.respond;
  describe(state);
  place.replaceChildren(element);
  await element.updateComplete;
  await state.setUp?.(element);
  if (state.switches && find(HTMLInputElement, '#submit-at-once').checked) await submit(element);
}

function describe({name, switches, diagnosis}: ElementState): void {
  const title = document.createElement('h2');
  title.textContent = name;
  about.replaceChildren(
    title,
    ...(switches ? [paragraph(`In the prompt: \`@runware(${switches})\``)] : []),
    ...(diagnosis ? [paragraph(`Cause: ${diagnosis.cause}`), paragraph(`Solution: ${diagnosis.solution}`)] : []),
  );
}

/** A paragraph in which text between backticks is code. */
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

function fieldset([title, states]: [string, readonly ElementState[]]): HTMLElement {
  const set = document.createElement('fieldset');
  const legend = document.createElement('legend');
  legend.textContent = title;
  set.append(
    legend,
    ...states.map(({name, switches}) => {
      const label = document.createElement('label');
      const radio = document.createElement('input');
      const disabled = switches !== undefined && !isSimulated;
      Object.assign(radio, {type: 'radio', name: 'state', value: name, disabled});
      label.append(radio, name);
      return label;
    }),
  );
  return set;
}

function switchTable(): HTMLTableElement {
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

function showStateOfURL(): void {
  const name = decodeURIComponent(location.hash.slice(1));
  const available = all.filter(({switches}) => isSimulated || switches === undefined);
  const state = available.find((candidate) => candidate.name === name) ?? available[0];
  const radio = [...list.elements].find((field) => field instanceof HTMLInputElement && field.value === state?.name);
  if (radio instanceof HTMLInputElement) {
    radio.checked = true;
    radio.scrollIntoView({block: 'nearest'});
  }
  if (state) void showState(state);
}

find(HTMLElement, '.tick').hidden = !isSimulated;
find(HTMLElement, '.list').append(...Object.entries(ELEMENT_STATES).map(fieldset));
find(HTMLElement, '.table').append(switchTable());
list.addEventListener('change', ({target}) => {
  if (!(target instanceof HTMLInputElement) || target.type !== 'radio') return;
  history.replaceState(null, '', `#${encodeURIComponent(target.value)}`);
  showStateOfURL();
});
list.addEventListener('submit', (event) => event.preventDefault());
window.addEventListener('hashchange', showStateOfURL);
await customElements.whenDefined('hailuo-generator');
showStateOfURL();
