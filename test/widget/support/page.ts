// A page with the element on it, and a visitor's way of finding things: by role and label.

import '../../../widget/index.ts';
import type {HailuoGenerator} from '../../../widget/hailuo-generator.ts';
import type {Result} from '../../../worker/contract/index.ts';
import type {Script, SeenRequest, Step} from './worker.ts';

export type {Step};

// What `using` compiles to looks for this where an engine (WebKit) does not have the symbol yet.
(Symbol as {dispose?: symbol}).dispose ??= Symbol.for('Symbol.dispose');

// WebKitGTK's own controls stumble over a name they do not know, as if the page had: no test is about that.
window.addEventListener(
  'error',
  (event) => /EmptyRanges/.test(event.message) && event.stopImmediatePropagation(),
  true,
);

/** A clip that really plays. */
export function clip(number: number): Result {
  return {
    videoUUID: `${number}0000000-0000-4000-8000-000000000000`,
    videoURL: `/demo/runware/clips/768p-6s-${number}.webm`,
    seed: 552434557 + number,
    cost: 0.28,
  };
}

export const processing = (more: object = {}): Step => ({generation: {status: 'processing', ...more}});

/** The live stream of a generation: these states, then it stays open. */
export const live = (...stream: Record<string, unknown>[]): Step => ({stream});

export const success = (...results: Result[]): Step => ({
  generation: {status: 'success', finishedAt: new Date().toISOString(), results},
});

export const failure = (code: string): Step => ({
  generation: {status: 'error', finishedAt: new Date().toISOString(), error: {code}},
});

export const problem = (status: number, code: string): Step => ({status, problem: {code}});

/** The element, talking to a Worker that follows the script. */
export class Page implements Disposable {
  element: HailuoGenerator;
  readonly #endpoint: string;
  readonly #tag: string;
  readonly #surroundings: HTMLElement;

