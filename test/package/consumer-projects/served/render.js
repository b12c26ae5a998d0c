// What a server sends: the page with the element rendered, and a mark on what must outlive the script.

import 'hailuo-generator';
import {render} from '@lit-labs/ssr';
import {collectResult} from '@lit-labs/ssr/lib/render-result.js';
import {html} from 'lit';

const {VITE_ENDPOINT} = process.env;
const element = await collectResult(
  render(html`<hailuo-generator lang="de" endpoint=${VITE_ENDPOINT}></hailuo-generator>`),
);
console.log(`<!doctype html>
<meta charset="utf-8">
<title>A page from a server</title>
<link rel="icon" href="data:,">
${element}
<script>document.querySelector('hailuo-generator').shadowRoot.querySelector('textarea').title = 'Served';</script>
<script type="module" src="main.js"></script>`);
