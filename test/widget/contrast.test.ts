import {executeServerCommand} from '@web/test-runner-commands';
import {assert} from 'chai';
import {Page} from './support/page.ts';
import {openState, STATES} from './support/states.ts';

/** Of WCAG 2.2: 1.4.3, and 1.4.11 for what is no text. */
const TEXT = 4.5;
const MARK = 3;

/** The element's own accent, and two of pages that mind nobody. */
const ACCENTS = ['', '#0b6e69', '#ffd400'];

/** What must be told apart from the ground to be found or understood, and the property that draws it. */
const MARKS: readonly (readonly [selector: string, property: 'borderTopColor' | 'borderRightColor' | 'color'])[] = [
  ['.prompt-box', 'borderTopColor'],
  ['.choice label:has(:checked)', 'borderTopColor'],
  [':is([type=number], [inputmode=url], select)', 'borderTopColor'],
  ['.checkbox input:not(:checked)', 'borderTopColor'],
  ['.variations > label:has(:checked)', 'borderTopColor'],
  ['.card[aria-current=true] > .picture', 'borderTopColor'],
  ['.icon-button', 'color'],
];

for (const scheme of ['light', 'dark'] as const) {
  for (const name of Object.keys(STATES)) {
    test(`text and marks stand out, whatever the accent: ${name}, ${scheme}`, async () => {
      using page = await openState(name, scheme);
      const faint: string[] = [];
      for (const accent of ACCENTS) {
        page.element.style.setProperty('--hailuo-accent', accent);
        await settled(page);
        faint.push(...faintIn(page, accent));
      }
      assert.deepEqual(faint, []);
    });
  }

  test(`the focus is seen wherever it is, ${scheme}`, async () => {
    using page = await openState('a history, with one not waited for and one no longer kept', scheme);
    for (const accent of ACCENTS) {
      page.element.style.setProperty('--hailuo-accent', accent);
      for (const stop of stopsOf(page)) {
        stop.focus();
        await settled(page);
        const ring = ringOf(stop);
        const what = `${accent} ${stop.outerHTML.slice(0, 80)}`;
        assert.isOk(ring, `no ring around ${what}`);
        if (!ring) continue;
        const {outlineColor, outlineOffset} = getComputedStyle(ring);
        // Inside a video it is drawn on a frame of its own.
        const ground = ring.matches('video') ? '#000' : groundOf(ring.parentElement as Element, page);
        assert.isAtLeast(ratio(outlineColor, ground), MARK, what);
        assert.isAtMost(cutOff(ring, Number.parseFloat(outlineOffset) + 2), 0.5, `cut off: ${what}`);
      }
    }
  });
}

test('the button is read on any accent', async () => {
  using page = await Page.open();
  const span = page.submitButton.querySelector('span') as Element;
  const faint: string[] = [];
  const parts = [0, 51, 102, 153, 204, 255];
  for (const red of parts) {
    for (const green of parts) {
      for (const blue of parts) {
        const accent = `rgb(${red}, ${green}, ${blue})`;
        page.element.style.setProperty('--hailuo-accent', accent);
        const found = ratio(getComputedStyle(span).color, accent);
        if (found < TEXT) faint.push(`${found.toFixed(2)}: ${accent}`);
      }
    }
  }
  assert.deepEqual(faint, []);
});

// No other engine gives away what it has drawn.
if (navigator.userAgent.includes('Chrome/')) {
  for (const name of ['idle', 'processing', 'error']) {
    test(`white text is read on the glow, wherever that has drifted to: ${name}`, async () => {
      using page = await openState(name, 'light', false);
      const screen = page.root.querySelector('.screen') as HTMLElement;
      screen.scrollIntoView();
      for (const child of screen.querySelectorAll<HTMLElement>('svg, p, button, details, progress, slot'))
        child.style.visibility = 'hidden';
      const {x, y, width, height} = screen.getBoundingClientRect();
      const padding = Number.parseFloat(getComputedStyle(screen).paddingTop);
      const inside = {
        x: x + scrollX + padding,
        y: y + scrollY + padding,
        width: width - 2 * padding,
        height: height - 2 * padding,
      };
      const drift = page.root.getAnimations();
      for (const share of [0, 0.25, 0.5, 0.75]) {
        for (const animation of drift) {
          animation.pause();
          animation.currentTime = share * 24_000;
        }
        const picture = await executeServerCommand<string, object>('picture', inside);
        assert.isAtLeast(await leastOnWhite(picture), TEXT);
      }
    });
  }
}

