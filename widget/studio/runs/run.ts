// One click on the button, and everything that follows from it.

import {
  type Generation,
  type GenerationRequest,
  PROBLEMS,
  type Problem,
  type ProcessingGeneration,
  type Result,
  type SucceededGeneration,
} from '../../../worker/contract/index.ts';
import {HailuoFailureEvent, HailuoProgressEvent, HailuoResultEvent} from '../../events.ts';
import type {FailureCode} from '../../failure-code.ts';
import {type ClipFault, clipFaultOf} from '../api/clip-url.ts';
import {follow, resume} from '../api/follow.ts';
import {type Client, Refusal} from '../api/http.ts';
import {posterOf} from './video-frame.ts';

/** `same`: ask for the same generation again, nothing is started twice. `new`: start another one. */
export type Retry = 'same' | 'new';

export type State =
  /** `left`: the visitor did not want to wait. It goes on at the endpoint, and can be looked for. */
  | {phase: 'submitting' | 'resuming' | 'left'}
  | {phase: 'processing'; generation: ProcessingGeneration}
  | {phase: 'success'; generation: SucceededGeneration}
  | {
      phase: 'error';
      code: FailureCode;
      retry?: Retry | undefined;
      /** Nobody knows whether it is under way. */
      unsettled?: boolean;
      problem?: Problem | undefined;
      /** What the page saw of a wrong endpoint. */
      seen?: string | undefined;
    };

/** What the device remembers of it. */
export interface Memo {
  request: GenerationRequest;
  /** What the visitor asked for, where the page has sent something else. */
  wish?: GenerationRequest | undefined;
  /** When the visitor asked for it, by this device's clock. */
  since: number;
  /** The endpoint is known to have it. */
  accepted: boolean;
  state: State;
  /** A picture of the first clip, as a data URI. */
  poster?: string | undefined;
}

/** Where a run lives. */
export interface House {
  client(): Client;
  /** Resolves when the device has it; one that only goes on is shown, and as the device knows it. */
  changed(run: Run, goesOn?: boolean): Promise<void>;
  dispatchEvent(event: Event): void;
  /** There is nothing more to wait for. */
  ended(run: Run): void;
}

/** Failures after which nobody knows whether the endpoint has the request. */
const UNSETTLED = new Set<FailureCode>(['unreachable', 'badEndpoint', 'internal']);

/** What the endpoint answers before it looks: it says nothing of a generation that may be under way. */
const BARRED = new Set<FailureCode>([
  'tooManyRequests',
  'sessionRequired',
  'checkFailed',
  'checkUnreachable',
  'checkBlocked',
  'originNotAllowed',
  'misconfigured',
]);

const DAY_MS = 86_400_000;

export class Run {
  /** What was sent. */
  readonly request: GenerationRequest;
  /** What the visitor asked for: the page may have changed it. */
  readonly wish: GenerationRequest;
  readonly since: number;
  accepted: boolean;
  state: State;
  poster: string | undefined;
  /** Index of the clip on the stage. */
  chosen: number;
  /** Of each clip that could not be played, by its `videoUUID`: why. */
  readonly broken = new Map<string, ClipFault>();
  /** Whether it was there when the page was opened. */
  readonly recalled: boolean;
  readonly #house: House;
  #signal = new AbortController();

  constructor(house: House, request: GenerationRequest, wish = request, memo?: Memo) {
    this.#house = house;
    this.request = request;
    this.wish = wish;
    this.since = memo?.since ?? Date.now();
    this.accepted = memo?.accepted ?? false;
    this.state = memo?.state ?? {phase: 'submitting'};
    this.poster = memo?.poster;
    this.recalled = Boolean(memo);
    this.chosen = this.face;
  }

  /** Index of the first clip that can be watched. */
  get face(): number {
    const results = this.state.phase === 'success' ? this.state.generation.results : [];
    return Math.max(
      0,
      results.findIndex(({videoURL}) => videoURL),
    );
  }

  get memo(): Memo {
    const {request, wish, since, accepted, state, poster} = this;
    const changed = JSON.stringify(wish) !== JSON.stringify(request);
    return {request, ...(changed && {wish}), since, accepted, state, poster};
  }

  /** In the visitor's words. */
  get prompt(): string {
    return this.wish.positivePrompt ?? '';
  }

  /** Whether it is waited for. */
  get running(): boolean {
    return /^(submitting|resuming|processing)$/.test(this.state.phase);
  }

  /** Whether it surely ended without a video. */
  get settled(): boolean {
    return this.state.phase === 'error' && !this.state.unsettled;
  }

  /** Whether what it made is not kept any more: as the endpoint says of all it makes, or as was found out. */
  isExpired(retentionDays = Number.POSITIVE_INFINITY): boolean {
    return Date.now() - this.since > retentionDays * DAY_MS || [...this.broken.values()].includes('clipExpired');
  }

