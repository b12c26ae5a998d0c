// What the demo pages are made of while they are built: what they share, the prices, and the documentation.

import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {svelte} from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import type {Plugin, PluginOption} from 'vite';
import {LANGUAGE_TAGS} from '../../../widget/build/languages.ts';
import {DEFAULT_MODEL, durationsOf, priceOf} from '../../../worker/contract/index.ts';
import {documentation, escaped} from './documentation.ts';

/** The pages, in the order of the bar. */
const PAGES = {
  './builder': 'Builder',
  './states': 'Every state',
  './form': 'In a form',
  './react': 'Frameworks',
  './docs': 'Docs',
};

/** The pages made with a framework, and what there is to see of each. */
const FRAMEWORKS = {
  './react': {name: 'React', source: 'react.jsx'},
  './vue': {name: 'Vue', source: 'Studio.vue'},
  './svelte': {name: 'Svelte', source: 'Studio.svelte'},
};

/** What stands in the place of `<!-- name -->`, for the page at this path. */
const PARTS: Readonly<Record<string, (path: string) => string>> = {
  head: () => `
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <link rel="icon" href="./icon.svg" />
    <script type="module" src="./page.ts"></script>`,
  bar: (path) => `
    <a class="skip" href="#main">Skip to content</a>
    <header class="bar">
      <a class="brand" href="./">hailuo-generator</a>
      <nav aria-label="Pages">${linksOf(Object.entries(PAGES), path)}</nav>
    </header>`,
  foot: () => `
    <footer class="foot">
      <p>MIT licence. The videos are made by MiniMax Hailuo 2.3 through Runware, with the key of whoever deploys it.</p>
      <nav aria-label="Interfaces">
        <a href="./docs">Documentation</a><a href="/openapi.json">OpenAPI</a><a href="/v1/config">What is offered here</a><a href="/llms.txt">For agents</a>
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
  kinds: (path) =>
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

/** Fills the places that the pages leave for what they share, and makes what is written for a framework. */
export function site(): PluginOption {
  return [
    {
      name: 'site',
      transformIndexHtml: {
        order: 'pre',
        handler: (html, {path}) =>
          html.replace(/<!-- (\w+) -->/g, (place, name: string) => PARTS[name]?.(path) ?? place),
      },
    },
    vue({template: {compilerOptions: {isCustomElement: (tag) => tag === 'hailuo-generator'}}}),
    svelte({configFile: false}),
    // Both would have a second build, for a server that renders.
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
