// Vite plugins that build the demo pages: shared HTML, prices, languages, framework samples and the documentation.
// This folder runs in Node. It may import `worker/contract` and read files; only builds and checks import it.

import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {svelte} from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import type {Plugin, PluginOption} from 'vite';
import {LANGUAGE_TAGS} from '../../../widget/build/languages.ts';
import {DEFAULT_MODEL, durationsOf, priceOf} from '../../../worker/contract/index.ts';
import {documentation, escaped} from './documentation.ts';

/** The pages, in the order of the navigation bar. */
const PAGES = {
  './builder': 'Builder',
  './states': 'Every state',
  './form': 'In a form',
  './react': 'Frameworks',
  './docs': 'Docs',
};

/** The pages made with a framework, and the sample that each one shows. */
const FRAMEWORKS = {
  './react': {name: 'React', source: 'react.jsx'},
  './vue': {name: 'Vue', source: 'Studio.vue'},
  './svelte': {name: 'Svelte', source: 'Studio.svelte'},
};

/** Replaces `<!-- name -->` in a page. Receives the path of the page. */
const PARTS: Readonly<Record<string, (path: string) => string>> = {
  head: () => `
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <link rel="icon" href="./icon.svg" />
    <script type="module" src="./page.ts"></script>`,
  bar: (path) => `
    <a class="skip" href="#main">Skip to content</a>
    <aside class="simulated" aria-label="About this demo">
      <p>Runware is simulated: the films are samples and nothing is billed. The prices are the real ones.</p>
    </aside>
    <header class="bar">
      <a class="brand" href="./">hailuo-generator</a>
      <nav aria-label="Pages">${linksOf(Object.entries(PAGES), path)}</nav>
    </header>`,
  foot: () => `
    <footer class="foot">
      <p>MIT licence. Videos are made by MiniMax Hailuo 2.3 through Runware, with the API key of the site’s owner.</p>
      <nav aria-label="Interfaces">
        <a href="./docs">Documentation</a><a href="/openapi.json">OpenAPI</a><a href="/v1/config">Configuration</a><a href="/llms.txt">For agents</a>
      </nav>
    </footer>`,
  prices: () =>
    DEFAULT_MODEL.presets
      .flatMap((preset) =>
        durationsOf(preset).map((seconds) => {
          const {name, width, height} = preset;
          const usd = ((priceOf(preset, seconds) ?? 0) / 1e6).toFixed(2);
          return `<tr><th scope="row">${name}, ${seconds} seconds</th><td>${width} × ${height}</td><td>$${usd}</td></tr>`;
        }),
      )
      .join(''),
  languages: () =>
    LANGUAGE_TAGS.map((tag) => {
      const name = new Intl.DisplayNames(tag, {type: 'language'}).of(tag);
      return `<option value="${tag}" lang="${tag}">${name}</option>`;
    }).join(''),
  languageCount: () => String(LANGUAGE_TAGS.length),
  frameworks: (path) =>
    linksOf(
      Object.entries(FRAMEWORKS).map(([href, {name}]) => [href, name]),
      path,
    ),
  react: () => sourceOf('./react'),
  vue: () => sourceOf('./vue'),
  svelte: () => sourceOf('./svelte'),
  contents: () => documentation().contents,
  docs: () => documentation().article,
};

/** Fills in the shared parts of the pages and compiles the framework samples. */
export function site(): PluginOption {
  return [
    {
      name: 'site',
      transformIndexHtml: {
        order: 'pre',
        handler: (html, {path}) =>
          // In development; `npm start` marks the built pages.
          (process.env.SIMULATED ? html.replace('<body', '<body data-simulated') : html).replace(
            /<!-- (\w+) -->/g,
            (comment, name: string) => PARTS[name]?.(path) ?? comment,
          ),
      },
    },
    vue({template: {compilerOptions: {isCustomElement: (tag) => tag === 'hailuo-generator'}}}),
    svelte({configFile: false}),
    // The Vue and Svelte plugins would add a second build for server rendering.
    {
      name: 'in-browsers-only',
      config: {
        order: 'post',
        handler(config) {
          delete config.ssr;
        },
      },
    },
  ];
}

/** A page loads `/hailuo-generator.js` as any page does: never bundled into it; in development, from its source. */
export function elementAsUsersLoadIt(): Plugin {
  const entry = fileURLToPath(new URL('../../../widget/index.ts', import.meta.url));
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

function linksOf(links: readonly (readonly [href: string, name: string])[], path: string): string {
  const here = path.replace(/\.html$/, '');
  return links
    .map(([href, name]) => `<a href="${href}"${href.slice(1) === here ? ' aria-current="page"' : ''}>${name}</a>`)
    .join('');
}

function sourceOf(page: keyof typeof FRAMEWORKS): string {
  return escaped(readFileSync(new URL(`../frameworks/${FRAMEWORKS[page].source}`, import.meta.url), 'utf8').trim());
}
