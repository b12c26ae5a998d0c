// Why there is no video, as the element reports it.

import type {ProblemCode} from '../worker/contract/index.ts';

/** What the page itself finds wrong with the way to the Worker. */
export type WireFault =
  | 'unreachable'
  | 'badEndpoint'
  /** The script of the human check did not load. */
  | 'checkBlocked';

/** The Worker's own problem code, or what the page found out itself. */
export type FailureCode =
  | ProblemCode
  | WireFault
  /** The page was left before the request had reached the Worker. */
  | 'notArrived';
