// Whatever happens in whatever order: what is left is a state a person can parseGeneration, and no click was two.

import {assert} from 'chai';
import fc from 'fast-check';
import {clip, failure, live, Page, problem, processing, success} from '../../support/page.ts';
import type {Script} from '../../support/worker.ts';

const RUNS = 20;
const STEPS = 9;
/** Far more than anything takes: so a state that lasts is told with its words. */
const PATIENCE_FRAMES = 1500;

/** What the way to the Worker, or the Worker, may be like for a while. */
const WEATHER: Record<string, Script> = {
  'all is well': {post: [processing()], get: [live({status: 'processing', progress: 50})]},
  'it is quick': {post: [success(clip(1))], get: [success(clip(1))]},
  'the stream breaks': {post: [processing()], get: [{stream: [{status: 'processing'}], breaks: true}]},
  offline: {post: ['drop'], get: ['drop']},
  'answers are lost': {post: ['hang'], get: ['hang']},
  'it fails': {post: [failure('generationFailed')], get: [failure('generationFailed')]},
  'it refuses': {post: [problem(422, 'contentRefused')], get: [problem(404, 'notFound')]},
  'it is broken': {post: [{html: '<h1>502</h1>', status: 502}], get: [{html: '<h1>502</h1>', status: 502}]},
};

type Step =
  | {does: 'submit' | 'double click'; prompt: string}
  | {does: 'cancel' | 'reload' | 'hide' | 'show' | 'retry' | 'reset' | 'look back'}
  | {does: 'weather'; name: string}
  | {does: 'language'; tag: string};

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constantFrom('submit' as const, 'double click' as const),
    prompt: fc.constantFrom('A red fox', 'A blue whale', 'A red fox'),
  }),
  fc.record({
    does: fc.constantFrom('cancel' as const, 'reload' as const, 'hide' as const, 'show' as const, 'retry' as const),
  }),
  fc.record({does: fc.constantFrom('reset' as const, 'look back' as const)}),
  fc.record({does: fc.constant('weather' as const), name: fc.constantFrom(...Object.keys(WEATHER))}),
  fc.record({does: fc.constant('language' as const), tag: fc.constantFrom('de', 'ar', 'ja', 'en')}),
);

/** A person at the page, who counts their clicks. */
class Person {
  readonly page: Page;
  /** Clicks that may have meant a new generation, and what the element made of them. */
  clicks = 0;
  readonly submitted = new Set<string>();

  constructor(page: Page) {
    this.page = page;
    document.addEventListener('hailuo-submit', this.#onSubmit);
  }

  readonly #onSubmit = (event: Event) => {
    const {request} = event as HTMLElementEventMap['hailuo-submit'];
    assert.isFalse(this.submitted.has(request.taskUUID), 'each submit is a new generation');
    this.submitted.add(request.taskUUID);
  };

  async take(step: Step): Promise<void> {
    const {page} = this;
    switch (step.does) {
      case 'submit':
      case 'double click':
        await page.type(step.prompt);
        this.clicks++;
        this.#press(1);
        if (step.does === 'double click') this.#press(2);
        break;
      case 'cancel':
        page.element.cancel();
        break;
      case 'reload':
        await page.reload();
        break;
      case 'hide':
      case 'show':
        page.hide(step.does === 'hide');
        break;
      case 'retry':
        if (this.#clickOn('.screen button')) this.clicks++;
        break;
      case 'look back':
        this.#clickOn('.card:not([aria-current=true])');
        break;
      case 'reset':
        page.element.reset();
        break;
      case 'weather':
        await page.extendScript(WEATHER[step.name] as Script);
        break;
      case 'language':
        page.element.lang = step.tag;
        break;
      default:
        step satisfies never;
    }
    await page.element.updateComplete;
    await new Promise(requestAnimationFrame);
  }

  /** The weather clears; whoever waits, waits until all has ended. */
  async settle(): Promise<void> {
    const {page} = this;
    await page.extendScript(WEATHER['it is quick'] as Script);
    page.hide(false);
    page.element.lang = 'en';
    for (let frame = 0; ; frame++) {
      assert.isBelow(frame, PATIENCE_FRAMES, `it does not settle: ${page.text}`);
      await page.element.updateComplete;
      if (
        page.root.querySelector('.submit-button[aria-disabled=false]') &&
        !page.root.querySelector('.waiting, .card progress')
      )
        return;
      // Whoever waits for the network need not wait for long.
      window.dispatchEvent(new Event('online'));
      await new Promise(requestAnimationFrame);
    }
  }

  #press(detail: number): void {
    this.page.root
      .querySelector('.submit-button')
      ?.dispatchEvent(new MouseEvent('click', {detail, bubbles: true, cancelable: true}));
  }

  #clickOn(selector: string): boolean {
    const found = this.page.root.querySelector<HTMLElement>(selector);
    found?.click();
    return Boolean(found);
  }

  [Symbol.dispose](): void {
    document.removeEventListener('hailuo-submit', this.#onSubmit);
  }
}

test('whatever happens, in whatever order, it ends in words or a video, and each click is one generation', async function () {
  this.timeout(120_000);
  await fc.assert(
    fc.asyncProperty(fc.array(step, {minLength: 2, maxLength: STEPS}), async (steps) => {
      using page = await Page.open(WEATHER['all is well']);
      using person = new Person(page);
      for (const step of steps) await person.take(step);
      await person.settle();

      const posts = await page.requests('POST');
      const sent = new Map<unknown, string>();
      for (const {body} of posts) {
        const text = JSON.stringify(body);
        assert.equal(sent.get(body?.taskUUID) ?? text, text, 'a generation is asked for again as it was');
        sent.set(body?.taskUUID, text);
        assert.isTrue(person.submitted.has(String(body?.taskUUID)), 'nothing is sent that was not submitted');
      }
      assert.isAtMost(person.submitted.size, person.clicks, 'a click is at most one generation');
      assert.notMatch(page.text, /undefined|NaN|\[object/);
      const words = page.root.querySelector('.screen')?.textContent?.trim();
      assert.isOk(page.video ?? words, 'the stage says something');
      assert.isFalse(document.hidden);
    }),
    {numRuns: RUNS, endOnFailure: true, includeErrorInReport: true},
  );
});
