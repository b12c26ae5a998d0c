// A page's own form with the element in it. What it would send is shown as it is.

import {find} from './page.ts';

const form = find(HTMLFormElement, '#card');
const rows = find(HTMLTableSectionElement, 'tbody');
const verdict = find(HTMLElement, '#verdict');
const {textContent: nothing} = verdict;

function show(data: FormData | undefined): void {
  rows.replaceChildren();
  for (const cells of data ?? []) {
    const row = rows.insertRow();
    for (const cell of cells) row.insertCell().textContent = `${cell}`;
  }
  find(HTMLElement, '.table').hidden = !data;
  verdict.textContent = data ? 'This, and nothing else:' : nothing;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  show(new FormData(form));
});
form.addEventListener('reset', () => show(undefined));
find(HTMLInputElement, '#closed').addEventListener('change', ({target}) => {
  find(HTMLFieldSetElement, '#film').disabled = (target as HTMLInputElement).checked;
});
