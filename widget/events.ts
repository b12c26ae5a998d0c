// The element's events. They bubble and cross shadow roots; what can be prevented is cancelable.

import type {GenerationRequest, ProcessingGeneration, Result, SucceededGeneration} from '../worker/contract/index.ts';
import type {FailureCode} from './failure-code.ts';

/** Fired before a request is sent. `preventDefault()` keeps it from being sent; `request` may be edited. */
export class HailuoSubmitEvent extends Event {
  request: GenerationRequest;
  constructor(request: GenerationRequest) {
    super('hailuo-submit', {bubbles: true, composed: true, cancelable: true});
    this.request = request;
  }
}

/** Fired with each state that the Worker reports while the videos are being generated. */
export class HailuoProgressEvent extends Event {
  readonly generation: ProcessingGeneration;
  constructor(generation: ProcessingGeneration) {
    super('hailuo-progress', {bubbles: true, composed: true});
    this.generation = generation;
  }
}

/** Fired when a generation has ended with at least one video. */
export class HailuoResultEvent extends Event {
  readonly generation: SucceededGeneration;
  constructor(generation: SucceededGeneration) {
    super('hailuo-result', {bubbles: true, composed: true});
    this.generation = generation;
  }
}

/** Fired when a generation has ended without a video, or could not be started or followed. */
export class HailuoFailureEvent extends Event {
  readonly taskUUID: string;
  /** A `ProblemCode` of the Worker, or one of the element's own. */
  readonly code: FailureCode;
  constructor(taskUUID: string, code: FailureCode) {
    super('hailuo-failure', {bubbles: true, composed: true});
    this.taskUUID = taskUUID;
    this.code = code;
  }
}

/** Fired when another clip is selected, or none is left: the element's form value has changed. */
export class HailuoChangeEvent extends Event {
  readonly clip: Result | undefined;
  constructor(clip: Result | undefined) {
    super('hailuo-change', {bubbles: true, composed: true});
    this.clip = clip;
  }
}

interface HailuoEventMap {
  'hailuo-submit': HailuoSubmitEvent;
  'hailuo-progress': HailuoProgressEvent;
  'hailuo-result': HailuoResultEvent;
  'hailuo-failure': HailuoFailureEvent;
  'hailuo-change': HailuoChangeEvent;
}

declare global {
  interface HTMLElementEventMap extends HailuoEventMap {}
  /** They bubble. */
  interface DocumentEventMap extends HailuoEventMap {}
  interface WindowEventMap extends HailuoEventMap {}
}
