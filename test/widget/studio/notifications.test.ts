import {assert} from 'chai';
import {clip, failure, live, next, Page, processing, success} from '../support/page.ts';

/** The browser's notifications, without the browser. */
class Notifications implements Disposable {
  shown: {title: string; body: string | undefined}[] = [];
  asked = 0;
  readonly #real = Object.getOwnPropertyDescriptor(window, 'Notification') as PropertyDescriptor;

  constructor() {
    const stub = this;
    Object.defineProperty(window, 'Notification', {
      configurable: true,
      value: class {
        constructor(title: string, {body}: NotificationOptions = {}) {
          stub.shown.push({title, body});
        }
        static async requestPermission() {
          stub.asked++;
          return 'granted';
        }
      },
    });
  }

  [Symbol.dispose](): void {
    Object.defineProperty(window, 'Notification', this.#real);
  }
}

const DONE = {status: 'success', finishedAt: '', results: [clip(1)]};

test('who looks elsewhere reads in the title that the video is ready, until they look again', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  const title = 'A shop';
  document.title = title;
  page.hide(true);
  await page.generate();
  await page.shows('Download');
  assert.equal(document.title, `Your video is ready. · ${title}`);
  page.hide(false);
  assert.equal(document.title, title);
});

test('a page that keeps its title to itself keeps it', async () => {
  using page = await Page.open({post: [success(clip(1))]});
  page.element.hide = 'title';
  const {title} = document;
  page.hide(true);
  await page.generate();
  await page.shows('Download');
  assert.equal(document.title, title);
});

test('nobody is asked about notifications before they want one', async () => {
  using notifications = new Notifications();
  using page = await Page.open({post: [processing()], get: [live({status: 'processing'})]});
  assert.throws(() => page.button('Notify me when it is ready'));
  await page.generate();
  await page.shows('Making your video');
  assert.equal(notifications.asked, 0);
  page.button('Notify me when it is ready').click();
  await page.shows('You will be notified.');
  assert.equal(notifications.asked, 1);
});

for (const [what, end, said] of [
  ['ready', {generation: DONE}, 'Your video is ready.'],
  ['failed', failure('generationFailed'), 'The video could not be made'],
] as const) {
  test(`who asked for it is notified that the video is ${what}`, async () => {
    using notifications = new Notifications();
    using page = await Page.open({post: [processing()], get: [live({status: 'processing'})]});
    await page.generate('A red fox');
    await page.shows('Notify me when it is ready');
    page.button('Notify me when it is ready').click();
    await page.shows('You will be notified.');
    await page.setScript({get: [end]});
    const ended = Promise.race([next('hailuo-result'), next('hailuo-failure')]);
    page.hide(true);
    window.dispatchEvent(new Event('online'));
    page.element.remove();
    document.body.append(page.element);
    await ended;
    page.element.remove();
    assert.deepEqual(notifications.shown, [{title: said, body: 'A red fox'}]);
  });
}
