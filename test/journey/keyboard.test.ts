// A visitor with a keyboard and nothing else.

import assert from 'node:assert/strict';
import {mkdtempDisposable} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import type {SerializedAXNode} from 'puppeteer-core';
import {otherSite} from '../support/site.ts';
import {type Visitor, visit} from '../support/visitor.ts';
import {startWorld} from '../support/world.ts';

const PROMPT = 'A red fox @runware(seconds=never)';

test('the whole way, from a prompt to its deletion, goes by keyboard alone', async () => {
  await using shop = await otherSite();
  await using world = await startWorld({settings: {ALLOWED_ORIGINS: shop.url}});
  shop.html = `<!doctype html><html lang="en"><title>A shop</title><link rel="icon" href="data:,"><a href="#">A shop</a>
    <script type="module" src="${world.url}/hailuo-generator.js"></script><hailuo-generator></hailuo-generator>`;
  await using visitor = await visit(shop.url);
  const {page} = visitor;
  await page.browserContext().overridePermissions(shop.url, ['notifications']);
  await visitor.find('textbox', 'Prompt');
  const keys = new Keyboard(visitor);
  await using folder = await mkdtempDisposable(join(tmpdir(), 'keyboard-'));
  const square = join(folder.path, 'fox.png');
  await page.screenshot({clip: {x: 0, y: 0, width: 400, height: 400}, path: square as `${string}.png`});

  assert.deepEqual(await keys.tabTo('textbox "Prompt"'), ['link "A shop"', 'textbox "Prompt"']);
  await page.keyboard.type(PROMPT);

  assert.deepEqual(await keys.tabTo('DisclosureTriangle "Camera moves"'), [
    'button "Add first frame"',
    'DisclosureTriangle "Camera moves"',
  ]);
  await keys.press('Enter');
  await visitor.find('button', 'Push in');
  assert.deepEqual(await keys.tabTo('button "Push in"'), [
    'button "Truck left"',
    'button "Truck right"',
    'button "Pan left"',
    'button "Pan right"',
    'button "Push in"',
  ]);
  await keys.press('Enter');
  assert.equal(await keys.at(), 'textbox "Prompt"', 'the caret is behind the move');
  assert.equal(await keys.value(), `${PROMPT} [Push in]`);

  // The browser hears that its dialogue is wanted some time before the key is pressed, or opens one that nobody sees.
  const [dialogue] = await Promise.all([
    page.waitForFileChooser(),
    keys.tabTo('button "Add first frame"').then(() => keys.press('Enter')),
  ]);
  await dialogue.accept([square]);
  await visitor.find('slider', 'Vertical');
  assert.equal(await keys.at(), 'button "First frame: fox.png"');
  assert.deepEqual(await keys.tabTo('slider "Vertical"'), [
    'button "Remove first frame"',
    'DisclosureTriangle "Crop of the first frame"',
    'group "Crop of the first frame"',
    'slider "Zoom"',
    // It is as wide as the video: there is nothing to move sideways, and so no slider "Horizontal".
    'slider "Vertical"',
  ]);
  const middle = Number(await keys.value());
  await keys.press('ArrowRight');
  assert.equal(Number(await keys.value()), middle + 1);
  await keys.back();
  await keys.back();
  assert.equal(await keys.at(), 'group "Crop of the first frame"');
  await keys.press('ArrowDown');
  await keys.press('+');

  await keys.tabTo('radio "768p"');
  await keys.press('ArrowRight');
  assert.equal(await keys.at(), 'radio "1080p"');
  assert.deepEqual(await keys.tabTo('radio "1"'), ['radio "6s"', 'radio "1"']);
  await keys.press('ArrowRight');
  assert.equal(await keys.at(), 'radio "2"');

  await keys.tabTo('DisclosureTriangle "More options"');
  await keys.press('Enter');
  assert.deepEqual(await keys.tabTo('button "Generate · $0.98"'), [
    'radio "MP4"',
    'radio "Off"',
    'spinbutton "Quality"',
    'spinbutton "Link lifetime"',
    'checkbox "Improve my prompt"',
    'button "Generate · $0.98"',
  ]);
  await keys.press('Enter');
  await visitor.sees('Making your 2 videos');
  assert.equal(await keys.at(), 'button "Generate · $0.98"');

  assert.deepEqual(await keys.tabTo('button "Notify me when it is ready"'), ['button "Notify me when it is ready"']);
  await keys.press('Enter');
  await visitor.sees('You will be notified.');
  assert.equal(await keys.at(), 'region "Video"');
  assert.deepEqual(await keys.tabTo('button "Stop waiting"'), ['button "Stop waiting"']);
  await keys.press('Enter');
  await visitor.sees('No longer waiting');
  assert.equal(await keys.at(), 'region "Video"');

  const card = `button "${PROMPT} [Push in] No longer waiting"`;
  assert.deepEqual(await keys.tabTo(card), [card]);
  await keys.press('Enter');
  await visitor.sees('Making your 2 videos');
  assert.equal(await keys.at(), 'region "Video"');

  const task = world.runware.find('A red fox [Push in]');
  assert.ok(task);
  world.runware.finish(task.taskUUID);
  await visitor.sees('Download');
  assert.equal(await keys.at(), 'region "Video"');
  await keys.tab();
  await page.waitForFunction(`${ACTIVE}.currentTime > 0`);
  await keys.press('Space');
  await page.waitForFunction(`${ACTIVE}.paused`);
  await keys.press('Space');
  await page.waitForFunction(`!${ACTIVE}.paused`);
  // What is between the video and its variations are the browser's own controls.
  await keys.tabTo('radio "Video 1"');
  await keys.press('ArrowRight');
  assert.equal(await keys.at(), 'radio "Video 2"');

  assert.deepEqual(await keys.tabTo('DisclosureTriangle "What next"'), [
    'button "Share"',
    'link "Download"',
    'DisclosureTriangle "What next"',
  ]);
  await keys.press('Enter');
  assert.deepEqual(await keys.tabTo('button "Continue from its last frame"'), [
    'button "Continue from its last frame"',
  ]);
  await keys.press('Enter');
  await page.waitForFunction(`${ACTIVE}.localName === 'textarea'`);
  assert.equal(await keys.value(), '');
  assert.equal(await keys.tab(), 'button "First frame: Last frame"');

  await keys.tabTo('button "Delete from this device"');
  await keys.press('Enter');
  assert.equal(await keys.at(), 'button "Really delete?"');
  await keys.press('Enter');
  await visitor.sees('Your video appears here');
  assert.equal(await keys.at(), 'region "Video"');

  assert.equal(world.runware.accepted, 1);
  assert.deepEqual(visitor.complaints, []);
});

