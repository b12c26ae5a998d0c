// Remembers what is going on: one run at a time, through reloads, from click to clip.

import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {
  Generation,
  GenerationRequest,
  Problem,
  ProblemCode,
  ProcessingGeneration,
  SucceededGeneration,
} from '../worker/contract/index.ts';
import type {Deployment, Identity} from './deployment.ts';
import {keep, recall} from './device.ts';
import {HailuoFailureEvent, HailuoProgressEvent, HailuoResultEvent} from './events.ts';
import type {Offer} from './offer.ts';
import type {Refusal, WireFault} from './wire.ts';

/** Why there is no video: the endpoint's own code, or what the page found out itself. */
export type FailureCode =
  | ProblemCode
  | WireFault
  /** The page was reloaded before the request had reached the endpoint. */
  | 'notArrived'
  /** A part of the element could not be loaded. */
  | 'notLoaded';

/** One click on the button, and everything that follows from it. */
export interface Run {
  request: GenerationRequest;
  /** When the visitor asked for it, by this device's clock. */
  since: number;
  /** The endpoint is known to have it. */
  accepted: boolean;
  /** Whether `request` is complete. A first frame is too large to be remembered. */
  whole: boolean;
  /** It ended with a video. */
  done?: boolean;
}

/** `same`: ask for the same generation again, nothing is started twice. `new`: start another one. */
export type Retry = 'same' | 'new';

export type State =
  | {phase: 'idle'}
  | {phase: 'submitting' | 'resuming'; run: Run}
  | {phase: 'processing'; run: Run; generation: ProcessingGeneration}
  | {phase: 'success'; run: Run; generation: SucceededGeneration}
  | {phase: 'error'; run: Run; code: FailureCode; retry?: Retry | undefined; problem?: Problem | undefined};

type RunModule = typeof import('./run.ts');

interface Host extends ReactiveControllerHost, HTMLElement {
  endpoint: string;
  identity: Identity | undefined;
}

export class GenerationController implements ReactiveController {
  state: State = {phase: 'idle'};
  /** What only a running generation needs, once it is loaded. */
  module: RunModule | undefined;
  /** The endpoint, once it was turned to. */
  deployment: Deployment | undefined;
  readonly #host: Host;
  #signal = new AbortController();
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether a generation is on its way. */
  get running(): boolean {
    return /^(submitting|resuming|processing)$/.test(this.state.phase);
  }

  hostConnected(): void {
    const {state} = this;
    if (state.phase === 'idle') {
      const run = recall<Run>('localStorage', this.#key);
      if (run) this.#follow(run, 'resume');
    } else if (this.running) {
      const {run} = state;
      this.#follow(run, run.accepted ? 'resume' : 'submit');
    }
  }

  hostDisconnected(): void {
    this.#signal.abort();
    clearInterval(this.#clock);
  }

  /** Loads what a run needs, ahead of time. */
  async prepare(): Promise<RunModule> {
    this.module ??= await import('./run.ts');
    this.#host.requestUpdate();
    if (this.deployment?.endpoint !== this.#host.endpoint) this.deployment = new this.module.Deployment(this.#host);
    return this.module;
  }

  /** Finds out what the endpoint offers and asks for, ahead of time. */
  async meet(): Promise<Offer | undefined> {
    const {offerOf} = await this.prepare();
    const config = await this.deployment?.read();
    this.deployment?.warm();
    return config && offerOf(config);
  }

  /**
   * The request as it should be sent: while the fate of the last one is unknown, an unchanged request is the same click
   * and keeps its `taskUUID`.
   */
  identify(request: GenerationRequest): GenerationRequest {
    const {state} = this;
    if (state.phase !== 'error' || state.retry !== 'same') return request;
    const again = {...request, taskUUID: state.run.request.taskUUID};
    return JSON.stringify(again) === JSON.stringify(state.run.request) ? again : request;
  }

  start(request: GenerationRequest): void {
    this.#follow({request, since: Date.now(), accepted: false, whole: true}, 'submit');
  }

  /** Asks again for the same generation. */
  retry(): void {
    const {state} = this;
    if (state.phase === 'error') this.#follow(state.run, state.run.accepted ? 'resume' : 'submit');
  }

  /** Stops listening. What was started goes on at the endpoint. */
  stop(): void {
    this.#signal.abort();
    this.#remember(undefined);
    this.#enter({phase: 'idle'});
  }

  async #follow(run: Run, how: 'submit' | 'resume'): Promise<void> {
    this.#signal.abort();
    this.#signal = new AbortController();
    const {signal} = this.#signal;
    this.#remember(run);
    this.#enter({phase: how === 'submit' ? 'submitting' : 'resuming', run});
    try {
      const {follow, resume, networkClient} = await this.prepare();
      signal.throwIfAborted();
      const client = networkClient(this.#host.endpoint, this.deployment as Deployment);
      const {request} = run;
      const generations = how === 'submit' ? follow(client, request, signal) : resume(client, request.taskUUID, signal);
      for await (const generation of generations) {
        if (signal.aborted) return;
        this.#show({...run, accepted: true}, generation);
      }
    } catch (error) {
      if (!signal.aborted) this.#fail(run, error);
    }
  }

  #show(run: Run, generation: Generation): void {
    switch (generation.status) {
      case 'processing':
        this.#remember(run);
        this.#enter({phase: 'processing', run, generation});
        this.#host.dispatchEvent(new HailuoProgressEvent(generation));
        break;
      case 'success': {
        const done = {...run, done: true};
        this.#remember(done);
        this.#enter({phase: 'success', run: done, generation});
        this.#host.dispatchEvent(new HailuoResultEvent(generation));
        break;
      }
      case 'error': {
        const {code} = generation.error;
        this.#end(run, code, run.whole && this.module?.mayRetry(code) ? 'new' : undefined);
        break;
      }
      default:
        generation satisfies never;
    }
  }

  /** The run cannot be followed. That does not mean it failed. */
  #fail(run: Run, error: unknown): void {
    const {code = 'notLoaded', problem} = error as Partial<Refusal>;
    if (code === 'notFound') {
      // A clip seen before and no longer kept is no news to the visitor; the prompt is still there.
      if (run.done) this.stop();
      else if (run.accepted) this.#end(run, 'notFound');
      else this.#end(run, 'notArrived', run.whole ? 'same' : undefined);
      return;
    }
    this.#end(run, code, this.module?.retryOf(code, run) ?? (this.module ? undefined : 'same'), problem);
  }

  #end(run: Run, code: FailureCode, retry?: Retry, problem?: Problem): void {
    if (retry !== 'same') this.#remember(undefined);
    this.#enter({phase: 'error', run, code, retry, problem});
    this.#host.dispatchEvent(new HailuoFailureEvent(run.request.taskUUID, code));
  }

  #enter(state: State): void {
    this.state = state;
    clearInterval(this.#clock);
    if (this.running) this.#clock = setInterval(() => this.#host.requestUpdate(), 1000);
    this.#host.requestUpdate();
  }

  get #key(): string {
    return `hailuo-generator ${this.#host.endpoint} ${this.#host.id}`;
  }

  #remember(run: Run | undefined): void {
    const {inputs, ...request} = run?.request ?? ({} as GenerationRequest);
    keep('localStorage', this.#key, run && ({...run, request, whole: run.whole && !inputs} satisfies Run));
  }
}
