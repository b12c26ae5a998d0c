// A person at the demo page: sees what is on it, types, chooses, waits.

import {mkdir, mkdtempDisposable, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import puppeteer, {type Browser, type BrowserContext, type ElementHandle, type Page} from 'puppeteer-core';
import {findBrowser, launchOptions} from './browser.ts';

/** A person with a browser of their own. */
export interface Visitor extends AsyncDisposable {
  page: Page;
  /** Method and path of each request to the API, the clips aside. */
  asked: string[];
  /** Everything the browser complained about. */
  complaints: string[];
  /** The control of this role and name. */
  find(role: string, name: string): Promise<ElementHandle>;
  click(role: string, name: string): Promise<void>;
  type(name: string, text: string): Promise<void>;
  /** Chooses a picture (base64) as the first frame. */
  give(image: string): Promise<void>;
  /** Resolves when this text can be seen. */
  sees(text: string): Promise<void>;
  /** Seconds the video has played once it has advanced beyond half a second. */
  plays(): Promise<number>;
}

/** How a visitor came. */
export interface VisitOptions {
  viewport?: {width: number; height: number};
  /** What the visitor has chosen in the browser's settings, as Chromium keeps it. */
  preferences?: object;
}

/** Opens a page. */
export async function visit(
  url: string,
  {viewport = {width: 1280, height: 900}, preferences}: VisitOptions = {},
): Promise<Visitor> {
  await using opening = new AsyncDisposableStack();
  const page = await (preferences
    ? opening.use(await ownBrowser(preferences))
    : opening.use(await context())
  ).newPage();
  await page.setViewport(viewport);
  // Long: these machines are shared, and several browsers run at once.
  page.setDefaultTimeout(90_000);
  const asked: string[] = [];
  page.on('request', (request) => {
    const {pathname} = new URL(request.url());
    if (pathname.startsWith('/v1') && !pathname.includes('/videos/')) asked.push(`${request.method()} ${pathname}`);
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(url);
  const stack = opening.move();

  async function find(role: string, name: string): Promise<ElementHandle> {
    try {
      return (await page.waitForSelector(`aria/${name}[role="${role}"]`)) as ElementHandle;
    } catch (cause) {
      const there = JSON.stringify(await page.accessibility.snapshot());
      throw new Error(`there is no ${role} "${name}" but ${there}`, {cause});
    }
  }

  return {
    page,
    asked,
    complaints,
    find,
    async click(role, name) {
      const handle = await find(role, name);
      await handle.evaluate(standsStill);
      await handle.click();
    },
    async type(name, text) {
      const box = await find('textbox', name);
      await box.evaluate((element) => (element as unknown as {select(): void}).select());
      await box.type(text);
    },
    async give(image) {
      const file = join(tmpdir(), `frame-${crypto.randomUUID()}.png`);
      await writeFile(file, Buffer.from(image, 'base64'));
      const input = await page.waitForSelector('>>> input[type=file]');
      await (input as ElementHandle<never> & {uploadFile(path: string): Promise<void>}).uploadFile(file);
      await find('button', 'Remove first frame');
      await rm(file);
    },
    async sees(text) {
      await page.waitForSelector(`>>> ::-p-text(${text})`, {visible: true});
    },
    async plays() {
      const video = await page.waitForSelector('>>> video');
      if (!video) throw new Error('there is no video');
      return video.evaluate(async (element) => {
        const playing = element as unknown as PlayingVideo;
        playing.muted = true;
        await playing.play();
        const {promise, resolve} = Promise.withResolvers<number>();
        playing.ontimeupdate = () => playing.currentTime > 0.5 && resolve(playing.currentTime);
        return promise;
      });
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Whatever comes onto a page late would be clicked in its place. */
async function standsStill(element: unknown): Promise<void> {
  const {getBoundingClientRect: measure, ownerDocument} = element as Placed;
  const {promise, resolve} = Promise.withResolvers<void>();
  let before = '';
  (function look() {
    const place = JSON.stringify(measure.call(element));
    if (place === before) resolve();
    else ownerDocument.defaultView.requestAnimationFrame(look);
    before = place;
  })();
  return promise;
}

/** What is used there of Element. */
interface Placed {
  getBoundingClientRect(): object;
  ownerDocument: {defaultView: {requestAnimationFrame(look: () => void): void}};
}

/** What these tests use of HTMLVideoElement: this room does not see the DOM. */
interface PlayingVideo {
  muted: boolean;
  currentTime: number;
  ontimeupdate: () => void;
  play(): Promise<void>;
}

/** The browser of all who have chosen nothing in its settings, and how many of them there are. */
let common: {browser: Promise<Browser>; visitors: number; leaving?: NodeJS.Timeout} | undefined;

/** How long it waits for the next one. */
const IDLE_MS = 500;

/** A place in it that knows nothing of the others. */
async function context(): Promise<AsyncDisposable & Pick<BrowserContext, 'newPage'>> {
  common ??= {browser: launch(), visitors: 0};
  const shared = common;
  clearTimeout(shared.leaving);
  shared.visitors++;
  const own = await (await shared.browser).createBrowserContext();
  return {
    newPage: () => own.newPage(),
    async [Symbol.asyncDispose]() {
      await own.close();
      if (--shared.visitors) return;
      shared.leaving = setTimeout(async () => {
        common = undefined;
        await (await shared.browser).close();
      }, IDLE_MS);
    },
  };
}

/** A browser with settings of its own. */
async function ownBrowser(preferences: object): Promise<AsyncDisposable & Pick<Browser, 'newPage'>> {
  const stack = new AsyncDisposableStack();
  const profile = stack.use(await mkdtempDisposable(join(tmpdir(), 'profile-')));
  await mkdir(join(profile.path, 'Default'));
  await writeFile(join(profile.path, 'Default/Preferences'), JSON.stringify(preferences));
  const browser = await launch(profile.path);
  stack.defer(() => browser.close());
  return {newPage: () => browser.newPage(), [Symbol.asyncDispose]: () => stack.disposeAsync()};
}

function launch(userDataDir?: string): Promise<Browser> {
  const {executablePath, args} = launchOptions(findBrowser());
  return puppeteer.launch({
    executablePath,
    // A click would fall on what a page that is still scrolling has brought to its place.
    args: [...args, '--disable-smooth-scrolling'],
    ...(userDataDir && {userDataDir}),
  });
}
