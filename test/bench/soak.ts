// Many generations at once, each with viewers, while Runware misbehaves in every way on its list. Seeded and repeatable.

import assert from 'node:assert/strict';
import {Random} from '../../demo/runware/random.ts';
import type {Generation} from '../../worker/contract/index.ts';
import {startWorld, type World} from '../support/world.ts';
import {memoryOf} from './memory.ts';

/** How much of it. */
export interface SoakOptions {
  generations: number;
  /** Streams held open on each generation. */
  viewers: number;
  /** Generations under way at once. */
  concurrent: number;
  seed: number;
}

/** What was seen. */
export interface SoakReport {
  generations: number;
  succeeded: number;
  failed: number;
  accepted: number;
  submits: number;
  polls: number;
  webhooks: number;
  seconds: number;
  /** Megabytes of the Worker's processes, after each tenth of the generations. */
  memory: readonly number[];
}

/** Habits of Runware, one of each line for each generation; what is expected of the generation stands beside it. */
const SUBMITS = [
  '',
  '',
  '',
  'submit=html500:1',
  'submit=empty503:1',
  'submit=429:1',
  'submit=lost',
  'submit=lostlate',
  'submit=reset:1',
  'submit=hang:1',
  'submit=conflict',
  'submit=rowerror',
  'submit=504:1',
  'ack=empty',
];
const POLLS = [
  '',
  '',
  'poll=html500:2',
  'poll=hang:1',
  'poll=reset:2',
  'poll=notfound:2',
  'poll=anonymous:2',
  'poll=bare:2',
  'poll=singular:1',
  'poll=empty:2',
  'poll=401:1',
  'poll=unavailable:2',
  'poll=oddity:2',
  'url=signed',
  'poll=402throttle',
  'status=missing',
  'status=queued',
  'progress=backwards',
  'cost=absent',
];
const WEBHOOKS = [
  'webhook=flat',
  'webhook=wrapped',
  'webhook=twice',
  'webhook=forged webhook=twice',
  'webhook=unordered',
  'webhook=early',
  'webhook=never',
];
const OUTCOMES = [
  '',
  '',
  '',
  '',
  'fail=providerError:1',
  'fail=providerError:1 form=b',
  'fail=timeoutProvider form=b',
  'fail=providerError',
  'fail=invalidProviderContent form=text',
];

interface Plan {
  prompt: string;
  numberResults: number;
  /** Clips that Runware will have made. */
  clips: number;
}

/** Runs it and asserts that nothing is lost, nothing is accepted twice, and nothing that was paid is reported failed. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const {generations, viewers, concurrent, seed} = options;
  const random = new Random(seed);
  const plans = Array.from({length: generations}, (_, index) => plan(index, random));
  const settings = {POLL_FIRST_SECONDS: '0.2', POLL_MAX_SECONDS: '0.2'};
  await using world = await startWorld({publicURL: 'own', settings, runware: {seed, switches: 'chaos=0.1'}});
  const startedAt = performance.now();
  const memory: number[] = [];
  let [succeeded, failed, next] = [0, 0, 0];
  async function worker(): Promise<void> {
    for (let mine = plans[next++]; mine; mine = plans[next++]) {
      const {status} = await live(world, mine, viewers);
      if (status === 'success') succeeded++;
      else failed++;
      if ((succeeded + failed) % Math.ceil(generations / 10) === 0) memory.push(await memoryOf(process.pid));
    }
  }
  const outcomes = await Promise.allSettled(Array.from({length: concurrent}, worker));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  const {submits, polls, webhooks} = world.runware.counts;
  const perPrompt = Map.groupBy(world.runware.tasks.values(), (task) => task.prompt);
  for (const {prompt} of plans) {
    const accepted = (perPrompt.get(wordsOf(prompt)) ?? []).reduce((sum, task) => sum + task.accepted, 0);
    assert.equal(accepted, 1, `"${prompt}" was accepted ${accepted} times`);
  }
  return {
    generations,
    succeeded,
    failed,
    accepted: world.runware.accepted,
    submits,
    polls,
    webhooks,
    seconds: Math.round((performance.now() - startedAt) / 1000),
    memory,
  };
}

function plan(index: number, random: Random): Plan {
  const numberResults = 1 + random.below(4);
  const outcome = pick(OUTCOMES, random);
  const timing = `seconds=${pick(['0', '0.1', '0.4'], random)} stagger=${pick(['0', '0.05', '0.2'], random)}`;
  const switches = [timing, pick(SUBMITS, random), pick(POLLS, random), pick(WEBHOOKS, random), outcome].filter(
    Boolean,
  );
  const failing = outcome === '' ? 0 : outcome.includes(':1') ? 1 : numberResults;
  return {prompt: `soak ${index} @runware(${switches.join(' ')})`, numberResults, clips: numberResults - failing};
}

function pick<T>(values: readonly T[], random: Random): T {
  return values[random.below(values.length)] as T;
}

function wordsOf(prompt: string): string {
  return prompt.slice(0, prompt.indexOf(' @'));
}

/** One generation with its viewers: all must see it end as Runware made it. */
async function live(world: World, {prompt, numberResults, clips}: Plan, viewers: number): Promise<Generation> {
  const {taskUUID, response} = await world.start({positivePrompt: prompt, numberResults});
  await response.body?.cancel();
  const ends = await Promise.all(Array.from({length: viewers}, () => world.ended(taskUUID)));
  const [end] = ends;
  assert.ok(end, `"${prompt}" was lost`);
  for (const other of ends) assert.deepEqual(other, end);
  assert.equal(end.status, clips > 0 ? 'success' : 'error', `"${prompt}" ended as ${JSON.stringify(end)}`);
  assert.equal(end.results.length, clips, `clips of "${prompt}"`);
  assert.equal(new Set(end.results.map(({videoUUID}) => videoUUID)).size, clips);
  return end;
}
