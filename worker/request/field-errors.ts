// Zod's issues in the product's own words, one for each field.

import type * as z from 'zod';
import type {FieldError} from '../contract/index.ts';
import {UNKNOWN_FIELD} from '../failure.ts';

/** Allowed ranges by field, for the errors that quote them. */
export type Ranges = Readonly<Record<string, FieldError['allowed']>>;

/** Fields of Runware's that belong to the Worker, or would send the visitor's clip or its cost somewhere else. */
const SERVER_ONLY_FIELDS = ['webhookURL', 'uploadEndpoint', 'includeCost'];

/** The errors that issues of a request's schema come to. */
export function fieldErrorsOf(issues: readonly z.core.$ZodIssue[], ranges: Ranges): FieldError[] {
  return issues.flatMap((issue) => errorsOf(issue, ranges, []));
}

function errorsOf(issue: z.core.$ZodIssue, ranges: Ranges, parents: readonly PropertyKey[]): FieldError[] {
  const path = [...parents, ...issue.path];
  const field = path.map(String).join('.');
  const range = ranges[field];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: [...path.map(String), key].join('.'),
        message: SERVER_ONLY_FIELDS.includes(key) ? 'is set by this server, not by a client' : UNKNOWN_FIELD,
      }));
    case 'invalid_union': {
      // The branch that came furthest is the one that was meant: an object's own fields rather than "not a string".
      const meant = issue.errors.find((branch) =>
        branch.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
      );
      if (meant) return meant.flatMap((inner) => errorsOf(inner, ranges, path));
      return [{field, message: 'must be an image, or an object with an image'}];
    }
    case 'invalid_value':
      return [{field, message: 'has a value that is not offered', allowed: issue.values.filter(isScalar)}];
    case 'invalid_type': {
      const expected = TYPE_WORDS[issue.expected] ?? issue.expected;
      return [{field, message: issue.input === undefined ? 'is required' : `must be ${expected}`, ...allow(range)}];
    }
    case 'invalid_format':
      return [{field, message: 'must be a UUID of version 4'}];
    case 'too_small':
    case 'too_big':
    case 'custom': {
      const message = field === 'inputs.frameImages' ? 'must hold exactly one image' : 'is out of range';
      return [{field, message, ...allow(range)}];
    }
    default:
      return [{field, message: 'is not allowed as it is', ...allow(range)}];
  }
}

const TYPE_WORDS: Partial<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  tuple: 'a list',
};

function allow(allowed: FieldError['allowed']): Pick<FieldError, 'allowed'> {
  return allowed === undefined ? {} : {allowed};
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
