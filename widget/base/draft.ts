// What the visitor has chosen so far. Pure.

import {
  DEFAULT_DURATION,
  DEFAULT_OUTPUT_FORMAT,
  DEFAULT_PRESET,
  DEFAULT_PROMPT_OPTIMIZER,
  DEFAULT_SAFETY_MODE,
  type Duration,
  type OutputFormat,
  PROMPT,
  type PresetName,
  promptLength,
  QUALITY,
  RESULTS,
  type SafetyMode,
} from '../../worker/contract/index.ts';

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

export const DEFAULT_DRAFT: Draft = {
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

/** What a page wants of a form: some of its values. Those a visitor types may be numbers. */
export type FormOptions = {[Name in keyof Draft]?: string extends Draft[Name] ? string | number : Draft[Name]};

const MAKERS = {string: String, number: Number, boolean: Boolean} as const;

/** As a draft has it, from an object or JSON of one; of something else the page's author is told in the console. */
export function parseFormOptions(wish: FormOptions | string | null | undefined, name: string): Partial<Draft> {
  try {
    const values = (typeof wish === 'string' ? JSON.parse(wish) : wish) as Record<string, unknown> | null | undefined;
    return Object.fromEntries(
      Object.entries(DEFAULT_DRAFT).flatMap(([key, blank]) =>
        values?.[key] == null ? [] : [[key, MAKERS[typeof blank as keyof typeof MAKERS](values[key])]],
      ),
    );
  } catch {
    console.warn(`hailuo-generator: "${name}" is no JSON object`);
    return {};
  }
}

/** The draft a form holds; of what it does not show, the draft before. Of an unchecked box a form says nothing. */
export function draftOfForm(form: FormData, before: Draft): Draft {
  const text = (name: keyof Draft) => `${form.get(name) ?? before[name]}`;
  return {
    positivePrompt: text('positivePrompt'),
    preset: text('preset') as PresetName,
    duration: Number(text('duration')) as Duration,
    numberResults: Number(text('numberResults')),
    outputFormat: text('outputFormat') as OutputFormat,
    outputQuality: text('outputQuality'),
    ttl: text('ttl'),
    safety: text('safety') as SafetyMode,
    promptOptimizer: before.promptOptimizer,
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
