// A run: one click on the button, and everything that follows from it.

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

/** `same`: send the same request again, which never starts two generations. `new`: start another generation. */
export type Retry = 'same' | 'new';

export type State =
  /** `unwatched`: the visitor has stopped waiting. The generation continues, and can be resumed. */
  | {phase: 'submitting' | 'resuming' | 'unwatched'}
  | {phase: 'processing'; generation: ProcessingGeneration}
  | {phase: 'success'; generation: SucceededGeneration}
  | {
      phase: 'error';
      code: FailureCode;
      retry?: Retry | undefined;
      /** Whether the Worker has the generation is not known. */
      unsettled?: boolean;
      problem?: Problem | undefined;
      /** What a wrong endpoint responded. */
      received?: string | undefined;
    };

/** A run as it is stored on the device. */
export interface SavedRun {
  request: GenerationRequest;
  /** What the visitor requested, if the page has changed it. */
  originalRequest?: GenerationRequest | undefined;
  /** When it was requested, by this device's clock. */
  since: number;
  /** Whether the Worker has confirmed it. */
  accepted: boolean;
  state: State;
  /** A picture of the first clip, as a data URI. */
  poster?: string | undefined;
}

/** What a run needs from its element. */
export interface RunContext {
  client(): Client;
  /** The run has to be rendered again. */
  onChanged(): void;
  /** Stores the run on the device. Resolves when that is done or takes too long; never rejects. */
  save(run: Run): Promise<void>;
  dispatchEvent(event: Event): void;
  /** The run has ended. */
  onEnded(run: Run): void;
}

/** Errors after which it is not known whether the Worker has the request. */
const UNSETTLED = new Set<FailureCode>(['unreachable', 'badEndpoint', 'internal']);

/** Errors that the Worker reports before it looks up the generation: they say nothing about one that may exist. */
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
  /** The request as it was sent. */
  readonly request: GenerationRequest;
  /** The request before the page could change it. */
  readonly originalRequest: GenerationRequest;
  readonly since: number;
  accepted: boolean;
  state: State;
  poster: string | undefined;
  /** Index of the selected clip. */
  selectedIndex: number;
  /** Why clips could not be played, by `videoUUID`. */
  readonly playbackErrors = new Map<string, PlaybackError>();
  /** Whether it was loaded from the device. */
  readonly restored: boolean;
  readonly #context: RunContext;
  #signal = new AbortController();
  /** Whether it has been submitted or resumed. */
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

  /** All clips of the generation, including those that the safety check has withheld. */
  get results(): readonly Result[] {
    return this.state.phase === 'success' ? this.state.generation.results : [];
  }

  /** The clips that can be played. */
  get watchable(): readonly Result[] {
    return this.results.filter(({videoURL}) => videoURL);
  }

  /** Index of the first clip that can be played. */
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

  /** The prompt as the visitor wrote it. */
  get prompt(): string {
    return this.originalRequest.positivePrompt ?? '';
  }

  /** Whether it is in progress and watched. */
  get running(): boolean {
    return /^(submitting|resuming|processing)$/.test(this.state.phase);
  }

  /** Whether it has definitely ended without a video. */
  get hasFailed(): boolean {
    return this.state.phase === 'error' && !this.state.unsettled;
  }

  /** Whether its clips have been deleted: by the deployment's retention, or as a request has shown. */
  isExpired(retentionDays = Number.POSITIVE_INFINITY): boolean {
    return (
      Date.now() - this.since > retentionDays * DAY_MS || [...this.playbackErrors.values()].includes('clipExpired')
    );
  }

  /** The selected clip, if it can be played. */
  get clip(): Result | undefined {
    const clip = this.results[this.selectedIndex];
    return clip?.videoURL ? clip : undefined;
  }

  /** The selected clip, unless it is known to be deleted: the element's form value. */
  get availableClip(): Result | undefined {
    return this.clip && this.playbackErrors.get(this.clip.videoUUID) !== 'clipExpired' ? this.clip : undefined;
  }

  /** Sends the request. Submitting the same run again never starts a second generation. */
  submit(): void {
    this.#start('submit');
  }

  /** Looks up the generation of an earlier request. */
  resume(): void {
    this.#start('resume');
  }

  /** Continues after `pause`. */
  resumeIfRunning(): void {
    if (this.running) this.#start(this.accepted ? 'resume' : 'submit');
  }

  /** Stops all requests, without a change of state. */
  pause(): void {
    this.#signal.abort();
  }

  /** Stops waiting. The generation continues at the Worker. */
  stopWaiting(): void {
    this.#signal.abort();
    this.#setState({phase: 'unwatched'});
  }

  /** Checks whether the selected clip still exists. */
  async checkExpiry(): Promise<void> {
    const {clip} = this;
    const error = clip?.videoURL && (await diagnoseClip(clip.videoURL));
    if (clip && error === 'clipExpired') this.setPlaybackError(clip.videoUUID, error);
  }

  /** Records that a clip cannot be played, or clears that for another try. */
  setPlaybackError(videoUUID: string, error: PlaybackError | undefined): void {
    if (error) this.playbackErrors.set(videoUUID, error);
    else this.playbackErrors.delete(videoUUID);
    this.#context.onChanged();
  }

  /** Takes the history's picture from a player of the cover clip. */
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
    // Runs until it has ended or is aborted. Never rejects: every failure becomes a state.
    void this.#follow(how, this.#signal.signal, answerLost);
  }

  /** Whether it was sent before, and it is not known whether the Worker has it. */
  get #isDoubtful(): boolean {
    const {state} = this;
    if (this.accepted) return false;
    return state.phase === 'error' ? Boolean(state.unsettled) : this.#started;
  }

  async #follow(how: 'submit' | 'resume', signal: AbortSignal, answerLost: boolean): Promise<void> {
    try {
      this.state = {phase: how === 'submit' ? 'submitting' : 'resuming'};
      this.#context.onChanged();
      // Stored before it is sent, so that it can be found again even if the page is closed at any moment.
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

  /** Following has failed, which does not mean that the generation has. */
  #fail(error: unknown, resumed: boolean): void {
    const {code, problem, received, answerLost} =
      error instanceof ApiError ? error : new ApiError('internal', {cause: error});
    if (code === 'notFound') {
      const notArrived = {code: 'notArrived', retry: 'same', unsettled: true} as const;
      this.#end({phase: 'error', ...(this.accepted ? {code} : notArrived)});
    } else {
      const refusedEarly = REFUSED_EARLY.has(code);
      const unsettled = UNSETTLED.has(code) || ((answerLost || resumed) && refusedEarly);
      // The browser may have repeated the request by itself.
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

  /** Not awaited: by now the Worker has the generation, and an outdated record on the device is corrected on return. */
  #save(): void {
    void this.#context.save(this);
  }
}

/** Whether the same request may succeed as a new generation. */
function isRetryable(code: FailureCode): boolean {
  return code === 'checkBlocked' || Boolean((PROBLEMS as Partial<Record<FailureCode, {retry: boolean}>>)[code]?.retry);
}