  /** The clip on the stage, if there is one that can be watched. */
  get clip(): Result | undefined {
    const clip = this.state.phase === 'success' ? this.state.generation.results[this.chosen] : undefined;
    return clip?.videoURL ? clip : undefined;
  }

  /** The clip as long as it is known to be kept: what a form of the page's is given. */
  get value(): Result | undefined {
    return this.clip && this.broken.get(this.clip.videoUUID) !== 'clipExpired' ? this.clip : undefined;
  }

  /** Sends it. The same run sent again is the same generation: nothing is started twice. */
  submit(): void {
    this.#follow('submit');
  }

  /** Looks for what was sent before. */
  resume(): void {
    this.#follow('resume');
  }

  /** Goes on where it was. */
  goOn(): void {
    if (this.running) this.#follow(this.accepted ? 'resume' : 'submit');
  }

  /** Stops listening, as a page does that is left. */
  pause(): void {
    this.#signal.abort();
  }

  /** Stops waiting. What was started goes on at the endpoint. */
  leave(): void {
    this.#signal.abort();
    this.#enter({phase: 'left'});
  }

  /** Finds out whether what it made is still kept. */
  async check(): Promise<void> {
    const {clip} = this;
    const fault = clip?.videoURL && (await clipFaultOf(clip.videoURL));
    if (clip && fault === 'clipExpired') this.mark(clip.videoUUID, fault);
  }

  /** A clip does not play, or is tried again. */
  mark(videoUUID: string, fault: ClipFault | undefined): void {
    if (fault) this.broken.set(videoUUID, fault);
    else this.broken.delete(videoUUID);
    this.#house.changed(this);
  }

  /** Takes its face among the visitor's videos from a player of the clip that has it. */
  portray(video: HTMLVideoElement): void {
    if (this.poster) return;
    this.poster = posterOf(video);
    if (this.poster) this.#house.changed(this);
  }

  async #follow(how: 'submit' | 'resume'): Promise<void> {
    this.#signal.abort();
    this.#signal = new AbortController();
    const {signal} = this.#signal;
    try {
      // The device has it before the endpoint does: a page left at any moment finds it again.
      await this.#enter({phase: how === 'submit' ? 'submitting' : 'resuming'});
      signal.throwIfAborted();
      const client = this.#house.client();
      const {request} = this;
      const generations = how === 'submit' ? follow(client, request, signal) : resume(client, request.taskUUID, signal);
      for await (const generation of generations) {
        if (signal.aborted) return;
        this.accepted = true;
        this.#show(generation);
      }
    } catch (error) {
      if (!signal.aborted) this.#fail(error, how === 'resume');
    }
  }

  #show(generation: Generation): void {
    switch (generation.status) {
      case 'processing':
        this.#enter({phase: 'processing', generation});
        this.#house.dispatchEvent(new HailuoProgressEvent(generation));
        break;
      case 'success':
        this.#enter({phase: 'success', generation});
        this.chosen = this.face;
        this.#house.dispatchEvent(new HailuoResultEvent(generation));
        this.#house.ended(this);
        break;
      case 'error': {
        const {code} = generation.error;
        this.#end({phase: 'error', code, retry: mayRetry(code) ? 'new' : undefined});
        break;
      }
      default:
        generation satisfies never;
    }
  }

  /** It cannot be followed. That does not mean it failed. */
  #fail(error: unknown, resumed: boolean): void {
    const {code, problem, seen, lost} = error instanceof Refusal ? error : new Refusal('internal', {cause: error});
    if (code === 'notFound') {
      const notArrived = {code: 'notArrived', retry: 'same', unsettled: true} as const;
      this.#end({phase: 'error', ...(this.accepted ? {code} : notArrived)});
    } else {
      const barred = BARRED.has(code);
      const unsettled = UNSETTLED.has(code) || ((lost || resumed) && barred);
      // A browser may have sent it twice by itself.
      const retry = unsettled || (barred && mayRetry(code)) ? 'same' : mayRetry(code) ? 'new' : undefined;
      this.#end({phase: 'error', code, retry, unsettled, problem, seen});
    }
  }

  #end(state: State & {phase: 'error'}): void {
    this.#enter(state);
    this.#house.dispatchEvent(new HailuoFailureEvent(this.request.taskUUID, state.code));
    this.#house.ended(this);
  }

  #enter(state: State): Promise<void> {
    const goesOn = state.phase === 'processing' && this.state.phase === 'processing';
    this.state = state;
    return this.#house.changed(this, goesOn);
  }
}

/** Whether the same wish can succeed as a new generation. */
function mayRetry(code: FailureCode): boolean {
  return code === 'checkBlocked' || Boolean((PROBLEMS as Partial<Record<FailureCode, {retry: boolean}>>)[code]?.retry);
}
