// Every state the element can show, and how a page brings it about.

import type {HailuoGenerator} from '../../widget/index.ts';
import type {FailureCode} from '../../widget/studio/runs/run.ts';
import {
  DEFAULT_MODEL,
  LIMITS,
  type LimitName,
  type LimitState,
  PROBLEMS,
  type ProblemCode,
  problem,
} from '../../worker/contract/index.ts';
import {SCENARIOS, type Scenario} from '../runware/scenarios.ts';
import {TROUBLES, type Trouble} from './troubleshooting.ts';

/** A state, for the list. */
export interface Situation {
  name: string;
  /** What goes to the end of the prompt. */
  switches?: string;
  /** Its cause and remedy, where it is a problem. */
  trouble?: Trouble;
  /** Answers the next request in the Worker's stead. */
  answer?: () => Promise<Response>;
  /** Does with a fresh element what a page or a visitor would do. */
  act?: (element: HailuoGenerator) => void | Promise<void>;
}

TROUBLES satisfies Record<FailureCode, Trouble>;

const SCENE = 'A paper boat in the rain';

/** The situations, by what they are about. */
export const SITUATIONS: Readonly<Record<string, readonly Situation[]>> = {
  'Before anything is sent': [
    {name: 'Empty'},
    {name: 'Sent without a prompt', act: submit},
    {
      name: 'The prompt is too long',
      act(element) {
        element.defaults = {positivePrompt: 'A boat. '.repeat(DEFAULT_MODEL.prompt.max / 8 + 1)};
        return submit(element);
      },
    },
    {name: 'A first frame', act: async (element) => give(element, await picture(1366, 768))},
    {name: 'A picture that is too small', act: async (element) => give(element, await picture(64, 36))},
    {name: 'A file that is no picture', act: (element) => give(element, new File(['?'], 'boat.gif'))},
    {name: 'Camera moves', act: (element) => unfold(element, 'camera-moves')},
    {name: 'More options', act: (element) => unfold(element, 'options')},
    {
      name: 'Ideas of the page',
      act(element) {
        element.starters = [SCENE, 'A lighthouse in a storm', 'Steam over a cup of tea'];
      },
    },
    {name: 'Disabled', act: (element) => element.setAttribute('disabled', '')},
    {name: 'In Arabic', act: (element) => element.setAttribute('lang', 'ar')},
  ],
  ...Object.fromEntries(
    Object.entries(SCENARIOS).map(([about, scenarios]) => [about, scenarios.map((scenario) => played(scenario))]),
  ),
  'A limit is reached': (Object.keys(LIMITS) as LimitName[]).map((name) => ({
    name,
    ...answered(() => {
      const {unit, ...window} = LIMITS[name];
      const resetsAt = new Date(Date.now() + 40 * 60_000).toISOString();
      const limit = {name, unit, max: 5, remaining: 0, ...('windowSeconds' in window && {resetsAt})};
      return Promise.resolve(refusal('limitExceeded', limit));
    }),
    trouble: TROUBLES.limitExceeded,
  })),
  'Problems by code': [
    {name: 'unreachable', ...answered(() => Promise.reject(new TypeError('no network')))},
    // What the Worker does not know has not arrived there.
    {name: 'notArrived', ...answered(() => Promise.resolve(refusal('notFound')))},
    {name: 'badEndpoint', ...answered(() => Promise.resolve(new Response('<!doctype html>Hello')))},
    ...(Object.keys(PROBLEMS) as ProblemCode[])
      .filter((code) => !/^(clip|limitExceeded|notFound)/.test(code))
      .map((name) => ({name, ...answered(() => Promise.resolve(refusal(name)))})),
  ].map((situation) => ({...situation, trouble: TROUBLES[situation.name as FailureCode]})),
};

/** What the stand-in for Runware plays. Whether it is sent is left to the page: with the real one it is paid. */
function played({name, switches, results = 1}: Scenario): Situation {
  return {
    name,
    switches,
    act(element) {
      element.defaults = {positivePrompt: `${SCENE} @runware(${switches})`, numberResults: results};
    },
  };
}

/** What the page answers itself: nothing is sent, so nothing is paid. */
function answered(answer: () => Promise<Response>): Pick<Situation, 'answer' | 'act'> {
  return {
    answer,
    act(element) {
      element.defaults = {positivePrompt: SCENE};
      return submit(element);
    },
  };
}

function refusal(code: ProblemCode, limit?: LimitState): Response {
  const errors = code === 'invalidRequest' ? [{field: 'duration', message: 'is not offered here'}] : undefined;
  const body = problem(code, {...(limit && {limit}), ...(errors && {errors})});
  return Response.json(body, {status: body.status});
}

/** A control of the element's. Pages have no business there; this one plays the visitor. */
function within(element: HailuoGenerator, selector: string): HTMLElement {
  const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
  if (found) return found;
  throw new Error(`the element lacks ${selector}`);
}

/** Clicks the button. */
export async function submit(element: HailuoGenerator): Promise<void> {
  await element.updateComplete;
  await element.generate();
}

function give(element: HailuoGenerator, file: File): void {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(file);
  within(element, '[part="prompt"]').dispatchEvent(new DragEvent('drop', {dataTransfer, bubbles: true}));
}

function unfold(element: HailuoGenerator, part: string): void {
  within(element, `[part="${part}"]:not([open]) > summary`).click();
}

async function picture(width: number, height: number): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('there is no canvas');
  const sky = context.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, '#7d6bff');
  sky.addColorStop(1, '#ff8a66');
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  return new File([await canvas.convertToBlob({type: 'image/png'})], 'evening.png', {type: 'image/png'});
}
