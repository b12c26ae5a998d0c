import type {ProblemCode} from '../../worker/contract/index.ts';

/** What the element finds out without an answer of the Worker. */
type OwnCode = 'unreachable' | 'badEndpoint' | 'checkBlocked' | 'notArrived';
/** A problem's cause and its remedy, in sentences. */
export interface Trouble {
  readonly why: string;
  readonly remedy: string;
}
/** Every code that a page can meet. */
export declare const TROUBLES: Readonly<Record<ProblemCode | OwnCode, Trouble>>;
