// The kinds of values that settings have. Every setting comes as a string. A message says what was read, what is wrong with
// it and what it could have meant; of a secret it says only what is wrong.

import * as z from 'zod';
import {didYouMean} from './origins.ts';

/** Says what is wrong with a text, if anything is. */
type Fault = (text: string) => string | undefined;

/** Characters of a value that a message quotes. */
const MAX_QUOTED = 80;

/** Wrong entries of one list that are told of. */
const MAX_FAULTS = 3;

/** A value as a message quotes it. Not one that may hold a password. */
function quote(text: string): string {
  return text.includes('@') ? 'The value' : JSON.stringify(text.slice(0, MAX_QUOTED));
}

/** Text that passes a check. */
export function text(fault: Fault) {
  return z.string().superRefine((value, {addIssue}) => {
    const wrong = fault(value);
    if (wrong) addIssue(`${quote(value)} ${wrong}`);
  });
}

/** A secret that passes a check: no message quotes it. */
export function secret(pattern: RegExp, message: string) {
  return z.string(message).regex(pattern, message);
}

/** A list, separated by spaces or commas, whose entries pass a check. */
export function list(fault: Fault) {
  return z
    .string()
    .default('')
    .transform(split)
    .superRefine((entries, {addIssue}) => {
      const wrong = entries.filter((entry) => fault(entry) !== undefined).slice(0, MAX_FAULTS);
      for (const entry of wrong) addIssue(`${quote(entry)} ${fault(entry)}`);
    });
}

/** A list of secrets that each match a pattern. */
export function secrets(pattern: RegExp, message: string) {
  return z
    .string()
    .default('')
    .transform(split)
    .refine((entries) => entries.every((entry) => pattern.test(entry)), message);
}

/** Some of these words. */
export function someOf(words: readonly string[]) {
  return list((entry) => (words.includes(entry) ? undefined : oneOf(words, entry)));
}

/** One of these words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, {
    error: ({input}) =>
      input === undefined
        ? `is required: ${words.join(', ')}`
        : `${quote(String(input))} ${oneOf(words, String(input))}`,
  });
}

/** A number within bounds. It is required where there is no fallback. */
export function number(fallback: number | undefined, bounds: {min: number; max: number}) {
  const {min, max} = bounds;
  const required = `is required: a number from ${min} to ${max}`;
  const raw = fallback === undefined ? z.string(required) : z.string().default(String(fallback));
  return raw.transform((value, {addIssue}) => {
    if (isWithin(value, bounds)) return Number(value);
    const digits = value.replace(',', '.').replace(/[^\d.]/g, '');
    const suggestion = digits !== value && isWithin(digits, bounds) ? digits : undefined;
    addIssue(`${quote(value)} is not a number from ${min} to ${max}${didYouMean(suggestion)}`);
    return z.NEVER;
  });
}

function isWithin(value: string, {min, max}: {min: number; max: number}): boolean {
  return value.trim() !== '' && Number(value) >= min && Number(value) <= max;
}

function oneOf(words: readonly string[], value: string): string {
  const suggestion = words.find((word) => word.toLowerCase() === value.trim().toLowerCase());
  return `is not one of ${words.join(', ')}${didYouMean(suggestion)}`;
}

function split(value: string): string[] {
  return value.split(/[\s,]+/).filter(Boolean);
}
