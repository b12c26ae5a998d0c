// Renders the README and the documents it links to as one HTML page, so that every deployment includes its documentation.

import {readFileSync} from 'node:fs';
import {Marked, type Tokens} from 'marked';

/** In reading order. The text after `until` is only for readers who have the source code. */
const FILES: readonly {path: string; id: string; until?: string}[] = [
  {path: 'README.md', id: 'top', until: '\n## Development'},
  {path: 'worker/README.md', id: 'worker'},
  {path: 'SECURITY.md', id: 'security'},
  {path: 'widget/ACCESSIBILITY.md', id: 'accessibility'},
];

interface Heading {
  id: string;
  depth: number;
  html: string;
}

/** The documentation and its table of contents, as HTML. */
export function documentation(): {article: string; contents: string} {
  const documents = FILES.map(({path, id, until}) => {
    const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
    return render(until ? text.slice(0, text.indexOf(until)) : text, id);
  });
  return {
    article: documents.map(({html}) => html).join(''),
    contents: `<ul>${documents.map(({headings}) => contentsOf(headings)).join('')}</ul>`,
  };
}

function render(markdown: string, id: string): {html: string; headings: readonly Heading[]} {
  const headings: Heading[] = [];
  const {parse} = new Marked({
    renderer: {
      heading({tokens, depth, text}) {
        const heading = {id: depth === 1 ? id : idOf(text), depth, html: this.parser.parseInline(tokens)};
        headings.push(heading);
        return `<h${depth} id="${heading.id}">${heading.html}</h${depth}>`;
      },
      link({href, tokens}) {
        return `<a href="${hrefOf(href)}">${this.parser.parseInline(tokens)}</a>`;
      },
      image: () => '',
      html: () => '',
      code: ({text}) =>
        `<div class="code"><pre><code>${escaped(text)}</code></pre><button type="button">Copy</button></div>`,
      table({header, rows}) {
        // The Worker's problems link to the row of their code.
        const isTroubleshooting = header.at(-1)?.text === 'Solution';
        const row = (cells: readonly Tokens.TableCell[]) =>
          `<tr${isTroubleshooting ? problemId(cells[0]?.text) : ''}>${cells.map(({tokens}) => `<td>${this.parser.parseInline(tokens)}</td>`).join('')}</tr>`;
        const head = row(header).replaceAll('<td', '<th scope="col"').replaceAll('</td', '</th');
        // The table scrolls on its own, with the keyboard too.
        return `<div class="table" tabindex="0"><table><thead>${head}</thead><tbody>${rows.map(row).join('')}</tbody></table></div>`;
      },
    },
  });
  return {html: parse(markdown, {async: false}), headings};
}

/** The id of a row that begins with the code of a problem. */
function problemId(cell = ''): string {
  const [, code] = /^`(\w+)`$/.exec(cell) ?? [];
  return code ? ` id="problem-${code}"` : '';
}

/** The table of contents of one document. */
function contentsOf([title, ...rest]: readonly Heading[]): string {
  if (!title) return '';
  const sections = rest.map((section) => `<li>${linkTo(section)}</li>`);
  return `<li>${linkTo(title)}<ul>${sections.join('')}</ul></li>`;
}

function linkTo({id, html}: Heading): string {
  return `<a href="#${id}">${html}</a>`;
}

/** The same ids as on GitHub, so that links in the source also work in the page. */
function idOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');
}

/** Turns links between the documents into links within the page. */
function hrefOf(href: string): string {
  const [, path, anchor] = /^(?:\.\.\/)*([\w/]+\.md)(#.*)?$/.exec(href) ?? [];
  if (!path) return href;
  const document = FILES.find((file) => file.path === path);
  if (!document) throw new Error(`the documentation links to ${path}, which is not part of it`);
  return anchor ?? `#${document.id}`;
}

/** Escapes text for HTML. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
