// The page `/builder`: applies the form's choices to the preview, to the code to copy, and to the page's URL.

import type {Config} from '../../worker/contract/index.ts';
import {find} from './page.ts';
import {
  attributesOf,
  type Choices,
  deployButtonOf,
  deployURLOf,
  markupOf,
  policyOf,
  ruleOf,
  styleOf,
} from './snippet.ts';

type Field = HTMLInputElement | HTMLSelectElement;

const ENTRY = `${location.origin}/hailuo-generator.js`;
const form = find(HTMLFormElement, '.controls');
const preview = find(HTMLElement, '.preview');
const element = find(HTMLElement, 'hailuo-generator');
const accent = find(HTMLInputElement, '#accent');
const own = find(HTMLInputElement, '#own');
const repository = find(HTMLInputElement, '#repository');
const deploy = find(HTMLAnchorElement, '#deploy-link');
const all = [...form.elements].filter(
  (field): field is Field => field instanceof HTMLInputElement || field instanceof HTMLSelectElement,
);
/** The checkboxes that together are the attribute `hide`. */
const hideBoxes = all.filter(({name}) => name === 'hide').filter(isCheckbox);
const fields = all.filter(({name}) => name !== 'hide');
/** The script whose name contains its content hash, and its integrity hash, when they are known. */
let pinned: {url: string; integrity: string} | undefined;

/** Fills the form from the URL's query. */
function readURL(): void {
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name === 'hide') for (const box of hideBoxes) box.checked = value.split(' ').includes(box.value);
    const field = fields.find((candidate) => candidate.name === name);
    if (field && isCheckbox(field)) field.checked = value === 'yes';
    else if (field) field.value = value;
  }
}

/** Called when a slider is released, not while it moves: browsers limit how often a page may do this. */
function writeURL(): void {
  const query = new URLSearchParams(changes()).toString();
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
}

/** The choices that differ from the defaults. */
function changes(): Record<string, string> {
  const hide = hideBoxes.flatMap(({checked, value}) => (checked ? [value] : [])).join(' ');
  const single = fields.flatMap((field) => (isDefault(field) ? [] : [[field.name, fieldValue(field)]]));
  return {...Object.fromEntries(single), ...(hide && {hide})};
}

function show(): void {
  for (const output of form.querySelectorAll('output')) output.value = sliderText(output.htmlFor.value);
  const {font = '', scheme = '', ...rest} = changes();
  preview.style.fontFamily = font;
  preview.style.colorScheme = scheme;
  const choices: Choices = {...rest, accent: own.checked ? '' : accent.value};
  element.removeAttribute('style');
  for (const [property, value] of styleOf(choices)) element.style.setProperty(property, value);
  if (choices.width) element.style.minBlockSize = 'auto';
  for (const [name, value] of attributesOf(choices)) {
    if (value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
  showCode('markup', markupOf(ENTRY, choices));
  showCode('style', ruleOf(choices));
  showCode('integrity', pinned ? markupOf(pinned.url, choices, pinned.integrity) : '');
}

/** Shows code to copy. Without text, hides the nearest ancestor that matches the selector. */
function showCode(name: string, text: string, container = 'section'): void {
  const code = find(HTMLElement, `#${name}-code`);
  code.textContent = text;
  code.closest(container)?.toggleAttribute('hidden', !text);
}

/** Shows the deploy link and button for the repository. */
function showDeploy(): void {
  const {value} = repository;
  const url = deployURLOf(value);
  deploy.hidden = !url;
  if (url) deploy.href = url;
  find(HTMLElement, '#repository-hint').textContent =
    value && !url ? 'Enter the https:// address of a repository at github.com or gitlab.com.' : '';
  showCode('deploy', url ? deployButtonOf(url) : '', '.code');
}

function isDefault(field: Field): boolean {
  if (field instanceof HTMLSelectElement) return field.selectedIndex === 0;
  return isCheckbox(field) ? field.checked === field.defaultChecked : field.value === field.defaultValue;
}

function fieldValue(field: Field): string {
  return isCheckbox(field) ? (field.checked ? 'yes' : 'no') : field.value;
}

function isCheckbox(field: Field): field is HTMLInputElement & {type: 'checkbox'} {
  return field.type === 'checkbox';
}

/** The value of a slider with its unit. */
function sliderText(name: string): string {
  const {value, max} = find(HTMLInputElement, `#${name}`);
  if (name !== 'width') return `${value} em`;
  return value === max ? 'full' : `${value} px`;
}

/** The integrity hash of the file at this URL. */
async function integrityOf(url: string): Promise<string> {
  const file = await (await fetch(url)).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-384', file));
  return `sha384-${btoa(String.fromCharCode(...hash))}`;
}

readURL();
show();
form.addEventListener('input', ({target}) => {
  if (target === accent) own.checked = false;
  show();
});
form.addEventListener('change', writeURL);
repository.addEventListener('input', showDeploy);
form.addEventListener('submit', (event) => event.preventDefault());
find(HTMLButtonElement, '#start-over').addEventListener('click', () => {
  form.reset();
  show();
  writeURL();
});

const {visitorCheck}: Config = await (await fetch('/v1/config')).json();
showCode('policy', policyOf(location.origin, visitorCheck));
const {entry}: {entry: string} = await (await fetch('./pinned.json')).json();
const url = new URL(entry, location.origin).href;
pinned = {url, integrity: await integrityOf(url)};
show();
