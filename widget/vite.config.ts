// Builds the element and the demo pages into dist/site, and serves both while they are being worked on.

import {existsSync, globSync} from 'node:fs';
import {join} from 'node:path';
import MagicString from 'magic-string';
import {defineConfig, type Plugin, Visitor} from 'vite';
import {site} from '../demo/site.ts';

const project = join(import.meta.dirname, '..');
const pages = join(project, 'demo/pages');
const entry = join(import.meta.dirname, 'define.ts');
const worker = process.env.WORKER_URL ?? 'http://localhost:8787';

export default defineConfig({
  root: existsSync(pages) ? pages : import.meta.dirname,
  base: './',
  appType: 'mpa',
  publicDir: join(project, 'demo/public'),
  plugins: [site(), elementAsUsersLoadIt(), bareImports(), tightTemplates()],
  server: {
    fs: {allow: [project]},
    proxy: {'/v1': worker, '/healthz': worker, '/openapi.json': worker},
  },
  build: {
    outDir: join(project, 'dist/site'),
    sourcemap: true,
    target: 'es2024',
    // What the styles use (light-dark, nesting, relative colours) is not spelled out for older engines.
    cssTarget: ['chrome131', 'firefox133', 'safari18'],
    modulePreload: false,
  },
  builder: {},
  // Apart, so that no page can tear something they share out of the element's entry, which is one request.
  environments: {
    // First, because it empties the folder.
    client: {
      build: {
        emptyOutDir: true,
        assetsDir: 'pages',
        rolldownOptions: {
          input: Object.fromEntries(globSync('**/*.html', {cwd: pages}).map((page) => [page, join(pages, page)])),
        },
      },
    },
    module: {
      consumer: 'client',
      build: {
        emptyOutDir: false,
        copyPublicDir: false,
        rolldownOptions: {
          input: {'hailuo-generator': entry},
          preserveEntrySignatures: 'allow-extension',
          // The entry's name stays, so it is cached shortly; what it loads on demand is named by its content.
          output: {entryFileNames: '[name].js', chunkFileNames: 'assets/[name]-[hash].js'},
        },
      },
    },
  },
});

/** A page loads `/hailuo-generator.js` as anyone's page does: never bundled into it; while working on it, from its source. */
function elementAsUsersLoadIt(): Plugin {
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

/** Vite's helper loads a chunk's CSS before the chunk. The element's chunks have none, and every byte of its entry counts. */
function bareImports(): Plugin {
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
function tightTemplates(): Plugin {
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