/** What has the focus, however deep in shadow roots; the browser's own controls within a video count as the video. */
const ACTIVE = `(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
})()`;

/** How wide the ring is around what has the focus, or around the box it is in. A video's own controls have the browser's. */
const RING = `(() => {
  const at = ${ACTIVE};
  if (at.matches('video:not(:focus-visible)')) return 1;
  const around = [at, at.closest('label'), at.closest('.prompt-box')].filter(Boolean).map((element) => getComputedStyle(element));
  return Math.max(...around.map(({outlineStyle, outlineWidth}) => (outlineStyle === 'none' ? 0 : parseFloat(outlineWidth))));
})()`;

class Keyboard {
  readonly #visitor: Visitor;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  /** Goes on by Tab until this has the focus; the stops on the way, it included. */
  async tabTo(wanted: string): Promise<string[]> {
    const stops: string[] = [];
    while (stops.at(-1) !== wanted) {
      stops.push(await this.tab());
      if (stops.length > 60) throw new Error(`Tab does not lead to ${wanted}, but to ${stops.join(', ')}`);
    }
    return stops;
  }

  async tab(): Promise<string> {
    await this.#visitor.page.keyboard.press('Tab');
    return this.at();
  }

  async back(): Promise<void> {
    const {keyboard} = this.#visitor.page;
    await keyboard.down('Shift');
    await keyboard.press('Tab');
    await keyboard.up('Shift');
  }

  async press(key: 'Enter' | 'Space' | 'ArrowRight' | 'ArrowDown' | '+'): Promise<void> {
    await this.#visitor.page.keyboard.press(key);
    await this.#visitor.page.evaluate(`document.querySelector('hailuo-generator').updateComplete`);
  }

  /** What has the focus, by role and name. It is never lost, and always seen. */
  async at(): Promise<string> {
    const {page} = this.#visitor;
    assert.notEqual(await page.evaluate(`${ACTIVE}.localName`), 'body', 'the focus is lost');
    assert.ok(Number(await page.evaluate(RING)) >= 1, `no ring around ${await page.evaluate(`${ACTIVE}.outerHTML`)}`);
    const tree = await page.accessibility.snapshot({interestingOnly: false});
    const {role, name} = focusedIn(tree) ?? {};
    return `${role} ${JSON.stringify(name)}`;
  }

  async value(): Promise<string> {
    return String(await this.#visitor.page.evaluate(`${ACTIVE}.value`));
  }
}

/** The innermost: a document that has the focus has it too. */
function focusedIn(node: SerializedAXNode | null): SerializedAXNode | undefined {
  for (const child of node?.children ?? []) {
    const found = focusedIn(child);
    if (found) return found;
  }
  return node?.focused ? node : undefined;
}
