// All runs of one element: in progress, stored on the device, and the one on the stage.

import type {GenerationRequest} from '../../../worker/contract/index.ts';
import {save, storageKey} from '../../base/storage.ts';
import type {Deployment} from '../api/deployment.ts';
import {networkClient} from '../api/follow.ts';
import type {Client} from '../api/http.ts';
import {History} from './history.ts';
import {Run, type RunContext} from './run.ts';

/** Older runs are deleted. */
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
  /** A run that has news but is not on the stage. */
  unseen: Run | undefined;
  /** The key of this element's stored data. */
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

  /** Whether a request is being sent. */
  get isSubmitting(): boolean {
    return this.all.some(({state}) => state.phase === 'submitting');
  }

  /** Loads the stored runs, and resumes those in progress. */
  async load(): Promise<void> {
    const saved = await this.#history.load();
    const known = new Set(this.all.map(({request}) => request.taskUUID));
    const restored = saved
      .filter(({request}) => !known.has(request.taskUUID))
      .map((run) => new Run(this, run.request, run.originalRequest, run));
    this.all = [...this.all, ...restored];
    for (const run of restored) {
      if (run.hasFailed) this.remove(run);
      // If the element was removed meanwhile, they are resumed when it is connected again.
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

  /** Shows a run on the stage, or none. One that is unwatched is resumed. */
  stage(run: Run | undefined): void {
    this.staged = run;
    if (run === this.unseen) this.unseen = undefined;
    if (run?.state.phase === 'unwatched') run.resume();
    // Not awaited, so that the clip is shown meanwhile; never rejects.
    if (run?.restored) void run.checkExpiry();
    this.#host.requestUpdate();
  }

  /** Stops waiting for a run. It stays in the history. */
  stopWaiting(run: Run): void {
    run.stopWaiting();
    this.unseen = run;
    if (this.staged === run) this.stage(undefined);
  }

  /** Selects another clip of a run. */
  selectClip(run: Run, index: number): void {
    run.selectedIndex = index;
    this.#host.requestUpdate();
  }

  /** Selects the clip from the state that `FormValue` has given to the browser. */
  restoreSelection(state: string): void {
    const [taskUUID, index] = state.split(' ');
    const run = this.all.find(({request}) => request.taskUUID === taskUUID);
    if (!run) return;
    run.selectedIndex = Number(index);
    this.stage(run);
  }

  /** Deletes a run from this device. */
  remove(run: Run): void {
    run.pause();
    this.all = this.all.filter((other) => other !== run);
    if (this.staged === run) this.staged = undefined;
    if (this.unseen === run) this.unseen = undefined;
    // Not awaited: the run is gone from the page at once. Never rejects.
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
    // A picture may arrive after its run was deleted.
    if (this.all.includes(run)) await this.#history.save(run.saved);
  }

  /** Marks that there are runs, which the next visit reads before the studio is loaded. */
  #saveMarker(): void {
    save('localStorage', this.#storageKey, this.all.length ? true : undefined);
  }
}
