// The builder: what is chosen in the form goes to the element beside it, into the texts to copy, and into the page's address.

import type {Config} from '../../worker/contract/index.ts';
import {find} from './page.ts';
import {attributesOf, type Choices, deployButtonOf, deployOf, markupOf, policyOf, ruleOf, styleOf} from './snippet.ts';

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
/** What is to be hidden: one attribute of many boxes. */
const hides = all.filter(({name}) => name === 'hide').filter(isTick);
const fields = all.filter(({name}) => name !== 'hide');
/** The script under the name that stands for its content, and its hash, once they are known. */
let pinned: {url: string; integrity: string} | undefined;

/** Puts what the address says into the form. */
function recall(): void {
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name === 'hide') for (const box of hides) box.checked = value.split(' ').includes(box.value);
    const field = fields.find((candidate) => candidate.name === name);
    if (field && isTick(field)) field.checked = value === 'yes';
    else if (field) field.value = value;
  }
}

/** Browsers limit how often: done when a slider is let go, not while it moves. */
function keep(): void {
  const query = new URLSearchParams(changes()).toString();
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
}

/** What was changed in the form. */
function changes(): Record<string, string> {
  const hide = hides.flatMap(({checked, value}) => (checked ? [value] : [])).join(' ');
  const single = fields.flatMap((field) => (isDefault(field) ? [] : [[field.name, chosen(field)]]));
  return {...Object.fromEntries(single), ...(hide && {hide})};
}

function show(): void {
  for (const output of form.querySelectorAll('output')) output.value = toldOf(output.htmlFor.value);
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
  write('markup', markupOf(ENTRY, choices));
  write('style', ruleOf(choices));
  write('integrity', pinned ? markupOf(pinned.url, choices, pinned.integrity) : '');
}

/** Shows a text to copy; without one its section is hidden, or what is around it. */
function write(name: string, text: string, around = 'section'): void {
  const code = find(HTMLElement, `#${name}-code`);
  code.textContent = text;
  code.closest(around)?.toggleAttribute('hidden', !text);
}

/** The way from a repository to a Worker. */
function showDeploy(): void {
  const {value} = repository;
  const url = deployOf(value);
  deploy.hidden = !url;
  if (url) deploy.href = url;
  find(HTMLElement, '#repository-hint').textContent =
    value && !url ? 'The address of a repository at github.com or gitlab.com, which begins with https://.' : '';
  write('deploy', url ? deployButtonOf(url) : '', '.code');
}

function isDefault(field: Field): boolean {
  if (field instanceof HTMLSelectElement) return field.selectedIndex === 0;
  return isTick(field) ? field.checked === field.defaultChecked : field.value === field.defaultValue;
}

function chosen(field: Field): string {
  return isTick(field) ? (field.checked ? 'yes' : 'no') : field.value;
}

function isTick(field: Field): field is HTMLInputElement & {type: 'checkbox'} {
  return field.type === 'checkbox';
}

/** What a slider is at, in words. */
function toldOf(name: string): string {
  const {value, max} = find(HTMLInputElement, `#${name}`);
  if (name !== 'width') return `${value} em`;
  return value === max ? 'full' : `${value} px`;
}

/** What the browser has to find at this address to run it. */
async function integrityOf(url: string): Promise<string> {
  const file = await (await fetch(url)).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-384', file));
  return `sha384-${btoa(String.fromCharCode(...hash))}`;
}

recall();
show();
form.addEventListener('input', ({target}) => {
  if (target === accent) own.checked = false;
  show();
});
form.addEventListener('change', keep);
repository.addEventListener('input', showDeploy);
form.addEventListener('submit', (event) => event.preventDefault());
find(HTMLButtonElement, '#again').addEventListener('click', () => {
  form.reset();
  show();
  keep();
});

const {visitorCheck}: Config = await (await fetch('/v1/config')).json();
write('policy', policyOf(location.origin, visitorCheck));
const {entry}: {entry: string} = await (await fetch('./pinned.json')).json();
const url = new URL(entry, location.origin).href;
pinned = {url, integrity: await integrityOf(url)};
show();
