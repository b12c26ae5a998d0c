// All words of a language: those of the first load (en.ts) and those that come with the studio (en-run.ts).

import type {FailureCode} from '../failure-code.ts';
import type {Terms} from './locales/en.ts';
import {runTerms} from './locales/en-run.ts';
import {mergeTexts} from './merge.ts';

/** All texts of a language. */
export type Words = Terms & typeof runTerms;

/** Any subset of the texts, as a page provides them. A group may be partial too. */
export type SomeWords = {
  [Name in keyof Words]?: Words[Name] extends string | ((...facts: never[]) => string)
    ? Words[Name]
    : Partial<Words[Name]>;
};

/** The texts of a language, completed with English. */
export function wordsOf(terms: Terms): Words {
  return mergeTexts(terms, runTerms);
}

/** What happened, and what to do next. A newer Worker may know more codes. */
export function problemText({problems}: Words, code: FailureCode): readonly [what: string, next: string] {
  return problems[code] ?? problems.internal;
}
