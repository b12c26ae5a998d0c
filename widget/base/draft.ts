// The form's values, and how they are read. Pure functions.

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

/** The initial values for a model. */
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

/** Values that a page gives a form. Those a visitor types may be numbers. */
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

/** Reads a page's values, an object or JSON of one, into the types of a draft. Anything else is reported in the console. */
export function parseFormOptions(
  shape: Draft,
  options: FormOptions | string | null | undefined,
  name: string,
): Partial<Draft> {
  try {
    const values = (typeof options === 'string' ? JSON.parse(options) : options) as
      | Record<string, unknown>
      | null
      | undefined;
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

/** The draft in a form. Fields the form does not show keep their value; an unchecked checkbox is not part of `FormData`. */
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

/** The problem of a prompt, in words. It may be empty only with a first frame. */
export function promptFault(
  {min, max}: FormModel['prompt'],
  prompt: string,
  hasFirstFrame: boolean,
  terms: Terms,
): string | undefined {
  // Blanks at the ends are no text, but they count towards the maximum.
  const length = promptLength(prompt.trim());
  if (length === 0) return hasFirstFrame ? undefined : terms.promptMissing;
  if (length < min) return terms.promptTooShort(min);
  const excess = promptLength(prompt) - max;
  if (excess > 0) return terms.promptTooLong(excess);
  return undefined;
}
