// What the demo pages are made of while they are built: what they share, the prices, and the documentation.

import {globSync} from 'node:fs';
import type {Plugin} from 'vite';
import {durationsOf, PRESET_NAMES, PRESETS, priceOf} from '../worker/contract/index.ts';
import {documentation} from './documentation.ts';

const LOCALES = new URL('../widget/locales/', import.meta.url);

/** The pages, in the order of the bar. */
const PAGES = {
  './builder': 'Builder',
  './states': 'Every state',
  './form': 'In a form',
  './docs': 'Docs',
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
      <nav aria-label="Pages">${Object.entries(PAGES)
        .map(([href, name]) => `<a href="${href}"${isAt(path, href) ? ' aria-current="page"' : ''}>${name}</a>`)
        .join('')}</nav>
    </header>`,
  foot: () => `
    <footer class="foot">
      <p>MIT licence. The videos are made by MiniMax Hailuo 2.3 through Runware, with the key of whoever deploys it.</p>
      <nav aria-label="Interfaces">
        <a href="./docs">Documentation</a><a href="/openapi.json">OpenAPI</a><a href="/v1/config">What is offered here</a>
      </nav>
    </footer>`,
  prices: () =>
    PRESET_NAMES.flatMap((preset) =>
      durationsOf(preset).map((seconds) => {
        const {width, height} = PRESETS[preset];
        const usd = ((priceOf(preset, seconds) ?? 0) / 1e6).toFixed(2);
        return `<tr><th scope="row">${preset}, ${seconds} seconds</th><td>${width} × ${height}</td><td>$${usd}</td></tr>`;
      }),
    ).join(''),
  languages: () =>
    globSync('??{,-*}.ts', {cwd: LOCALES})
      .map((file) => file.slice(0, -'.ts'.length))
      .filter((tag) => !tag.startsWith('en-'))
      .sort()
      .map((tag) => {
        const name = new Intl.DisplayNames(tag, {type: 'language'}).of(tag);
        return `<option value="${tag}" lang="${tag}">${name}</option>`;
      })
      .join(''),
  contents: () => documentation().contents,
  docs: () => documentation().article,
};

/** Fills the places that the pages leave for what they share. */
export function site(): Plugin {
  return {
    name: 'site',
    transformIndexHtml: {
      order: 'pre',
      handler: (html, {path}) => html.replace(/<!-- (\w+) -->/g, (place, name: string) => PARTS[name]?.(path) ?? place),
    },
  };
}

function isAt(path: string, href: string): boolean {
  return path.replace(/\.html$/, '') === href.slice(1);
}
