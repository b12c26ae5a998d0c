// A run: one click on the button, and everything that follows from it.

import type {Generation, GenerationRequest, Result} from '../../../worker/contract/index.ts';
import {HailuoFailureEvent, HailuoProgressEvent, HailuoResultEvent} from '../../events.ts';
import {diagnoseClip, type PlaybackError} from '../api/clip-url.ts';
import {follow, resume} from '../api/follow.ts';
import type {Client} from '../api/http.ts';
import {type ErrorState, isRetryable, type SavedRun, type State, stateAfterError} from './state.ts';
import {drawPoster} from './video-frame.ts';

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
      if (!signal.aborted) this.#end(stateAfterError(error, this.accepted, how === 'resume'));
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

  #end(state: ErrorState): void {
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
