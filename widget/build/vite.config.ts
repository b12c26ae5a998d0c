// Builds the element in each form it is loaded in, and the package.

import {join} from 'node:path';
import {type BuildEnvironment, defineConfig, type EnvironmentOptions, type Rolldown} from 'vite';
import {homes, licences, ownName, persistentImports, pinnedName, tightTemplates} from './plugins.ts';

const project = join(import.meta.dirname, '../..');
const entry = join(import.meta.dirname, '../index.ts');

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  base: './',
  publicDir: false,
  plugins: [homes(), ownName(entry), persistentImports(), tightTemplates(), pinnedName(), licences()],
  build: {
    outDir: join(project, 'dist/site'),
    sourcemap: true,
    target: 'es2024',
    // What the styles use (light-dark, nesting, relative colours) is not spelled out for older engines.
    cssTarget: ['chrome131', 'firefox133', 'safari18'],
    modulePreload: false,
  },
  builder: {
    // One after the other: two of them write into the same folder.
    async buildApp({environments, build}) {
      for (const name of ['module', 'classic', 'npm']) await build(environments[name] as BuildEnvironment);
    },
  },
  environments: {
    // What it loads on demand is named by its content.
    module: script('hailuo-generator', (folder) => ({chunkFileNames: `assets/${folder}[name]-[hash:6].js`})),
    // One script with everything inside, for pages that cannot have modules.
    classic: script('hailuo-generator.classic', () => ({format: 'iife', codeSplitting: false})),
    // For bundlers: what the package depends on stays an import, and nothing of Vite's own is put in, as on a server.
    npm: {
      consumer: 'server',
      build: {
        outDir: join(project, 'dist/npm'),
        emptyOutDir: true,
        cssMinify: true,
        rolldownOptions: {
          input: {
            'hailuo-generator': entry,
            element: join(import.meta.dirname, '../hailuo-generator.ts'),
            react: join(import.meta.dirname, '../react.ts'),
            languages: join(import.meta.dirname, '../i18n/all-languages.ts'),
            worker: join(project, 'worker/index.ts'),
            cli: join(project, 'demo/run/cli.ts'),
          },
          external: /^[a-z@]/,
          checks: {moduleLevelDirective: false, bundlerTimings: false},
          preserveEntrySignatures: 'strict',
          output: {entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js'},
        },
      },
    },
  },
});

/** The element as browsers load it: under a name that stays, and under one that stands for its content. */
function script(name: string, outputIn: (folder: string) => Rolldown.OutputOptions): EnvironmentOptions {
  return {
    consumer: 'client',
    build: {
      emptyOutDir: false,
      license: {fileName: 'licences.md'},
      rolldownOptions: {
        input: {[name]: entry},
        output: [
          {...outputIn(''), entryFileNames: '[name].js'},
          {...outputIn('pinned/'), entryFileNames: '[name]-[hash].js'},
        ],
        preserveEntrySignatures: name === 'hailuo-generator' ? 'allow-extension' : false,
        // Vite's way to load a chunk names it, and is gone from the script.
        checks: {emptyImportMeta: false, bundlerTimings: false},
      },
    },
  };
}
