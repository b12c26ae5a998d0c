// Each state the element can be in, and how a visitor comes to it.

import {clip, failure, Page, problem, processing, success, until} from './page.ts';
import type {Script} from './worker.ts';

interface State {
  script?: Script;
  /** Text that shows that the state is reached. */
  words: string;
  videos?: string;
  prompt?: string;
  /** What a visitor does before anything is sent. */
  before?(page: Page): Promise<void>;
  /** What a visitor does then. */
  after?(page: Page): Promise<void>;
}

const CONFIG = {
  presets: [{name: '768p', durations: [{seconds: 6}, {seconds: 10}]}],
  formats: ['MP4', 'WEBM'],
  safetyModes: ['none', 'fast'],
  maxResults: 4,
  imageHosts: ['images.example'],
};
const FOX = 'A red fox in the snow';

export const STATES: Record<string, State> = {
  idle: {words: 'Your video appears here'},
  'ideas of the page': {
    words: 'Your video appears here',
    async before(page) {
      page.element.starters = [
        'A lighthouse in a storm',
        `A very long idea, ${'longer and longer, '.repeat(12)}in one shot`,
      ];
      await page.element.updateComplete;
    },
  },
  'refusing to send an empty prompt': {
    words: 'Describe your video',
    prompt: '',
    after: (page) => until(() => page.root.querySelector('[name=verification]')),
  },
  'a doubtful camera move': {
    words: 'is not a camera move',
    async before(page) {
      await openMoves(page);
      await page.type(`${FOX} [Truck sideways]`);
    },
  },
  'a first frame with its crop': {
    words: 'Crop of the first frame',
    before: (page) => giveFrame(page, 768),
  },
  'a first frame that is too small': {
    words: 'This picture is too small',
    before: (page) => giveFrame(page, 100),
  },
  'an address of a first frame that is not allowed': {
    script: {config: CONFIG},
    words: 'An https address on images.example.',
    prompt: FOX,
    async before(page) {
      await page.focusForm();
      await until(() => page.root.querySelector('[name=frameURL]'));
      await page.fillIn(page.field('First frame from a web address'), 'https://elsewhere.example/fox.png');
    },
  },
  paused: {
    script: {config: {...CONFIG, paused: true}},
    words: 'Making videos is paused on this page',
    before: (page) => page.focusForm(),
  },
  submitting: {
    script: {post: ['hang']},
    words: 'Sending',
    after: (page) => page.waitForRequest(({method}) => method === 'POST'),
  },
  processing: {script: {post: [processing()], get: ['hang']}, words: 'Making your video'},
  'processing, with a first clip': {
    script: {post: [processing({progress: 40, results: [clip(1)]})], get: ['hang']},
    words: '1 of 3 ready',
    videos: '3',
  },
  'processing, late': {script: {post: [processing({late: true})], get: ['hang']}, words: 'Still being made'},
  'processing, with a notification requested': {
    script: {post: [processing()], get: ['hang']},
    words: 'You will be notified.',
    async after(page) {
      await page.shows('Making your video');
      page.button('Notify me when it is ready').click();
    },
  },
  'two under way': {
    script: {post: [processing()], get: ['hang']},
    words: 'A blue whale',
    async after(page) {
      await page.shows('Making your video');
      await page.generate('A blue whale');
      await page.waitUntilReady();
      await page.shows('Making your video');
    },
  },
  success: {script: {post: [success(clip(1))]}, words: 'Download'},
  'success with four clips': {script: {post: [success(...[1, 2, 3, 4].map(clip))]}, words: 'Download', videos: '4'},
  'success in part': {
    script: {post: [{generation: {status: 'success', results: [clip(1), clip(2)], failedResults: 2}}]},
    words: '2 of 4 could not be made',
    videos: '4',
  },
  'what next': {
    script: {post: [success(clip(1))]},
    words: 'Continue from its last frame',
    after: openActions,
  },
  'deleting, asked once more': {
    script: {post: [success(clip(1))]},
    words: 'Really delete?',
    async after(page) {
      await openActions(page);
      page.button('Delete from this device').click();
    },
  },
  'a history, with one not waited for and one no longer kept': {
    script: {
      post: [success({...clip(1), videoURL: '/fake/nobody/gone.mp4'}), processing(), success(clip(2))],
      get: ['hang'],
    },
    words: 'Download',
    async after(page) {
      await page.shows('This video is no longer kept');
      await page.generate('A blue whale');
      await page.shows('Making your video');
      page.button('Stop waiting').click();
      await page.shows('Your video appears here');
      await page.generate('A grey wolf');
      await page.shows('No longer waiting');
    },
  },
  'a withheld clip': {
    script: {post: [success({videoUUID: 'x', NSFWContent: true})]},
    words: 'This video was withheld',
  },
  'a clip that was flagged and is shown': {
    script: {post: [success({...clip(1), NSFWContent: true})]},
    words: 'Flagged by the safety check',
  },
  'a clip that does not load': {
    script: {post: [success({videoUUID: 'x', videoURL: 'data:video/mp4,'})]},
    words: 'This video cannot be played',
  },
  error: {script: {post: [failure('generationFailed')]}, words: 'Try again'},
  refused: {script: {post: [problem(422, 'contentRefused')]}, words: 'refused by moderation'},
  'set up wrong, with the hint for the owner': {
    script: {post: [problem(403, 'originNotAllowed')]},
    words: 'For the owner of this page',
    async after(page) {
      await page.shows('For the owner of this page');
      for (const hint of page.root.querySelectorAll<HTMLDetailsElement>('.owner-hint')) hint.open = true;
    },
  },
};

/** A page in this state. `unfolded`: with all of the form open. */
export async function openState(name: string, scheme: 'light' | 'dark' = 'light', unfolded = true): Promise<Page> {
  // A browser's own question would be answered by nobody.
  if ('Notification' in window) Notification.requestPermission = async () => 'granted';
  const {script, words, videos, prompt, before, after} = STATES[name] as State;
  const page = await Page.open(script, scheme);
  if (unfolded) await page.unfold();
  await before?.(page);
  if (videos) await page.choose('Videos', videos);
  if (script?.post || prompt !== undefined) await page.generate(prompt ?? FOX);
  await after?.(page);
  await page.shows(words);
  await page.element.updateComplete;
  return page;
}

async function openMoves(page: Page): Promise<void> {
  for (const details of page.root.querySelectorAll<HTMLDetailsElement>('[part=camera-moves]')) details.open = true;
  await until(() => page.root.querySelector('[part=camera-moves] .chip'));
}

async function openActions(page: Page): Promise<void> {
  await until(() => (page.video?.readyState ?? 0) >= 2);
  for (const details of page.root.querySelectorAll<HTMLDetailsElement>('[part=actions]')) details.open = true;
}

/** A square picture. */
async function giveFrame(page: Page, side: number): Promise<void> {
  const canvas = new OffscreenCanvas(side, side);
  canvas.getContext('2d')?.fillRect(0, 0, side, side / 2);
  await page.addFile(new File([await canvas.convertToBlob({type: 'image/png'})], 'fox.png', {type: 'image/png'}));
}
