import {assert} from 'chai';
import {type Page, until} from './support/page.ts';
import {openState, STATES} from './support/states.ts';

/** WCAG 2.2, 2.5.8. */
const TARGET_PX = 24;

/** WCAG 2.2, 1.4.12: what a visitor may set, and lose nothing. */
const SPACED = new CSSStyleSheet();
SPACED.replaceSync(`
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }
`);

/** Where the visitor's browser is narrow, or their text large. */
const ROOMS = [
  {width: '1280px', fontSize: '32px'},
  {width: '640px', fontSize: '32px'},
  {width: '320px', fontSize: '16px'},
  {width: '320px', fontSize: '32px'},
  {width: '260px', fontSize: '16px'},
];

for (const name of Object.keys(STATES)) {
  test(`every target has ${TARGET_PX} pixels: ${name}`, async () => {
    using page = await openState(name);
    const small: string[] = [];
    for (const fontSize of ['16px', '12px']) {
      roomOf(page, {width: '320px', fontSize});
      for (const target of targetsIn(page)) {
        const {width, height} = target.getBoundingClientRect();
        if (Math.min(width, height) < TARGET_PX) small.push(`${fontSize}, ${width} × ${height}: ${target.outerHTML}`);
      }
    }
    assert.deepEqual(small, []);
  });

  test(`nothing is cut off or beyond the edge, narrow, large and spaced, in three languages: ${name}`, async () => {
    using page = await openState(name);
    const lost: string[] = [];
    for (const lang of ['en', 'de', 'ar']) {
      page.element.lang = lang;
      await until(() => page.root.querySelector('.layout')?.getAttribute('lang') === lang);
      for (const spaced of [false, true]) {
        const sheets = page.root.adoptedStyleSheets.filter((sheet) => sheet !== SPACED);
        page.root.adoptedStyleSheets = spaced ? [...sheets, SPACED] : sheets;
        for (const room of ROOMS) {
          roomOf(page, room);
          const where = `${lang}, ${room.width}, ${room.fontSize}${spaced ? ', spaced' : ''}`;
          lost.push(...[...beyondEdge(page), ...cutOff(page)].map((what) => `${where}: ${what}`));
        }
      }
    }
    assert.deepEqual(lost, []);
  });
}

function roomOf(page: Page, room: {width: string; fontSize: string}): void {
  Object.assign((page.element.parentElement as HTMLElement).style, room);
}

/** What is clicked: a control, or the label that is it to the eye. The controls within a video are the browser's. */
function targetsIn(page: Page): Element[] {
  const controls = page.root.querySelectorAll('a, button, input, textarea, select, summary');
  const targets = [...controls].map((control) => {
    const label = control.matches('[type=radio], [type=checkbox], [type=file]') ? control.closest('label') : undefined;
    return label ?? control;
  });
  return targets.filter((target) => target.checkVisibility());
}

/** What stands out of the element. Videos side by side scroll in a strip of their own. */
function beyondEdge(page: Page): string[] {
  const {left, right} = page.element.getBoundingClientRect();
  return [...page.root.querySelectorAll('.layout *')]
    .filter((element) => element.checkVisibility() && !element.closest('ul li, .hidden, svg, .glow'))
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.left < left - 1 || box.right > right + 1;
    })
    .map((element) => `beyond the edge: ${element.outerHTML.slice(0, 120)}`);
}

/** Text that its box does not show whole. A file's name and a card's prompt are short for what their control is called. */
function cutOff(page: Page): string[] {
  const cut: string[] = [];
  const walker = document.createTreeWalker(page.root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    const parent = text.parentElement;
    if (
      !text.data.trim() ||
      !parent?.checkVisibility() ||
      parent.closest('style, option, .hidden, .title, .first-frame > span')
    )
      continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    for (let at: Element | null = parent; at && at !== page.element; at = at.parentElement) {
      const {overflowX} = getComputedStyle(at);
      if (overflowX === 'visible' || overflowX === 'auto') continue;
      const outer = at.getBoundingClientRect();
      const sides = [outer.left - box.left, box.right - outer.right, outer.top - box.top, box.bottom - outer.bottom];
      if (Math.max(...sides) > 1) cut.push(`cut off: ${text.data.trim()}`);
    }
  }
  return cut;
}
