// All runs of one element: those under way, those this device remembers, and the one on the stage.

import type {GenerationRequest} from '../../../worker/contract/index.ts';
import {keep, shelfOf} from '../../base/storage.ts';
import type {Deployment} from '../api/deployment.ts';
import {networkClient} from '../api/follow.ts';
import type {Client} from '../api/http.ts';
import {History} from './history.ts';
import {type House, Run} from './run.ts';

/** More than these are forgotten, the oldest first. */
const KEPT = 60;

interface Host extends HTMLElement {
  endpoint: string;
  requestUpdate(): void;
}

export class Runs implements House {
  /** Newest first. */
  all: Run[] = [];
  /** The one on the stage. */
  staged: Run | undefined;
  /** The one of which there is news though it is not there. */
  aside: Run | undefined;
  /** Where the device keeps them. */
  readonly #shelf: string;
  readonly #host: Host;
  readonly #deployment: () => Deployment;
  readonly #history: History;
  readonly #ended: (run: Run) => void;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(host: Host, deployment: () => Deployment, ended: (run: Run) => void) {
    this.#host = host;
    this.#deployment = deployment;
    this.#shelf = shelfOf(host);
    this.#history = new History(this.#shelf);
    this.#ended = ended;
  }

  /** Whether one is on its way of which the endpoint has not said that it has it. */
  get sending(): boolean {
    return this.all.some(({state}) => state.phase === 'submitting');
  }

  /** Comes back to all that this device knows of. */
  async recall(): Promise<void> {
    const memos = await this.#history.read();
    const known = new Set(this.all.map(({request}) => request.taskUUID));
    const recalled = memos
      .filter(({request}) => !known.has(request.taskUUID))
      .map((memo) => new Run(this, memo.request, memo.wish, memo));
    this.all = [...this.all, ...recalled];
    for (const run of recalled) {
      if (run.settled) this.remove(run);
      // The element may have gone meanwhile; back on the page, it goes on.
      else if (run.running && this.#host.isConnected) run.resume();
    }
    const [latest] = this.all;
    if (!this.staged && latest?.state.phase !== 'left') this.stage(latest);
    this.#mark();
  }

  start(request: GenerationRequest, wish: GenerationRequest): void {
    const run = new Run(this, request, wish);
    if (this.staged?.settled) this.remove(this.staged);
    this.all = [run, ...this.all];
    this.staged = run;
    for (const old of this.all.slice(KEPT)) if (!old.running) this.remove(old);
    run.submit();
  }

  /** Puts one on the stage, or none. Who stopped waiting for it, looks for it again. */
  stage(run: Run | undefined): void {
    this.staged = run;
    if (run === this.aside) this.aside = undefined;
    if (run?.state.phase === 'left') run.resume();
    if (run?.recalled) run.check();
    this.#host.requestUpdate();
  }

  /** Stops waiting for it. It is found again among the others. */
  leave(run: Run): void {
    run.leave();
    this.aside = run;
    if (this.staged === run) this.stage(undefined);
  }

  /** Another of its clips. */
  choose(run: Run, index: number): void {
    run.chosen = index;
    this.#host.requestUpdate();
  }

  /** Back to what `FieldValue` had the browser remember. */
  restore(state: string): void {
    const [taskUUID, index] = state.split(' ');
    const run = this.all.find(({request}) => request.taskUUID === taskUUID);
    if (!run) return;
    run.chosen = Number(index);
    this.stage(run);
  }

  /** Forgets it on this device. */
  remove(run: Run): void {
    run.pause();
    this.all = this.all.filter((other) => other !== run);
    if (this.staged === run) this.staged = undefined;
    if (this.aside === run) this.aside = undefined;
    this.#history.remove(run.request.taskUUID);
    this.#mark();
    this.#host.requestUpdate();
  }

  erase(): void {
    for (const run of this.all) if (!run.running) this.remove(run);
  }

  pause(): void {
    clearInterval(this.#clock);
    this.#clock = undefined;
    for (const run of this.all) run.pause();
  }

  goOn(): void {
    for (const run of this.all) run.goOn();
  }

  client(): Client {
    return networkClient(this.#host.endpoint, this.#deployment());
  }

  dispatchEvent(event: Event): void {
    this.#host.dispatchEvent(event);
  }

  ended(run: Run): void {
    if (run !== this.staged) this.aside = run;
    this.#ended(run);
  }

  async changed(run: Run, goesOn = false): Promise<void> {
    const running = this.#host.isConnected && this.all.some((other) => other.running);
    if (!running) clearInterval(this.#clock);
    this.#clock = running ? (this.#clock ?? setInterval(() => this.#host.requestUpdate(), 1000)) : undefined;
    this.#host.requestUpdate();
    this.#mark();
    // A picture of a clip may come when it was deleted.
    if (!goesOn && this.all.includes(run)) await this.#history.write(run.memo);
  }

  /** Tells the next visit, before anything is loaded, that there is something to come back to. */
  #mark(): void {
    keep('localStorage', this.#shelf, this.all.length ? true : undefined);
  }
}
