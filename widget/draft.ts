// What the visitor has chosen so far, and what it means on the wire. Pure.

import {
  DEFAULT_DURATION,
  DEFAULT_OUTPUT_FORMAT,
  DEFAULT_PRESET,
  DEFAULT_PROMPT_OPTIMIZER,
  DEFAULT_SAFETY_MODE,
  type Duration,
  type GenerationRequest,
  type OutputFormat,
  PRESETS,
  PROMPT,
  type PresetName,
  promptLength,
  QUALITY,
  RESULTS,
  type SafetyMode,
} from '../worker/contract/index.ts';
import {type Offer, WHOLE} from './offer.ts';

/** The form's values. Each key is the name of a control. Numbers a visitor types stay as typed; empty means the default. */
export interface Draft {
  positivePrompt: string;
  preset: PresetName;
  duration: Duration;
  numberResults: number;
  outputFormat: OutputFormat;
  outputQuality: string;
  ttl: string;
  safety: SafetyMode;
  promptOptimizer: boolean;
}

export const BLANK: Draft = {
  positivePrompt: '',
  preset: DEFAULT_PRESET,
  duration: DEFAULT_DURATION,
  numberResults: RESULTS.default,
  outputFormat: DEFAULT_OUTPUT_FORMAT,
  outputQuality: `${QUALITY.default}`,
  ttl: '',
  safety: DEFAULT_SAFETY_MODE,
  promptOptimizer: DEFAULT_PROMPT_OPTIMIZER,
};

/**
 * The draft a form holds; of what it does not show, the draft before. A duration the chosen preset cannot have gives way to
 * one it can.
 */
export function draftOf(form: FormData, before = BLANK, offer = WHOLE): Draft {
  const text = (name: keyof Draft) => `${form.get(name) ?? before[name]}`;
  const preset = text('preset') as PresetName;
  return {
    positivePrompt: text('positivePrompt'),
    preset,
    duration: possibleDuration(offer, preset, Number(text('duration')) as Duration),
    numberResults: Number(text('numberResults')),
    outputFormat: text('outputFormat') as OutputFormat,
    outputQuality: text('outputQuality'),
    ttl: text('ttl'),
    safety: text('safety') as SafetyMode,
    promptOptimizer: form.has('outputFormat') ? form.has('promptOptimizer') : before.promptOptimizer,
  };
}

/** The request a valid draft stands for. Everything the visitor saw is said, so that no default can change behind it. */
export function requestOf(draft: Draft, taskUUID: string, firstFrame?: string): GenerationRequest {
  const {width, height} = PRESETS[draft.preset];
  const {positivePrompt, duration, numberResults, outputFormat, outputQuality, ttl, safety, promptOptimizer} = draft;
  return {
    taskUUID,
    ...(positivePrompt && {positivePrompt}),
    width,
    height,
    duration,
    numberResults,
    outputFormat,
    ...(outputQuality && {outputQuality: Number(outputQuality)}),
    ...(ttl && {ttl: Number(ttl)}),
    safety: {checkContent: safety !== 'none', mode: safety},
    ...(firstFrame && {inputs: {frameImages: [{image: firstFrame, frame: 'first'}]}}),
    providerSettings: {minimax: {promptOptimizer}},
  };
}

export type PromptFault = 'promptMissing' | 'promptTooShort' | 'promptTooLong';

/** What is wrong with a prompt. Only a first frame can stand without one. */
export function promptFault(prompt: string, hasFirstFrame: boolean): PromptFault | undefined {
  const length = promptLength(prompt);
  if (length === 0) return hasFirstFrame ? undefined : 'promptMissing';
  if (length < PROMPT.min) return 'promptTooShort';
  if (length > PROMPT.max) return 'promptTooLong';
  return undefined;
}

function possibleDuration(offer: Offer, preset: PresetName, wanted: Duration): Duration {
  const durations = offer.durationsOf(preset);
  return durations.includes(wanted) ? wanted : (durations[0] as Duration);
}
