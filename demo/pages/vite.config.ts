// Builds the demo pages apart from the element, as any other site's pages, and serves both from source in development.

import {globSync} from 'node:fs';
import {join} from 'node:path';
import {defineConfig} from 'vite';
import {licences, persistentImports} from '../../widget/build/plugins.ts';
import {elementAsUsersLoadIt, site} from './build/site.ts';

const project = join(import.meta.dirname, '../..');
const worker = process.env.WORKER_URL ?? 'http://localhost:8787';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  appType: 'mpa',
  publicDir: join(project, 'demo/public'),
  plugins: [site(), elementAsUsersLoadIt(), persistentImports(), licences()],
  server: {
    fs: {allow: [project]},
    proxy: {'/v1': worker, '/healthz': worker, '/openapi.json': worker},
  },
  build: {
    outDir: join(project, 'dist/site'),
    emptyOutDir: true,
    assetsDir: 'pages',
    license: {fileName: 'pages/licences.md'},
    sourcemap: true,
    target: 'es2024',
    cssTarget: ['chrome131', 'firefox133', 'safari18'],
    modulePreload: false,
    rolldownOptions: {
      // On a slow machine it would report which plugins take time.
      checks: {bundlerTimings: false},
      input: Object.fromEntries(
        globSync('*.html', {cwd: import.meta.dirname}).map((page) => [page, join(import.meta.dirname, page)]),
      ),
    },
  },
});
