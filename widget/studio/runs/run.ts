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
import {diagnoseClip, type PlaybackError} from '../api/clip-url.ts';
import {follow, resume} from '../api/follow.ts';
import {ApiError, type Client} from '../api/http.ts';
import {drawPoster} from './video-frame.ts';

/** `same`: ask for the same generation again, nothing is started twice. `new`: start another one. */
export type Retry = 'same' | 'new';

export type State =
  /** `unwatched`: the visitor did not want to wait. It goes on at the endpoint, and can be looked for. */
  | {phase: 'submitting' | 'resuming' | 'unwatched'}
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
      received?: string | undefined;
    };

/** What the device remembers of it. */
export interface SavedRun {
  request: GenerationRequest;
  /** What the visitor asked for, where the page has sent something else. */
  originalRequest?: GenerationRequest | undefined;
  /** When the visitor asked for it, by this device's clock. */
  since: number;
  /** The endpoint is known to have it. */
  accepted: boolean;
  state: State;
  /** A picture of the first clip, as a data URI. */
  poster?: string | undefined;
}

/** Where a run lives. */
export interface RunContext {
  client(): Client;
  /** There is something else to show. */
  onChanged(): void;
  /** Has the device remember the run. Resolves when it does, or does not answer; never rejects. */
  save(run: Run): Promise<void>;
  dispatchEvent(event: Event): void;
  /** There is nothing more to wait for. */
  onEnded(run: Run): void;
}

/** Failures after which nobody knows whether the endpoint has the request. */
const UNSETTLED = new Set<FailureCode>(['unreachable', 'badEndpoint', 'internal']);

