// What Vite has to be told about this element.

import {join} from 'node:path';
import MagicString from 'magic-string';
import {type Plugin, Visitor} from 'vite';

/** A page loads `/hailuo-generator.js` as anyone's page does: never bundled into it; while working on it, from its source. */
export function elementAsUsersLoadIt(entry: string): Plugin {
  return {
    name: 'element-as-users-load-it',
    resolveId: (id) => (id === '/hailuo-generator.js' ? entry : undefined),
    transformIndexHtml: {
      order: 'pre',
      handler: (html, {server}) =>
        server ? html : html.replace(/<script(?=[^>]*\/hailuo-generator\.js)/g, '<script vite-ignore'),
    },
  };
}

/** Where each build takes the Worker to be. A script learns its own address only while it runs for the first time. */
const HOMES: Readonly<Record<string, string>> = {
  module: `import.meta.resolve('./').slice(0, -1)`,
  classic: `document.currentScript?.src ? new URL('.', document.currentScript.src).href.slice(0, -1) : location.origin`,
  npm: `globalThis.location?.origin ?? ''`,
};

/** Puts into each build what holds for how it is loaded. */
export function homes(): Plugin {
  return {
    name: 'homes',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: {id: join(import.meta.dirname, 'home.ts')},
      handler() {
        return `export const home = ${HOMES[this.environment.name]};`;
      },
    },
  };
}

/** Vite's helper loads a chunk's CSS before the chunk. The element's chunks have none, and every byte of its entry counts. */
export function bareImports(): Plugin {
  return {
    name: 'bare-imports',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: {id: /^\0vite\/preload-helper/},
      handler: () => 'export const __vitePreload = (load) => load();',
    },
  };
}

/** Takes line breaks and indentation out of Lit's templates. By JSX's rule: they separate words and attributes, nothing else. */
export function tightTemplates(): Plugin {
  return {
    name: 'tight-templates',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: {id: /\/widget\/[\w-]+\.ts$/, code: 'html`'},
      handler(code) {
        const tight = new MagicString(code);
        new Visitor({
          TaggedTemplateExpression({tag, quasi}) {
            if (tag.type !== 'Identifier' || tag.name !== 'html') return;
            let inTag = false;
            for (const {start, end, tail} of quasi.quasis) {
              // In TypeScript the range takes in the delimiters: ` or } before, ` or ${ after.
              const [from, to] = [start + 1, end - (tail ? 1 : 2)];
              const text = code.slice(from, to).replace(/[<>]|\s*\n\s*/g, (found, at: number, all: string) => {
                if (found === '<' || found === '>') inTag = found === '<';
                if (found.trim()) return found;
                const before = all[at - 1];
                const after = all[at + found.length];
                if (inTag) return after === '>' || after === '/' ? '' : ' ';
                return before && after && before !== '>' && after !== '<' ? ' ' : '';
              });
              if (from < to) tight.update(from, to, text);
            }
          },
        }).visit(this.parse(code, {lang: 'ts'}));
        return {code: tight.toString(), map: tight.generateMap({hires: 'boundary'})};
      },
    },
  };
}
