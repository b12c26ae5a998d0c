// The README and the documents it leads to, as one page: whoever has only a deployment has its documentation too.

import {readFileSync} from 'node:fs';
import {Marked, type Tokens} from 'marked';

/** In the order in which they are read. What follows `until` is for whoever has the source. */
const FILES: readonly {path: string; id: string; until?: string}[] = [
  {path: 'README.md', id: 'top', until: '\n## Working on it'},
  {path: 'worker/README.md', id: 'worker'},
  {path: 'SECURITY.md', id: 'security'},
  {path: 'widget/ACCESSIBILITY.md', id: 'accessibility'},
];

interface Heading {
  id: string;
  depth: number;
  html: string;
}

/** The documentation and its contents, as HTML. */
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
        const row = (cells: readonly Tokens.TableCell[]) =>
          `<tr>${cells.map(({tokens}) => `<td>${this.parser.parseInline(tokens)}</td>`).join('')}</tr>`;
        const head = row(header).replaceAll('<td', '<th scope="col"').replaceAll('</td', '</th');
        // It scrolls by itself, by keyboard too.
        return `<div class="table" tabindex="0"><table><thead>${head}</thead><tbody>${rows.map(row).join('')}</tbody></table></div>`;
      },
    },
  });
  return {html: parse(markdown, {async: false}), headings};
}

/** A document and its sections. */
function contentsOf([title, ...rest]: readonly Heading[]): string {
  if (!title) return '';
  const sections = rest.map((section) => `<li>${linkTo(section)}</li>`);
  return `<li>${linkTo(title)}<ul>${sections.join('')}</ul></li>`;
}

function linkTo({id, html}: Heading): string {
  return `<a href="#${id}">${html}</a>`;
}

/** As GitHub names it, so that a link within the source is one within the page. */
function idOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');
}

/** Documents that lead to one another are parts of the same page here. */
function hrefOf(href: string): string {
  const [, path, section] = /^(?:\.\.\/)*([\w/]+\.md)(#.*)?$/.exec(href) ?? [];
  if (!path) return href;
  const document = FILES.find((file) => file.path === path);
  if (!document) throw new Error(`the documentation links to ${path}, which is no part of it`);
  return section ?? `#${document.id}`;
}

/** As text of a page. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
