// All runs of one element: those under way, those this device remembers, and the one on the stage.

import type {GenerationRequest} from '../../../worker/contract/index.ts';
import {save, storageKey} from '../../base/storage.ts';
import type {Deployment} from '../api/deployment.ts';
import {networkClient} from '../api/follow.ts';
import type {Client} from '../api/http.ts';
import {History} from './history.ts';
import {Run, type RunContext} from './run.ts';

/** More than these are forgotten, the oldest first. */
const MAX_RUNS = 60;

interface Host extends HTMLElement {
  endpoint: string;
  requestUpdate(): void;
}

export class Runs implements RunContext {
  /** Newest first. */
  all: Run[] = [];
  /** The one on the stage. */
  staged: Run | undefined;
  /** The one of which there is news though it is not there. */
  unseen: Run | undefined;
  /** Where the device keeps them. */
  readonly #storageKey: string;
  readonly #host: Host;
  readonly #deployment: () => Deployment;
  readonly #history: History;
  readonly #notifyEnded: (run: Run) => void;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(host: Host, deployment: () => Deployment, notifyEnded: (run: Run) => void) {
    this.#host = host;
    this.#deployment = deployment;
    this.#storageKey = storageKey(host);
    this.#history = new History(this.#storageKey);
    this.#notifyEnded = notifyEnded;
  }

  /** Whether one is on its way of which the endpoint has not said that it has it. */
  get isSubmitting(): boolean {
    return this.all.some(({state}) => state.phase === 'submitting');
  }

  /** Comes back to all that this device knows of. */
  async load(): Promise<void> {
    const saved = await this.#history.load();
    const known = new Set(this.all.map(({request}) => request.taskUUID));
    const restored = saved
      .filter(({request}) => !known.has(request.taskUUID))
      .map((run) => new Run(this, run.request, run.originalRequest, run));
    this.all = [...this.all, ...restored];
    for (const run of restored) {
      if (run.hasFailed) this.remove(run);
      // The element may have gone meanwhile; back on the page, it goes on.
      else if (run.running && this.#host.isConnected) run.resume();
    }
    const [latest] = this.all;
    if (!this.staged && latest?.state.phase !== 'unwatched') this.stage(latest);
    this.#saveMarker();
  }

  start(request: GenerationRequest, originalRequest: GenerationRequest): void {
    const run = new Run(this, request, originalRequest);
    if (this.staged?.hasFailed) this.remove(this.staged);
    this.all = [run, ...this.all];
    this.staged = run;
    for (const old of this.all.slice(MAX_RUNS)) if (!old.running) this.remove(old);
    run.submit();
  }

  /** Puts one on the stage, or none. Who stopped waiting for it, looks for it again. */
  stage(run: Run | undefined): void {
    this.staged = run;
    if (run === this.unseen) this.unseen = undefined;
    if (run?.state.phase === 'unwatched') run.resume();
    // The clip is shown meanwhile; it never rejects.
    if (run?.restored) void run.checkExpiry();
    this.#host.requestUpdate();
  }

  /** Stops waiting for it. It is found again among the others. */
  stopWaiting(run: Run): void {
    run.stopWaiting();
    this.unseen = run;
    if (this.staged === run) this.stage(undefined);
  }

  /** Another of its clips. */
  selectClip(run: Run, index: number): void {
    run.selectedIndex = index;
    this.#host.requestUpdate();
  }

  /** Back to what `FormValue` had the browser remember. */
  restoreSelection(state: string): void {
    const [taskUUID, index] = state.split(' ');
    const run = this.all.find(({request}) => request.taskUUID === taskUUID);
    if (!run) return;
    run.selectedIndex = Number(index);
    this.stage(run);
  }

  /** Forgets it on this device. */
  remove(run: Run): void {
    run.pause();
    this.all = this.all.filter((other) => other !== run);
    if (this.staged === run) this.staged = undefined;
    if (this.unseen === run) this.unseen = undefined;
    // Never rejects: where nothing can be stored, nothing has to be removed.
    void this.#history.remove(run.request.taskUUID);
    this.#saveMarker();
    this.#host.requestUpdate();
  }

  removeAll(): void {
    for (const run of this.all) if (!run.running) this.remove(run);
  }

  pause(): void {
    clearInterval(this.#clock);
    this.#clock = undefined;
    for (const run of this.all) run.pause();
  }

  resumeRunning(): void {
    for (const run of this.all) run.resumeIfRunning();
  }

  client(): Client {
    return networkClient(this.#host.endpoint, this.#deployment());
  }

  dispatchEvent(event: Event): void {
    this.#host.dispatchEvent(event);
  }

  onEnded(run: Run): void {
    if (run !== this.staged) this.unseen = run;
    this.#notifyEnded(run);
  }

  onChanged(): void {
    const running = this.#host.isConnected && this.all.some((other) => other.running);
    if (!running) clearInterval(this.#clock);
    this.#clock = running ? (this.#clock ?? setInterval(() => this.#host.requestUpdate(), 1000)) : undefined;
    this.#host.requestUpdate();
    this.#saveMarker();
  }

  async save(run: Run): Promise<void> {
    // A picture of a clip may come when it was deleted.
    if (this.all.includes(run)) await this.#history.save(run.saved);
  }

  /** Tells the next visit, before anything is loaded, that there is something to come back to. */
  #saveMarker(): void {
    save('localStorage', this.#storageKey, this.all.length ? true : undefined);
  }
}
