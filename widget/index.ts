// The entry. The only module with a side effect: it registers the element. Can be loaded twice, and on a server.

import {HailuoGenerator} from './hailuo-generator.ts';
import {version} from './shell/default-endpoint.ts';

export type * from './events.ts';
export type {LanguageLoader} from './i18n/language.ts';
export type {SomeWords, Words} from './i18n/words.ts';
export {HailuoGenerator};

const {customElements} = globalThis;
const known = customElements?.get('hailuo-generator') as Partial<typeof HailuoGenerator> | undefined;
if (!known) customElements?.define('hailuo-generator', HailuoGenerator);
else if (known.version !== version)
  console.warn(`hailuo-generator ${version} is not used: this page has ${known.version ?? 'another'}`);

declare global {
  interface HTMLElementTagNameMap {
    'hailuo-generator': HailuoGenerator;
  }
}
