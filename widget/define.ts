// The built entry, and the only module with a side effect: it registers the element. Safe to load twice.

import {HailuoGenerator} from './hailuo-generator.ts';

export type * from './events.ts';
export {HailuoGenerator};

if (!customElements.get('hailuo-generator')) customElements.define('hailuo-generator', HailuoGenerator);

declare global {
  interface HTMLElementTagNameMap {
    'hailuo-generator': HailuoGenerator;
  }
}
