// What a deployment tells the pages that use it.

import type {LimitName, VisitorCheck} from './limit.ts';
import type {OutputFormat, SafetyMode} from './runware.ts';

/** Body of the answer of `GET /v1/config`: what this deployment offers of what the model offers. Sent by the Worker. */
export interface Config {
  /** The sizes, each with the durations it can have here and the price of one clip. */
  presets: readonly {
    name: string;
    width: number;
    height: number;
    durations: readonly {
      seconds: number;
      usd: number;
      /** Seconds that the last clips of this kind took (the median). Absent while none has been made. */
      usualWaitSeconds?: number;
    }[];
  }[];
  /** `numberResults` at most. */
  maxResults: number;
  formats: readonly OutputFormat[];
  /** The one safety mode of this deployment. Absent where it is the visitor's choice. */
  safetyMode?: SafetyMode;
  /**
   * What becomes of a clip in which the check of `safetyMode` finds unsafe content: it comes without `videoURL`, or with it and
   * `NSFWContent: true`. Absent where clips are checked only if the visitor asks for it; they are shown then.
   */
  flaggedClips?: 'withheld' | 'shown';
  /** Whether the prompt optimizer may be switched on. */
  promptOptimizer: boolean;
  /** Hosts from which a first frame may be given by URL. */
  imageHosts: readonly string[];
  /** Days after which everything about a generation is deleted, its clips included. */
  retentionDays: number;
  /** What one visitor may do, by the limit's name. An identity may have limits of its own. */
  callerLimits: Partial<Record<LimitName, number>>;
  /** What `POST /v1/session` asks for. With `none`, no session is needed. */
  visitorCheck: VisitorCheck;
  /** For the widget of Turnstile, where that is the second factor. Its action is `hailuo-generator`. */
  turnstileSiteKey?: string;
  /** Set while the owner has stopped the site: nothing can be started. */
  paused?: true;
}
