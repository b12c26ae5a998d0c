// What the visitor has chosen so far. Pure.

import {
  type Duration,
  type FormModel,
  type OutputFormat,
  type PresetName,
  promptLength,
  type SafetyMode,
  shortestOf,
} from '../../worker/contract/index.ts';
import type {Terms} from '../i18n/locales/en.ts';

/** The form's values. Each key is the name of a control. Numbers a visitor types stay as typed; empty means the default. */
export interface Draft {
  positivePrompt: string;
  preset: string;
  /** Seconds. */
  duration: number;
  numberResults: number;
  outputFormat: OutputFormat;
  outputQuality: string;
  ttl: string;
  safety: SafetyMode;
  promptOptimizer: boolean;
}

/** What a form for this model starts with. */
export function defaultDraft({
  presets: [preset],
  formats,
  defaultQuality,
  safetyModes,
  promptOptimizer,
}: FormModel): Draft {
  return {
    positivePrompt: '',
    preset: preset.name,
    duration: shortestOf(preset),
    numberResults: 1,
    outputFormat: formats[0],
    outputQuality: `${defaultQuality}`,
    ttl: '',
    safety: safetyModes[0],
    promptOptimizer: Boolean(promptOptimizer),
  };
}

/** What a page wants of a form: some of its values. Those a visitor types may be numbers. */
export interface FormOptions {
  positivePrompt?: string | number;
  preset?: PresetName;
  duration?: Duration;
  numberResults?: number;
  outputFormat?: OutputFormat;
  outputQuality?: string | number;
  ttl?: string | number;
  safety?: SafetyMode;
  promptOptimizer?: boolean;
}

/** A draft has values of these types only, so `typeof` one of them is a key of this. */
const MAKERS = {string: String, number: Number, boolean: Boolean} as const;

/** As a draft of this shape has it, from an object or JSON of one; of something else the page's author is told in the console. */
export function parseFormOptions(
  shape: Draft,
  wish: FormOptions | string | null | undefined,
  name: string,
): Partial<Draft> {
  try {
    const values = (typeof wish === 'string' ? JSON.parse(wish) : wish) as Record<string, unknown> | null | undefined;
    return Object.fromEntries(
      Object.entries(shape).flatMap(([key, value]) =>
        values?.[key] == null ? [] : [[key, MAKERS[typeof value as keyof typeof MAKERS](values[key])]],
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
    preset: text('preset'),
    duration: Number(text('duration')),
    numberResults: Number(text('numberResults')),
    // What is no choice of the form, `fitDraft` replaces.
    outputFormat: text('outputFormat') as OutputFormat,
    outputQuality: text('outputQuality'),
    ttl: text('ttl'),
    safety: text('safety') as SafetyMode,
    promptOptimizer: before.promptOptimizer,
  };
}

/** What is wrong with a prompt, in words. Only a first frame can stand without one. */
export function promptFault(
  {min, max}: FormModel['prompt'],
  prompt: string,
  hasFirstFrame: boolean,
  terms: Terms,
): string | undefined {
  const length = promptLength(prompt);
  if (length === 0) return hasFirstFrame ? undefined : terms.promptMissing;
  if (length < min) return terms.promptTooShort(min);
  if (length > max) return terms.promptTooLong(length - max);
  return undefined;
}
