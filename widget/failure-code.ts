// The reasons for a missing video, as the element reports them.

import type {ProblemCode} from '../worker/contract/index.ts';

/** Failures that the page itself detects on the way to the Worker. */
export type WireFault =
  | 'unreachable'
  | 'badEndpoint'
  /** The script of the human check did not load. */
  | 'checkBlocked';

/** The Worker's problem code, or a failure detected by the page. */
export type FailureCode =
  | ProblemCode
  | WireFault
  /** The page was left before the request had reached the Worker. */
  | 'notArrived';