function faintIn(page: Page, accent: string): string[] {
  const faint: string[] = [];
  const judge = (what: string, color: string, ground: string, least: number) => {
    const found = ratio(color, ground);
    if (found < least) faint.push(`${accent} ${found.toFixed(2)}: ${what}`);
  };
  for (const text of textsOf(page)) {
    const parent = text.parentElement as Element;
    const opacity = opacityOf(parent);
    const {color} = getComputedStyle(parent);
    for (const ground of groundsOf(parent, page)) judge(text.data.trim(), dimmed(color, opacity, ground), ground, TEXT);
  }
  for (const field of page.root.querySelectorAll<HTMLInputElement>('[placeholder]')) {
    const {color} = getComputedStyle(field, '::placeholder');
    judge(field.placeholder, color, groundOf(field, page), TEXT);
  }
  for (const [selector, property] of MARKS) {
    for (const mark of page.root.querySelectorAll(selector)) {
      if (!seen(mark)) continue;
      const ground = groundOf(mark.parentElement as Element, page);
      judge(selector, getComputedStyle(mark)[property], ground, MARK);
    }
  }
  return faint;
}

/** The pieces of text that can be seen and are no part of something disabled. */
function textsOf(page: Page): Text[] {
  const walker = document.createTreeWalker(page.root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    const parent = text.parentElement;
    if (!parent || !text.data.trim() || parent.closest('style, option, .hidden, [aria-disabled=true]')) continue;
    if (parent.closest('label')?.querySelector(':disabled') || !seen(parent)) continue;
    texts.push(text);
  }
  return texts;
}

function seen(element: Element): boolean {
  return element.checkVisibility({checkVisibilityCSS: true}) && element.getClientRects().length > 0;
}

/** What is behind a text. Behind one on a clip may be anything. */
function groundsOf(element: Element, page: Page): string[] {
  if (!element.closest('label')?.querySelector('video')) return [groundOf(element, page)];
  const {backgroundColor} = getComputedStyle(element);
  return ['#fff', '#000'].map((clip) => flat(clip, backgroundColor));
}

/** The colours behind an element and its own, laid over one another. */
function groundOf(element: Element, page: Page): string {
  const layers: string[] = [];
  for (let at: Element | null = element; at; at = at.parentElement)
    layers.unshift(getComputedStyle(at).backgroundColor);
  const surroundings = page.element.parentElement as Element;
  return flat('#fff', getComputedStyle(surroundings).backgroundColor, ...layers);
}

function opacityOf(element: Element): number {
  let opacity = 1;
  for (let at: Element | null = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
  return opacity;
}

function dimmed(color: string, opacity: number, ground: string): string {
  return `color-mix(in srgb, ${flat(ground, color)} ${opacity * 100}%, ${ground})`;
}

const canvas = new OffscreenCanvas(1, 1);
const brush = canvas.getContext('2d', {willReadFrequently: true}) as OffscreenCanvasRenderingContext2D;

/** One colour over another, as the browser mixes them. */
function flat(...layers: string[]): string {
  for (const layer of layers) {
    brush.fillStyle = layer;
    brush.fillRect(0, 0, 1, 1);
  }
  const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function ratio(color: string, ground: string): number {
  const [dark = 0, light = 0] = [luminance(flat(ground, color)), luminance(ground)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (flat(color).match(/\d+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

async function leastOnWhite(picture: string): Promise<number> {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
  const {width, height} = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0);
  const {data} = context.getImageData(0, 0, width, height);
  let least = 21;
  // Neighbours are alike there.
  for (let at = 0; at < data.length; at += 4 * 7)
    least = Math.min(least, ratio('#fff', `rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`));
  return least;
}

/** What a transition is on its way to. */
async function settled(page: Page): Promise<void> {
  await page.element.updateComplete;
  for (const animation of page.root.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
}

function stopsOf(page: Page): HTMLElement[] {
  const stops = page.root.querySelectorAll<HTMLElement>('a, button, input, textarea, select, summary, video[controls]');
  return [...stops].filter((stop) => seen(stop) && !stop.matches(':disabled'));
}

/** What shows that this has the focus: itself, or what it is to the eye. */
function ringOf(stop: HTMLElement): Element | undefined {
  const bearer = stop.matches('[type=radio], [type=file]') ? 'label' : stop.matches('textarea') ? '.prompt-box' : '*';
  const ring = stop.closest(bearer) as Element;
  const {outlineStyle, outlineWidth} = getComputedStyle(ring);
  return outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 1 ? ring : undefined;
}

/** How much of a ring at this distance is cut off by what its element is in. */
function cutOff(element: Element, distance: number): number {
  const inner = element.getBoundingClientRect();
  let most = 0;
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (getComputedStyle(at).overflowX === 'visible') continue;
    const outer = at.getBoundingClientRect();
    // What scrolls is scrolled to it.
    const across = at.scrollWidth > at.clientWidth ? [] : [outer.left - inner.left, inner.right - outer.right];
    const sides = [...across, outer.top - inner.top, inner.bottom - outer.bottom];
    most = Math.max(most, ...sides.map((side) => side + distance));
  }
  return most;
}
