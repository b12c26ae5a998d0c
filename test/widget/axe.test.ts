import 'axe-core';
import {executeServerCommand} from '@web/test-runner-commands';
import {assert} from 'chai';
import {clip, failure, Page, processing, refusal, success, until} from './page.ts';
import type {Script} from './worker.ts';

declare const axe: typeof import('axe-core');

interface State {
  script?: Script;
  /** They tell that it is there. */
  words: string;
  videos?: string;
  prompt?: string;
}

interface Trees {
  found: string;
  kept: string | undefined;
}

/** Each state the element can be in. */
const STATES: Record<string, State> = {
  idle: {words: 'Your video appears here'},
  'refusing to send an empty prompt': {words: 'Describe your video', prompt: ''},
  submitting: {script: {post: ['hang']}, words: 'Sending'},
  processing: {script: {post: [processing()], get: ['hang']}, words: 'Making your video'},
  'processing, with a first clip': {
    script: {post: [processing({progress: 40, results: [clip(1)]})], get: ['hang']},
    words: '1 of 3 ready',
    videos: '3',
  },
  'processing, late': {script: {post: [processing({late: true})], get: ['hang']}, words: 'Still being made'},
  success: {script: {post: [success(clip(1))]}, words: 'Download'},
  'success with four clips': {script: {post: [success(...[1, 2, 3, 4].map(clip))]}, words: 'Download', videos: '4'},
  'success in part': {
    script: {post: [{generation: {status: 'success', results: [clip(1), clip(2)], failedResults: 2}}]},
    words: '2 of 4 could not be made',
    videos: '4',
  },
  'a withheld clip': {
    script: {post: [success({videoUUID: 'x', NSFWContent: true})]},
    words: 'This video was withheld',
  },
  'a clip that does not load': {
    script: {post: [success({videoUUID: 'x', videoURL: 'data:video/mp4,'})]},
    words: 'This video cannot be played',
  },
  error: {script: {post: [failure('generationFailed')]}, words: 'Try again'},
  refused: {script: {post: [refusal(422, 'contentRefused')]}, words: 'refused by moderation'},
};

for (const scheme of ['light', 'dark'] as const) {
  for (const name of Object.keys(STATES)) {
    test(`axe finds nothing: ${name}, ${scheme}`, async () => {
      using page = await reach(name, scheme);
      // What fades in would be measured halfway.
      await Promise.all(
        page.root.getAnimations().map((animation) => (animation instanceof CSSTransition ? animation.finished : null)),
      );
      const {violations} = await axe.run(page.element);
      assert.deepEqual(
        violations.flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) => `${id}: ${failureSummary} ${html}`)),
        [],
      );
    });
  }
}

if (navigator.userAgent.includes('Chrome/')) {
  for (const name of Object.keys(STATES)) {
    test(`assistive technology is given what tree.txt says: ${name}`, async () => {
      using _page = await reach(name, 'light', name === 'idle');
      const {found, kept} = await executeServerCommand<Trees, {state: string}>('tree', {state: name});
      assert.equal(found, kept);
    });
  }
}

async function reach(name: string, scheme: 'light' | 'dark', unfolded = true): Promise<Page> {
  const {script, words, videos, prompt} = STATES[name] as State;
  const page = await Page.open(script, scheme);
  if (unfolded) await page.unfold();
  if (videos) await page.choose('Videos', videos);
  if (script || prompt !== undefined) await page.generate(prompt);
  await until(() => page.text.includes(words));
  return page;
}
