// What Vite has to be told about this element.

import {readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import MagicString from 'magic-string';
import {type Plugin, Visitor} from 'vite';

/** Where each build takes the Worker to be. A script learns its own address only while it runs for the first time. */
const HOMES: Readonly<Record<string, string>> = {
  module: `import.meta.resolve('./').slice(0, -1)`,
  classic: `document.currentScript?.src ? new URL('.', document.currentScript.src).href.slice(0, -1) : location.origin`,
  npm: `globalThis.location?.origin ?? ''`,
};

const {version} = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));

/** Puts into each build what holds for how it is loaded, and the version. */
export function homes(): Plugin {
  return {
    name: 'homes',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: {id: join(import.meta.dirname, '../shell/default-endpoint.ts')},
      handler() {
        return `export const defaultEndpoint = ${HOMES[this.environment.name]}; export const version = '${version}';`;
      },
    },
  };
}

/** What the package has beside the element imports it by the package's name, so that each runtime gets its own. */
export function ownName(entry: string): Plugin {
  return {
    name: 'own-name',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: ({name}) => name === 'npm',
    resolveId: (id, importer) =>
      importer && id.startsWith('.') && join(dirname(importer), id) === entry
        ? {id: 'hailuo-generator', external: true}
        : undefined,
  };
}

/**
 * A chunk that did not come is asked for once more. Browsers remember a module's failure by its URL for the life of the
 * page, so under another one: what was `() => import(url)` takes what to put behind the URL. Vite's own helper, in whose
 * place this is, loads a chunk's CSS before the chunk; those of the element have none.
 */
export function persistentImports(): Plugin {
  return {
    name: 'persistent-imports',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: {id: /^\0vite\/preload-helper/},
      handler: () => `let again = 0;
export const __vitePreload = (load) => load('').catch(() => load('?again=' + ++again));`,
    },
    renderChunk: {
      order: 'post',
      handler(code) {
        if (!code.includes('__vitePreload(')) return;
        const changed = new MagicString(code);
        new Visitor({
          CallExpression({callee, arguments: [load, ...rest], end}) {
            if (callee.type !== 'Identifier' || callee.name !== '__vitePreload') return;
            if (load?.type !== 'ArrowFunctionExpression' || !rest.length) return;
            changed.appendLeft(code.indexOf('(', load.start) + 1, 'again');
            changed.update(load.end, end, ')');
          },
          ImportExpression({source}) {
            changed.appendLeft(source.end, ' + again');
          },
        }).visit(this.parse(code));
        return {code: changed.toString(), map: changed.generateMap({hires: 'boundary'})};
      },
    },
  };
}

/** Vite puts the licences of what is bundled into a file, as minifying takes them out; each script that has any names it. */
export function licences(): Plugin {
  return {
    name: 'licences',
    apply: 'build',
    outputOptions(options) {
      const {license} = this.environment.config.build;
      if (typeof license !== 'object') return;
      return {
        ...options,
        postBanner: ({fileName, moduleIds}) =>
          moduleIds.some((id) => id.includes('/node_modules/'))
            ? `/*! Licences: ${relative(dirname(fileName), license.fileName)} */`
            : '',
      };
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
      filter: {id: /\/widget\/(?!build\/)[\w/-]+\.ts$/, code: 'html`'},
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

/** Names the entry that stands for its content in `pinned.json`: for pages that load exactly this one, by its hash. */
export function pinnedName(): Plugin {
  return {
    name: 'pinned-name',
    apply: 'build',
    applyToEnvironment: ({name}) => name === 'module',
    generateBundle(_, bundle) {
      const entry = Object.keys(bundle).find((file) => /^hailuo-generator-[\w-]+\.js$/.test(file));
      if (entry) this.emitFile({type: 'asset', fileName: 'pinned.json', source: JSON.stringify({entry})});
    },
  };
}
