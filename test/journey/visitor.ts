// A person at the demo page: sees what is on it, types, chooses, waits.

import {mkdir, mkdtempDisposable, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import puppeteer, {type ElementHandle, type Page} from 'puppeteer-core';
import {findBrowser, launchOptions} from '../browser.ts';

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
  {viewport = {width: 1280, height: 900}, preferences = {}}: VisitOptions = {},
): Promise<Visitor> {
  const stack = new AsyncDisposableStack();
  const profile = stack.use(await mkdtempDisposable(join(tmpdir(), 'profile-')));
  await mkdir(join(profile.path, 'Default'));
  await writeFile(join(profile.path, 'Default/Preferences'), JSON.stringify(preferences));
  const {executablePath, args} = launchOptions(findBrowser());
  const browser = await puppeteer.launch({
    executablePath,
    // A click would fall on what a page that is still scrolling has brought to its place.
    args: [...args, '--disable-smooth-scrolling'],
    userDataDir: profile.path,
    defaultViewport: viewport,
  });
  stack.defer(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  const asked: string[] = [];
  page.on('request', (request) => {
    const {pathname} = new URL(request.url());
    if (pathname.startsWith('/v1') && !pathname.includes('/videos/')) asked.push(`${request.method()} ${pathname}`);
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(url);

  async function find(role: string, name: string): Promise<ElementHandle> {
    const handle = await page.waitForSelector(`aria/${name}[role="${role}"]`);
    if (!handle) throw new Error(`there is no ${role} "${name}"`);
    return handle;
  }

  return {
    page,
    asked,
    complaints,
    find,
    click: async (role, name) => (await find(role, name)).click(),
    async type(name, text) {
      const box = await find('textbox', name);
      await box.click({count: 3});
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
      await page.waitForSelector('>>> video');
      const video = await page.$('>>> video');
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

/** What these tests use of HTMLVideoElement: this room does not see the DOM. */
interface PlayingVideo {
  muted: boolean;
  currentTime: number;
  ontimeupdate: () => void;
  play(): Promise<void>;
}
