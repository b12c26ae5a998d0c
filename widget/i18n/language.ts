// The element's language: the nearest `lang` attribute, its own included, or the browser's. Changes apply at once.
// On a server, which knows neither: the element's own attribute.

import {isServer, type ReactiveController, type ReactiveControllerHost} from 'lit';
import {terms as english, type Terms} from './locales/en.ts';
import {mergeTexts} from './merge.ts';
import type {SomeWords} from './words.ts';

/** Brings the words of a language; those it lacks stay English. */
export type LanguageLoader = () => Promise<{default: SomeWords}>;

/** By language subtag: one for each file of `locales`, a chunk of its own, loaded when it is spoken. A page may add some. */
export const LANGUAGES: Record<string, LanguageLoader> = Object.fromEntries(
  Object.entries(
    import.meta.glob<{default: SomeWords}>(['./*.ts', '!./en*.ts', '!./plural.ts'], {base: './locales'}),
  ).map(([path, load]) => [subtagOf(path), load]),
);

const RTL = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/i;

/** Languages that are available at once: on a server, which cannot wait, all of them (`all-languages.ts`). */
export const LOADED: Record<string, Terms> = {en: english};

/** A language and its texts. */
export interface Language {
  /** For `lang` and `Intl`: a BCP 47 tag, its region kept. */
  tag: string;
  dir: 'ltr' | 'rtl';
  terms: Terms;
}

interface Host extends ReactiveControllerHost, HTMLElement {
  /** Texts of the page's own, over those of any language. */
  terms: SomeWords | undefined;
  readonly hasUpdated: boolean;
}

export class LanguageController implements ReactiveController {
  readonly #host: Host;
  #observer: MutationObserver | undefined;
  #tag = 'en';
  #terms = english;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  get current(): Language {
    const own = isServer && this.#host.getAttribute('lang');
    if (own && isTag(own) && baseOf(own) in LOADED) [this.#tag, this.#terms] = [own, LOADED[baseOf(own)] as Terms];
    return {tag: this.#tag, dir: RTL.test(this.#tag) ? 'rtl' : 'ltr', terms: mergeTexts(this.#host.terms, this.#terms)};
  }

  hostConnected(): void {
    if (isServer) return;
    this.#observer ??= new MutationObserver(() => void this.update());
    // The element's tree, and all trees around it.
    for (let root = this.#host.getRootNode(); ; root = root.host.getRootNode()) {
      this.#observer.observe(root, {attributes: true, attributeFilter: ['lang'], subtree: true});
      if (!(root instanceof ShadowRoot)) break;
    }
    // Not awaited: texts that fail to load leave the language unchanged.
    if (this.#host.hasUpdated) void this.update();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  /** Loads the requested language, or the one of server-rendered HTML. Never rejects. */
  async update(served?: string): Promise<void> {
    const request = () => served ?? requestedTag(this.#host);
    const tag = request();
    const load = LANGUAGES[baseOf(tag)];
    if (tag === this.#tag) return;
    try {
      const terms = mergeTexts((await load?.())?.default, english);
      // It may have changed again meanwhile.
      if (tag !== request()) return;
      this.#terms = terms;
      this.#tag = tag;
    } catch {
      // The texts did not load: the current ones stay.
    }
    this.#host.requestUpdate();
  }
}

/** The requested language, or English if it is not available. */
function requestedTag(host: Element): string {
  const asked = nearestLang(host);
  const tags = asked ? [asked] : navigator.languages;
  return tags.find((tag) => (baseOf(tag) in LANGUAGES || baseOf(tag) === 'en') && isTag(tag)) ?? 'en';
}

function nearestLang(element: Element): string {
  for (let at: Element | undefined = element; at; ) {
    const lang = at.closest('[lang]')?.getAttribute('lang');
    if (lang) return lang;
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : undefined;
  }
  return '';
}

function baseOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** The language subtag of a file: `./pt-br.ts` is `pt`. */
export function subtagOf(path: string): string {
  return path.split(/\W+/)[1] as string;
}