  private constructor(endpoint: string, scheme: 'light' | 'dark', tag: string) {
    this.#endpoint = endpoint;
    this.#tag = tag;
    this.#surroundings = document.body.appendChild(document.createElement('main'));
    const [color, background] = scheme === 'dark' ? ['#eee', '#111'] : ['#222', '#fff'];
    Object.assign(this.#surroundings.style, {
      display: 'block',
      colorScheme: scheme,
      color,
      background,
      fontFamily: 'sans-serif',
    });
    this.element = this.#place();
  }

  /** `tag`: of an element that extends this one. */
  static async open(script: Script = {}, scheme: 'light' | 'dark' = 'light', tag = 'hailuo-generator'): Promise<Page> {
    const endpoint = `${location.origin}/fake/${crypto.randomUUID()}`;
    sessionStorage.clear();
    await fetch(`${endpoint}/script`, {method: 'PUT', body: JSON.stringify(script)});
    const page = new Page(endpoint, scheme, tag);
    await page.element.updateComplete;
    return page;
  }

  /** Gives the Worker another script. */
  async setScript(script: Script): Promise<void> {
    await fetch(`${this.#endpoint}/script`, {method: 'PUT', body: JSON.stringify(script)});
  }

  /** The same, and what it has seen stays. */
  async extendScript(script: Script): Promise<void> {
    await fetch(`${this.#endpoint}/script`, {method: 'PATCH', body: JSON.stringify(script)});
  }

  /** Another tab comes to the front, or this one again. */
  hide(hidden: boolean): void {
    Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
  }

  /** What a reload leaves: the device's memory and nothing else. */
  async reload(): Promise<void> {
    this.element.remove();
    this.element = this.#place();
    await this.element.updateComplete;
  }

  /** Every request the Worker has seen, of those about generations unless others are asked for. */
  async requests(method?: string, path = '/generations'): Promise<SeenRequest[]> {
    const seen: SeenRequest[] = await (await fetch(`${this.#endpoint}/seen`)).json();
    return seen.filter((request) => (!method || request.method === method) && request.path.includes(path));
  }

  /** Waits until the Worker has seen such a request. */
  async waitForRequest(isIt: (request: SeenRequest) => boolean): Promise<void> {
    while (!(await this.requests(undefined, '/')).some(isIt)) await new Promise(requestAnimationFrame);
  }

  /** Whether this browser keeps answers at all. WebKit does not while it is driven, nor does a private window. */
  async browserCaches(): Promise<boolean> {
    const url = `${this.#endpoint}/v1/cached`;
    for (let request = 1; request <= 2; request++) await (await fetch(url, {cache: 'no-cache'})).text();
    return (await this.requests('GET', '/v1/cached')).at(-1)?.headers['if-none-match'] !== undefined;
  }

  /** Waits until the element is ready for the next click. */
  async waitUntilReady(): Promise<void> {
    await until(() => this.submitButton.getAttribute('aria-disabled') === 'false');
  }

  get root(): ShadowRoot {
    return this.element.shadowRoot as ShadowRoot;
  }

  /** The control with this label; a radio by its group's legend and its own label. */
  field<T extends HTMLElement = HTMLInputElement>(label: string, group?: string): T {
    const scope = group ? this.#groups().find((set) => textOf(set.querySelector('legend')) === group) : this.root;
    const controls = [...(scope?.querySelectorAll<HTMLInputElement>('input, textarea') ?? [])];
    const found = controls.find((control) => nameOf(control).startsWith(label));
    if (!found) throw new Error(`no field ${label}`);
    return found as unknown as T;
  }

  button(label: string | RegExp): HTMLElement {
    const buttons = [...this.root.querySelectorAll<HTMLElement>('button, a[href]')];
    const found = buttons.find((button) => {
      const name = button.getAttribute('aria-label') ?? textOf(button);
      return typeof label === 'string' ? name === label : label.test(name);
    });
    if (!found) throw new Error(`no button ${label}`);
    return found;
  }

  /** Opens all that is folded away. */
  async unfold(): Promise<void> {
    for (const details of this.root.querySelectorAll('details')) details.open = true;
    await until(() => this.root.querySelector('[name=ttl]'));
  }

  get submitButton(): HTMLElement {
    return this.button(/^Generate/);
  }

  get prompt(): HTMLTextAreaElement {
    return this.root.querySelector('textarea') as HTMLTextAreaElement;
  }

  /** The text of the page, as far as it is not hidden from view. */
  get text(): string {
    return textOf(this.root.querySelector('.layout'));
  }

  get status(): string {
    return textOf(this.root.querySelector('.stage > [role=status]'));
  }

  get video(): HTMLVideoElement | null {
    return this.root.querySelector('video[controls]');
  }

  async type(text: string, control: HTMLInputElement | HTMLTextAreaElement = this.prompt): Promise<void> {
    control.value = text;
    control.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
    await this.element.updateComplete;
  }

  /** Types into a field and leaves it. */
  async fillIn(field: HTMLInputElement, text: string): Promise<void> {
    await this.type(text, field);
    field.dispatchEvent(new Event('change', {bubbles: true}));
    await this.element.updateComplete;
  }

  async choose(group: string, option: string): Promise<void> {
    this.field(option, group).click();
    await this.element.updateComplete;
  }

  /** Gives a file to the form, as the browser's dialogue does. */
  async addFile(file: File): Promise<void> {
    const files = new DataTransfer();
    files.items.add(file);
    const input = this.root.querySelector('[name=frameImages]') as HTMLInputElement;
    const face = () => this.root.querySelector<HTMLImageElement>('.first-frame img')?.src;
    const before = face();
    input.files = files.files;
    for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, {bubbles: true, composed: true}));
    await new Promise(requestAnimationFrame);
    await until(() => {
      const refused = input.validationMessage && !/Reading/.test(input.validationMessage);
      return refused || (face() && face() !== before);
    });
    await this.element.updateComplete;
  }

  async submit(): Promise<void> {
    this.submitButton.click();
    await this.element.updateComplete;
  }

  /** Turns to the form, as a click into it does. */
  async focusForm(): Promise<void> {
    this.prompt.dispatchEvent(new FocusEvent('focusin', {bubbles: true, composed: true}));
    await this.waitForRequest(({path}) => path === '/v1/config');
  }

  /** Types a prompt and submits it. */
  async generate(prompt = 'A red fox in the snow'): Promise<void> {
    await this.type(prompt);
    await this.submit();
  }

  async shows(text: string): Promise<void> {
    await until(() => this.text.includes(text));
  }

  [Symbol.dispose](): void {
    Reflect.deleteProperty(document, 'hidden');
    this.#surroundings.remove();
  }

  #place(): HailuoGenerator {
    const element = document.createElement(this.#tag) as HailuoGenerator;
    element.endpoint = this.#endpoint;
    return this.#surroundings.appendChild(element);
  }

  #groups(): HTMLFieldSetElement[] {
    return [...this.root.querySelectorAll('fieldset')];
  }
}

/** Waits for the page, frame by frame; the test's own time limit ends it. */
export async function until(condition: () => unknown): Promise<void> {
  while (!condition()) await new Promise(requestAnimationFrame);
}

/** The next event of this type. */
export function next<K extends keyof HTMLElementEventMap>(type: K): Promise<HTMLElementEventMap[K]> {
  return new Promise((resolve) =>
    document.addEventListener(type, (event) => resolve(event as HTMLElementEventMap[K]), {once: true}),
  );
}

function nameOf(control: HTMLInputElement): string {
  return control.getAttribute('aria-label') ?? [...(control.labels ?? [])].map(textOf).join(' ');
}

function textOf(element: Element | null | undefined): string {
  return element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}
