// The page `/form`: a form that contains the element. Shows the form data instead of sending it.

import {find} from './page.ts';

const form = find(HTMLFormElement, '#card');
const rows = find(HTMLTableSectionElement, 'tbody');
const status = find(HTMLElement, '#status');
const {textContent: initialStatus} = status;

function show(data: FormData | undefined): void {
  rows.replaceChildren();
  for (const cells of data ?? []) {
    const row = rows.insertRow();
    for (const cell of cells) row.insertCell().textContent = `${cell}`;
  }
  find(HTMLElement, '.table').hidden = !data;
  status.textContent = data ? 'The form would send this data:' : initialStatus;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  show(new FormData(form));
});
form.addEventListener('reset', () => show(undefined));
find(HTMLInputElement, '#disable').addEventListener('change', ({target}) => {
  find(HTMLFieldSetElement, '#film').disabled = (target as HTMLInputElement).checked;
});
