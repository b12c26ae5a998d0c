import {assert} from 'chai';
import {clip, failure, live, Page, processing, success, until} from './support/page.ts';
import {openState} from './support/states.ts';

/** What a screen reader reads aloud by itself, in its order: each new content of a live region. */
function listen(page: Page): string[] {
  const heard: string[] = [];
  const said = new Map<Element, string>();
  const hear = () => {
    for (const region of page.root.querySelectorAll('[role=status], [role=alert], [aria-live=polite]')) {
      const text = region.textContent?.replace(/\s+/g, ' ').trim() ?? '';
      const before = said.get(region);
      said.set(region, text);
      // A region that arrives with its text is not read by all of them.
      if (text && before !== undefined && before !== text) heard.push(text);
    }
  };
  hear();
  new MutationObserver(hear).observe(page.root, {subtree: true, childList: true, characterData: true});
  return heard;
}

/** A clock that is ahead, until it is disposed of. */
class Later implements Disposable {
  seconds = 0;
  readonly #now = Date.now;

  constructor() {
    const now = this.#now.bind(Date);
    Date.now = () => now() + this.seconds * 1000;
  }

  [Symbol.dispose](): void {
    Date.now = this.#now;
  }
}

test('a wait is announced as it begins, by the minute, and as it ends; no second of it', async () => {
  const done = {status: 'success', finishedAt: '', results: [clip(1)]};
  using page = await Page.open({post: [processing()], get: [live({status: 'processing'})]});
  const heard = listen(page);
  await page.generate();
  await until(() => heard.includes('Making your video.'));
  using later = new Later();
  for (const seconds of [1, 2, 61, 62, 125]) {
    later.seconds = seconds;
    page.element.requestUpdate();
    await page.element.updateComplete;
  }
  await page.extendScript({get: [{generation: done}]});
  await page.shows('Download');
  assert.deepEqual(
    heard.filter((text) => text !== 'Sending…'),
    [
      'Making your video.',
      'Making your video. One minute so far.',
      'Making your video. 2 minutes so far.',
      'Your video is ready.',
    ],
  );
});

test('the time is in no live region and in no name', async () => {
  using page = await openState('two under way');
  const timer = page.root.querySelector('[role=timer]');
  assert.isNull(timer?.closest('[role=status], [aria-live]') ?? null);
  const names = [...page.root.querySelectorAll('.card')].map((card) => {
    const name = card.cloneNode(true) as Element;
    for (const hidden of name.querySelectorAll('[aria-hidden]')) hidden.remove();
    return name.textContent?.replace(/\s+/g, ' ').trim();
  });
  assert.deepEqual(names, ['A blue whale Making your video', 'A red fox in the snow Making your video']);
});

test('the end of one that is not on the stage is announced, with the beginning of its prompt', async () => {
  using page = await Page.open({post: [processing()], get: ['hang']});
  await page.generate(`A red fox ${'trots on '.repeat(20)}`);
  await page.shows('Making your video');
  await page.generate('A blue whale');
  await until(() => page.root.querySelectorAll('.card').length === 2);
  await page.shows('Making your video');
  const heard = listen(page);
  await page.extendScript({get: [failure('generationFailed')]});
  // The one on the stage ends too, sooner or later than this one.
  await until(() => heard.some((text) => /^A red fox (trots on )+t?[a-z]*…: The video could not be made/.test(text)));
});

test('a question is announced when it is asked, once', async () => {
  using page = await openState('what next');
  const heard = listen(page);
  page.button('Delete from this device').click();
  await until(() => heard.length);
  assert.deepEqual(heard, ['Really delete?']);
});

test('neither a double click nor a key held down is a yes', async () => {
  using page = await openState('what next');
  const button = page.button('Delete from this device');
  for (const detail of [1, 2]) button.dispatchEvent(new MouseEvent('click', {detail, bubbles: true}));
  await page.shows('Really delete?');
  const held = new KeyboardEvent('keydown', {key: 'Enter', repeat: true, bubbles: true, cancelable: true});
  assert.isFalse(button.dispatchEvent(held));
  await page.element.updateComplete;
  assert.isOk(page.video);
});

test('a picture that cannot be used is announced at once, and tied to its control', async () => {
  using page = await Page.open();
  await page.focusForm();
  await page.element.updateComplete;
  const heard = listen(page);
  const input = page.root.querySelector('[name=frameImages]') as HTMLInputElement;
  await page.addFile(new File(['no picture'], 'fox.txt', {type: 'text/plain'}));
  await until(() => heard.includes('This file cannot be used. Choose a JPEG, PNG or WebP picture.'));
  assert.equal(input.getAttribute('aria-invalid'), 'true');
  assert.equal(describedBy(page, input), 'This file cannot be used. Choose a JPEG, PNG or WebP picture.');
});

test('a prompt that cannot be sent gets the focus, and its reason with it', async () => {
  using page = await Page.open();
  await page.generate('');
  assert.equal(page.root.activeElement, page.prompt);
  assert.equal(page.prompt.getAttribute('aria-invalid'), 'true');
  assert.match(describedBy(page, page.prompt), /^Describe your video, or add a first frame\. /);
  await page.type('A red fox');
  assert.equal(page.prompt.getAttribute('aria-invalid'), 'false');
});

test('a field that the endpoint finds wrong says so itself', async () => {
  const errors = [{field: 'outputQuality', message: ''}];
  using page = await Page.open({post: [{status: 400, problem: {code: 'invalidRequest', errors}}]});
  await page.unfold();
  await page.generate();
  await until(() => page.root.querySelector('#outputQuality[aria-invalid=true]'));
  assert.include(describedBy(page, page.field('Quality')), 'This was not accepted');
});

test('every description that is pointed to is there', async () => {
  for (const name of ['idle', 'a first frame with its crop', 'an address of a first frame that is not allowed']) {
    using page = await openState(name);
    for (const control of page.root.querySelectorAll('[aria-describedby]'))
      for (const id of (control.getAttribute('aria-describedby') ?? '').split(' '))
        assert.isOk(page.root.getElementById(id), `${name}: ${id}`);
  }
});

test('what is on its way is not announced as ready where it was withheld or does not play', async () => {
  for (const [result, said] of [
    [{videoUUID: 'x', NSFWContent: true}, 'This video was withheld'],
    [{videoUUID: 'x', videoURL: 'data:video/mp4,'}, 'This video cannot be played'],
  ] as const) {
    using page = await Page.open({post: [success(result)]});
    await page.generate();
    await until(() => page.status.startsWith(said));
  }
});

test('focus that would be lost stays at the video: a wait that ends by itself', async () => {
  using page = await Page.open({post: [processing()], get: [live({status: 'processing'})]});
  await page.generate();
  await page.shows('Stop waiting');
  page.button('Stop waiting').focus();
  await page.extendScript({get: [success(clip(1))]});
  await page.shows('Download');
  assert.isTrue(page.root.activeElement?.matches('.stage'));
});

test('focus that is elsewhere on the page stays there', async () => {
  using page = await Page.open({post: [processing()], get: [live({status: 'processing'})]});
  await page.generate();
  await page.shows('Stop waiting');
  const elsewhere = page.element.parentElement?.appendChild(document.createElement('button'));
  elsewhere?.focus();
  await page.extendScript({get: [success(clip(1))]});
  await page.shows('Download');
  assert.equal(document.activeElement, elsewhere as Element);
});

function describedBy(page: Page, control: Element): string {
  const ids = (control.getAttribute('aria-describedby') ?? '').split(' ');
  return ids
    .map((id) => page.root.getElementById(id)?.textContent?.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .join(' ');
}
