// Somebody's server that renders the element, and the script of their page that hydrates it: both with the built package.

import {render} from '@lit-labs/ssr';
import {collectResult} from '@lit-labs/ssr/lib/render-result.js';
import {html} from 'lit';
import {build, type Rolldown} from 'vite';

/** By name, as theirs: the compiler need not find what the build makes. */
const PACKAGE: string = 'hailuo-generator';

/** The element as HTML with a declarative shadow root. */
export async function renderedElement(attributes: {lang?: string; endpoint: string}): Promise<string> {
  await import(PACKAGE);
  const {lang = 'en', endpoint} = attributes;
  return collectResult(render(html`<hailuo-generator lang=${lang} endpoint=${endpoint}></hailuo-generator>`));
}

/** The element with Lit's hydration, bundled. */
export async function hydratingScript(): Promise<string> {
  const {output} = (await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === 'page' ? id : undefined),
        load: (id) =>
          id === 'page'
            ? `import '@lit-labs/ssr-client/lit-element-hydrate-support.js'; import '${PACKAGE}';`
            : undefined,
      },
    ],
    build: {write: false, rolldownOptions: {input: 'page', output: {codeSplitting: false}}},
  })) as Rolldown.RolldownOutput;
  return output[0].code;
}