/** What the endpoint answers before it looks: it says nothing of a generation that may be under way. */
const REFUSED_EARLY = new Set<FailureCode>([
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
  readonly originalRequest: GenerationRequest;
  readonly since: number;
  accepted: boolean;
  state: State;
  poster: string | undefined;
  /** Index of the clip on the stage. */
  selectedIndex: number;
  /** Of each clip that could not be played, by its `videoUUID`: why. */
  readonly playbackErrors = new Map<string, PlaybackError>();
  /** Whether it was there when the page was opened. */
  readonly restored: boolean;
  readonly #context: RunContext;
  #signal = new AbortController();
  /** Whether it was sent, or looked for. */
  #started: boolean;

  constructor(context: RunContext, request: GenerationRequest, originalRequest = request, saved?: SavedRun) {
    this.#context = context;
    this.request = request;
    this.originalRequest = originalRequest;
    this.since = saved?.since ?? Date.now();
    this.accepted = saved?.accepted ?? false;
    this.state = saved?.state ?? {phase: 'submitting'};
    this.poster = saved?.poster;
    this.restored = Boolean(saved);
    this.#started = this.restored;
    this.selectedIndex = this.coverIndex;
  }

  /** All clips it has made, those the safety check withheld included. */
  get results(): readonly Result[] {
    return this.state.phase === 'success' ? this.state.generation.results : [];
  }

  /** Those that can be watched. */
  get watchable(): readonly Result[] {
    return this.results.filter(({videoURL}) => videoURL);
  }

  /** Index of the first clip that can be watched. */
  get coverIndex(): number {
    return Math.max(
      0,
      this.results.findIndex(({videoURL}) => videoURL),
    );
  }

  get saved(): SavedRun {
    const {request, originalRequest, since, accepted, state, poster} = this;
    const changed = JSON.stringify(originalRequest) !== JSON.stringify(request);
    return {request, ...(changed && {originalRequest}), since, accepted, state, poster};
  }

  /** In the visitor's words. */
  get prompt(): string {
    return this.originalRequest.positivePrompt ?? '';
  }

  /** Whether it is waited for. */
  get running(): boolean {
    return /^(submitting|resuming|processing)$/.test(this.state.phase);
  }

  /** Whether it surely ended without a video. */
  get hasFailed(): boolean {
    return this.state.phase === 'error' && !this.state.unsettled;
  }

  /** Whether what it made is not kept any more: as the endpoint says of all it makes, or as was found out. */
  isExpired(retentionDays = Number.POSITIVE_INFINITY): boolean {
    return (
      Date.now() - this.since > retentionDays * DAY_MS || [...this.playbackErrors.values()].includes('clipExpired')
    );
  }

  /** The clip on the stage, if there is one that can be watched. */
  get clip(): Result | undefined {
    const clip = this.results[this.selectedIndex];
    return clip?.videoURL ? clip : undefined;
  }

  /** The clip as long as it is known to be kept: what a form of the page's is given. */
  get availableClip(): Result | undefined {
    return this.clip && this.playbackErrors.get(this.clip.videoUUID) !== 'clipExpired' ? this.clip : undefined;
  }

  /** Sends it. The same run sent again is the same generation: nothing is started twice. */
  submit(): void {
    this.#start('submit');
  }

  /** Looks for what was sent before. */
  resume(): void {
    this.#start('resume');
  }

  /** Goes on where it was. */
  resumeIfRunning(): void {
    if (this.running) this.#start(this.accepted ? 'resume' : 'submit');
  }

  /** Stops listening, as a page does that is left. */
  pause(): void {
    this.#signal.abort();
  }

  /** Stops waiting. What was started goes on at the endpoint. */
  stopWaiting(): void {
    this.#signal.abort();
    this.#setState({phase: 'unwatched'});
  }

  /** Finds out whether what it made is still kept. */
  async checkExpiry(): Promise<void> {
    const {clip} = this;
    const error = clip?.videoURL && (await diagnoseClip(clip.videoURL));
    if (clip && error === 'clipExpired') this.setPlaybackError(clip.videoUUID, error);
  }

  /** A clip does not play, or is tried again. */
  setPlaybackError(videoUUID: string, error: PlaybackError | undefined): void {
    if (error) this.playbackErrors.set(videoUUID, error);
    else this.playbackErrors.delete(videoUUID);
    this.#context.onChanged();
  }

  /** Takes the picture for the history from a player that shows the cover clip. */
  capturePoster(video: HTMLVideoElement): void {
    if (this.poster) return;
    this.poster = drawPoster(video);
    if (!this.poster) return;
    this.#context.onChanged();
    this.#save();
  }

  #start(how: 'submit' | 'resume'): void {
    const answerLost = this.#isDoubtful;
    this.#started = true;
    this.#signal.abort();
    this.#signal = new AbortController();
    // It goes on until it has ended or is aborted. Never rejects: every failure becomes a state.
    void this.#follow(how, this.#signal.signal, answerLost);
  }

  /** Whether it was sent before, and nobody knows whether it has arrived. */
  get #isDoubtful(): boolean {
    const {state} = this;
    if (this.accepted) return false;
    return state.phase === 'error' ? Boolean(state.unsettled) : this.#started;
  }

  async #follow(how: 'submit' | 'resume', signal: AbortSignal, answerLost: boolean): Promise<void> {
    try {
      this.state = {phase: how === 'submit' ? 'submitting' : 'resuming'};
      this.#context.onChanged();
      // The device has it before the Worker does: a page left at any moment finds it again.
      await this.#context.save(this);
      signal.throwIfAborted();
      const client = this.#context.client();
      const {request} = this;
      const generations =
        how === 'submit' ? follow(client, request, signal, answerLost) : resume(client, request.taskUUID, signal);
      for await (const generation of generations) {
        if (signal.aborted) return;
        this.accepted = true;
        this.#handle(generation);
      }
    } catch (error) {
      if (!signal.aborted) this.#fail(error, how === 'resume');
    }
  }

  #handle(generation: Generation): void {
    switch (generation.status) {
      case 'processing':
        this.#setState({phase: 'processing', generation});
        this.#context.dispatchEvent(new HailuoProgressEvent(generation));
        break;
      case 'success':
        this.#setState({phase: 'success', generation});
        this.selectedIndex = this.coverIndex;
        this.#context.dispatchEvent(new HailuoResultEvent(generation));
        this.#context.onEnded(this);
        break;
      case 'error': {
        const {code} = generation.error;
        this.#end({phase: 'error', code, retry: isRetryable(code) ? 'new' : undefined});
        break;
      }
      default:
        generation satisfies never;
    }
  }

  /** It cannot be followed. That does not mean it failed. */
  #fail(error: unknown, resumed: boolean): void {
    const {code, problem, received, answerLost} =
      error instanceof ApiError ? error : new ApiError('internal', {cause: error});
    if (code === 'notFound') {
      const notArrived = {code: 'notArrived', retry: 'same', unsettled: true} as const;
      this.#end({phase: 'error', ...(this.accepted ? {code} : notArrived)});
    } else {
      const refusedEarly = REFUSED_EARLY.has(code);
      const unsettled = UNSETTLED.has(code) || ((answerLost || resumed) && refusedEarly);
      // A browser may have sent it twice by itself.
      const retry = unsettled || (refusedEarly && isRetryable(code)) ? 'same' : isRetryable(code) ? 'new' : undefined;
      this.#end({phase: 'error', code, retry, unsettled, problem, received});
    }
  }

  #end(state: State & {phase: 'error'}): void {
    this.#setState(state);
    this.#context.dispatchEvent(new HailuoFailureEvent(this.request.taskUUID, state.code));
    this.#context.onEnded(this);
  }

  #setState(state: State): void {
    const progressOnly = state.phase === 'processing' && this.state.phase === 'processing';
    this.state = state;
    this.#context.onChanged();
    if (!progressOnly) this.#save();
  }

  /** The Worker has the generation by now: what the device forgets, it can be asked for. So nothing waits here. */
  #save(): void {
    void this.#context.save(this);
  }
}

/** Whether the same request can succeed as a new generation. */
function isRetryable(code: FailureCode): boolean {
  return code === 'checkBlocked' || Boolean((PROBLEMS as Partial<Record<FailureCode, {retry: boolean}>>)[code]?.retry);
}
