// What can happen to a site, as commands that fast-check draws, runs and shrinks.

import fc from 'fast-check';
import {Site} from './site.ts';
import {CODES, type Fault, type Naming, SHAPES, STATUSES} from './upstream.ts';

const MINUTE_MS = 60_000;

/** What happens: a name to read, and what it does. */
interface Step {
  name: string;
  run(site: Site): Promise<void> | void;
}

const fault: fc.Arbitrary<Fault> = fc.record({
  way: fc.constantFrom(
    'lost',
    'unanswered',
    'unanswered',
    'twice',
    'late',
    'error',
    'error',
    'error',
    'rowAndError',
    'repeated',
  ),
  code: fc.constantFrom(...CODES),
  status: fc.constantFrom(...STATUSES),
  shape: fc.constantFrom(...SHAPES),
  isCalling: fc.boolean(),
});

/** Keys by their first letter: keys of one letter are of one account. */
const deployedKeys = fc.constantFrom<readonly string[]>(['a'], ['a', 'b'], ['a', 'a2'], ['b']);
const acceptedKeys = fc.constantFrom<readonly string[]>(['a', 'a2', 'b'], ['a', 'a2', 'b'], ['b'], ['a2'], []);

const which = fc.nat(3);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.integer({min: 1, max: 3}), fc.nat(2), fc.constantFrom(0, 30, 150, 1500), fc.boolean())
      .map(clicking),
  },
  {weight: 4, arbitrary: fc.array(fault, {minLength: 1, maxLength: 4}).map(faults)},
  {weight: 4, arbitrary: fc.constantFrom(0, 1_000, 10_000, 30_000, 2 * MINUTE_MS, 15 * MINUTE_MS).map(passing)},
  {weight: 1, arbitrary: which.map(posting)},
  {weight: 1, arbitrary: which.map(calling)},
  {weight: 2, arbitrary: fc.tuple(deployedKeys, acceptedKeys).map(keys)},
  {weight: 2, arbitrary: fc.nat(12).map(crashing)},
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom('lost' as const, 'unanswered' as const), {minLength: 1, maxLength: 3})
      .map(ledgerFaults),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(-3_600_000, -10_000, 11 * MINUTE_MS, 25 * MINUTE_MS, 3_600_000).map(jumping),
  },
  {weight: 1, arbitrary: fc.constant<Step>({name: 'retention ends', run: endRetention})},
  {weight: 1, arbitrary: fc.constantFrom(1_000, 10_000, 60_000).map(deploying)},
  {
    weight: 1,
    arbitrary: fc.constant<Step>({name: 'what was late arrives', run: (site) => site.upstream.deliverLate()}),
  },
);

function clicking([results, failing, seconds, hasWebhook]: [number, number, number, boolean]): Step {
  return {
    name: `click for ${results}, ${failing} of them failing, ${seconds} s each${hasWebhook ? ', with a webhook' : ''}`,
    run: (site) => site.click(results, failing, seconds, hasWebhook),
  };
}

function faults(next: Fault[]): Step {
  return {name: `faults ${JSON.stringify(next)}`, run: (site) => void site.upstream.faults.push(...next)};
}

function passing(ms: number): Step {
  return {name: `${ms} ms pass`, run: (site) => site.pass(ms)};
}

function posting(index: number): Step {
  return {name: `the same click again, ${index}`, run: (site) => withGeneration(site, index, (one) => site.post(one))};
}

function calling(index: number): Step {
  return {name: `Runware calls, ${index}`, run: (site) => withGeneration(site, index, (one) => site.call(one))};
}

function withGeneration(site: Site, index: number, run: (one: Site['generations'][number]) => Promise<void>) {
  const one = site.generations[index % Math.max(1, site.generations.length)];
  return one && run(one);
}

/** The deployment has these, Runware accepts those. */
function keys([deployed, accepted]: [readonly string[], readonly string[]]): Step {
  return {
    name: `keys ${deployed.join(' ')}, of which Runware accepts ${accepted.join(' ')}`,
    run(site) {
      site.keyIds = [...deployed];
      site.upstream.keys = new Map(accepted.map((key) => [key, key.startsWith('a') ? 'account' : 'another']));
    },
  };
}

function crashing(writes: number): Step {
  return {name: `the power goes after ${writes} writes`, run: (site) => void Object.assign(site, {crashIn: writes})};
}

function ledgerFaults(next: ('lost' | 'unanswered')[]): Step {
  return {name: `ledger: ${next.join(' ')}`, run: (site) => void site.ledgerFaults.push(...next)};
}

function jumping(ms: number): Step {
  return {name: `the clock jumps ${ms} ms`, run: (site) => void Object.assign(site, {now: site.now + ms})};
}

/** What is forgotten was looked at a last time: from then on Runware tells the truth. */
function endRetention(site: Site): void {
  site.upstream.faults = [];
  site.upstream.deliverLate();
  site.now += (7 * 24 + 1) * 60 * MINUTE_MS;
}

function deploying(ms: number): Step {
  return {
    name: `deployed: polls every ${ms} ms`,
    run: (site) => void Object.assign(site.timing, {firstPollMs: ms, maxPollMs: ms}),
  };
}

/** A history of a site. */
export class Happening implements fc.AsyncCommand<object, Site> {
  readonly #step: Step;

  constructor(step: Step) {
    this.#step = step;
  }

  check(): boolean {
    return true;
  }

  async run(_: object, site: Site): Promise<void> {
    await this.#step.run(site);
  }

  toString(): string {
    return this.#step.name;
  }
}

/** That every history ends well: see {@link Site.check}. */
export function historiesEndWell(): fc.IAsyncProperty<[Naming, Iterable<Happening>]> {
  return fc.asyncProperty(
    fc.constantFrom<Naming>('uuid', 'path', 'sometimes'),
    fc.commands([step.map((one) => new Happening(one))], {maxCommands: 25, size: 'max'}),
    async (naming, history) => {
      using site = new Site(naming);
      await fc.asyncModelRun(() => ({model: {}, real: site}), history);
      await site.settle();
      site.check();
    },
  ) as fc.IAsyncProperty<[Naming, Iterable<Happening>]>;
}
