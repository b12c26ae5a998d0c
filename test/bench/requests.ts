import {visit} from '../support/visitor.ts';
import {startWorld} from '../support/world.ts';

/** Real seconds of the generation that is measured, and how much faster it runs here. */
const SECONDS = 120;
const SPEED = 100;

/** Calls to Runware, and requests to the Worker, for one generation with so many viewers. */
interface Requests {
  webhooks: boolean;
  viewers: number;
  submits: number;
  polls: number;
}

/** Counts the calls to Runware with and without webhooks, for one viewer and for twenty. */
export async function measureRequests(): Promise<Requests[]> {
  const rows: Requests[] = [];
  for (const webhooks of [true, false]) for (const viewers of [1, 20]) rows.push(await count(webhooks, viewers));
  return rows;
}

/** The requests a page makes from the click to the clip, as the browser reports them. */
export async function measurePage(): Promise<string[]> {
  await using world = await startWorld();
  await using visitor = await visit(world.url);
  await visitor.type('Prompt', 'A fox @runware(seconds=1)');
  await visitor.click('button', 'Generate · $0.28');
  await visitor.plays();
  return visitor.asked.map((request) => request.replace(/[0-9a-f-]{36}/, ':taskUUID'));
}

async function count(webhooks: boolean, viewers: number): Promise<Requests> {
  const settings = {POLL_FIRST_SECONDS: String(10 / SPEED), POLL_MAX_SECONDS: String(10 / SPEED)};
  const runware = {switches: `seconds=${SECONDS / SPEED}`};
  await using world = await startWorld({settings, runware, ...(webhooks && {publicURL: 'own' as const})});
  // Whether calls arrive is learned from the generation before.
  await world.ended((await world.start({positivePrompt: 'The one before'})).taskUUID);
  const before = {...world.runware.counts};
  const {taskUUID} = await world.start({positivePrompt: 'A fox'});
  await Promise.all(Array.from({length: viewers}, () => world.ended(taskUUID)));
  const {submits, polls} = world.runware.counts;
  return {webhooks, viewers, submits: submits - before.submits, polls: polls - before.polls};
}
