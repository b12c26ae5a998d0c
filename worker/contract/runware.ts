// Runware's own words that hold for every video model.

/** The only task type this product starts. */
export const TASK_TYPE = 'videoInference';

/** The only delivery method of video models: acknowledge now, poll for the result. */
export const DELIVERY_METHOD = 'async';

/** The only form in which this product takes a clip. */
export const OUTPUT_TYPE = 'URL';

/** The names of video formats, with the media type and file extension of each. */
export const OUTPUT_FORMATS = {
  MP4: {type: 'video/mp4', extension: 'mp4'},
  WEBM: {type: 'video/webm', extension: 'webm'},
  MOV: {type: 'video/quicktime', extension: 'mov'},
} as const;

/** Name of an output format. */
export type OutputFormat = keyof typeof OUTPUT_FORMATS;

/** Which frames of a clip are checked for unsafe content. */
export type SafetyMode = 'none' | 'fast' | 'full';

/** Where in the clip an input image stands: the name or the index of a frame. */
export type FramePosition = 'first' | 0;

/** `providerSettings` of a request: settings of the model's maker, by its name at Runware. */
export interface ProviderSettings {
  [provider: string]: {
    /** Lets the maker's own model rewrite the prompt. */
    promptOptimizer?: boolean;
  };
}
