// Every state the element can show, and how the page `/states` puts it into that state.

import type {FailureCode} from '../../widget/failure-code.ts';
import type {HailuoGenerator} from '../../widget/index.ts';
import {
  DEFAULT_MODEL,
  LIMITS,
  type LimitName,
  PROBLEMS,
  type ProblemCode,
  problem,
  type ReachedLimit,
} from '../../worker/contract/index.ts';
import {SCENARIOS, type Scenario} from '../runware/scenarios.ts';
import {type Diagnosis, TROUBLESHOOTING} from './troubleshooting.ts';

/** A state in the list. */
export interface ElementState {
  name: string;
  /** Switches for the Runware stand-in, appended to the prompt. */
  switches?: string;
  /** Cause and solution, if the state is a problem. */
  diagnosis?: Diagnosis;
  /** Responds to the next request in place of the Worker. */
  respond?: () => Promise<Response>;
  /** Does with a new element what a page or a visitor would do. */
  setUp?: (element: HailuoGenerator) => void | Promise<void>;
}

TROUBLESHOOTING satisfies Record<FailureCode, Diagnosis>;

const [PRESET] = DEFAULT_MODEL.presets;
const SCENE = 'A paper boat in the rain';

/** The states, by group. */
export const ELEMENT_STATES: Readonly<Record<string, readonly ElementState[]>> = {
  'Before a request': [
    {name: 'Empty'},
    {name: 'Submitted without a prompt', setUp: submit},
    {
      name: 'The prompt is too long',
      setUp(element) {
        element.defaults = {positivePrompt: 'A boat. '.repeat(DEFAULT_MODEL.prompt.max / 8 + 1)};
        return submit(element);
      },
    },
    {
      name: 'A first frame',
      setUp: async (element) => dropFile(element, await createPicture(PRESET.width, PRESET.height)),
    },
    {name: 'A picture that is too small', setUp: async (element) => dropFile(element, await createPicture(64, 36))},
    {name: 'A file that is not a picture', setUp: (element) => dropFile(element, new File(['?'], 'boat.gif'))},
    {name: 'Camera moves', setUp: (element) => expand(element, 'camera-moves')},
    {name: 'More options', setUp: (element) => expand(element, 'options')},
    {
      name: 'Suggested prompts',
      setUp(element) {
        element.starters = [SCENE, 'A lighthouse in a storm', 'Steam over a cup of tea'];
      },
    },
    {name: 'Disabled', setUp: (element) => element.setAttribute('disabled', '')},
    {name: 'In Arabic', setUp: (element) => element.setAttribute('lang', 'ar')},
  ],
  ...Object.fromEntries(
    Object.entries(SCENARIOS).map(([about, scenarios]) => [about, scenarios.map((scenario) => simulated(scenario))]),
  ),
  'A limit is reached': (Object.keys(LIMITS) as LimitName[]).map((name) => ({
    name,
    ...intercepted(() => {
      const {unit, ...window} = LIMITS[name];
      const resetsAt = new Date(Date.now() + 40 * 60_000).toISOString();
      const limit = {name, unit, max: 5, remaining: 0, ...('windowSeconds' in window && {resetsAt})};
      return Promise.resolve(problemResponse('limitExceeded', limit));
    }),
    diagnosis: TROUBLESHOOTING.limitExceeded,
  })),
  'Problems by code': [
    {name: 'unreachable', ...intercepted(() => Promise.reject(new TypeError('no network')))},
    // The element concludes from `notFound` that its request did not arrive.
    {name: 'notArrived', ...intercepted(() => Promise.resolve(problemResponse('notFound')))},
    {name: 'badEndpoint', ...intercepted(() => Promise.resolve(new Response('<!doctype html>Hello')))},
    ...(Object.keys(PROBLEMS) as ProblemCode[])
      .filter((code) => !/^(clip|limitExceeded|notFound)/.test(code))
      .map((name) => ({name, ...intercepted(() => Promise.resolve(problemResponse(name)))})),
  ].map((state) => ({...state, diagnosis: TROUBLESHOOTING[state.name as FailureCode]})),
};

/** Simulated by the Runware stand-in. The page decides whether the request is sent: the real Runware bills it. */
function simulated({name, switches, results = 1}: Scenario): ElementState {
  return {
    name,
    switches,
    setUp(element) {
      element.defaults = {positivePrompt: `${SCENE} @runware(${switches})`, numberResults: results};
    },
  };
}

/** Answered by the page itself: no request is sent, so nothing is billed. */
function intercepted(respond: () => Promise<Response>): Pick<ElementState, 'respond' | 'setUp'> {
  return {
    respond,
    setUp(element) {
      element.defaults = {positivePrompt: SCENE};
      return submit(element);
    },
  };
}

function problemResponse(code: ProblemCode, limit?: ReachedLimit): Response {
  const errors = code === 'invalidRequest' ? [{field: 'duration', message: 'is not offered here'}] : undefined;
  const body = problem(code, {...(limit && {limit}), ...(errors && {errors})});
  return Response.json(body, {status: body.status});
}

/** A control inside the element. Other pages must not reach into the shadow root; this one simulates a visitor. */
function controlIn(element: HailuoGenerator, selector: string): HTMLElement {
  const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
  if (found) return found;
  throw new Error(`the element has no ${selector}`);
}

/** Does what a click on the button does. */
export async function submit(element: HailuoGenerator): Promise<void> {
  await element.updateComplete;
  await element.generate();
}

function dropFile(element: HailuoGenerator, file: File): void {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(file);
  controlIn(element, '[part="prompt"]').dispatchEvent(new DragEvent('drop', {dataTransfer, bubbles: true}));
}

function expand(element: HailuoGenerator, part: string): void {
  controlIn(element, `[part="${part}"]:not([open]) > summary`).click();
}

async function createPicture(width: number, height: number): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no canvas');
  const sky = context.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, '#7d6bff');
  sky.addColorStop(1, '#ff8a66');
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  return new File([await canvas.convertToBlob({type: 'image/png'})], 'evening.png', {type: 'image/png'});
}
