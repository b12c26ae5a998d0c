// JSON from strangers: its shape is bounded before it is parsed, so that no body costs more than its bytes.

import type {Failure} from '../failure.ts';
import {err, ok, type Result} from '../result.ts';

/** Nothing this Worker accepts is nested deeper than five levels; Runware's envelope adds one. */
const MAX_DEPTH = 12;

/** Keys, values and list items in all. Ten tasks with every field there is have some four hundred. */
const MAX_ITEMS = 2_000;

/** Characters outside of strings: only strings can be long (a prompt, an image). */
const MAX_SYNTAX_LENGTH = 100_000;

/** Backslashes in strings. PHP writes `\/` for the slashes of base64: a full-size image has some 180,000. */
const MAX_ESCAPES = 500_000;

/** The value of a JSON text whose shape is within the bounds above. */
export function parseJSON(text: string): Result<unknown, Extract<Failure, {reason: 'malformedBody'}>> {
  if (new Scanner(text).isTooComplex()) return err({reason: 'malformedBody', detail: 'too complex'});
  try {
    return ok(JSON.parse(text));
  } catch {
    return err({reason: 'malformedBody', detail: 'not JSON'});
  }
}

/** Walks over the syntax of a text and jumps over its strings by the native search, which is fast over megabytes of base64. */
class Scanner {
  readonly #text: string;
  #nextBackslash: number;
  #escapes = 0;

  constructor(text: string) {
    this.#text = text;
    this.#nextBackslash = text.indexOf('\\');
  }

  isTooComplex(): boolean {
    let depth = 0;
    let items = 0;
    let syntax = 0;
    for (let index = 0; index < this.#text.length; index++) {
      if (++syntax > MAX_SYNTAX_LENGTH) return true;
      switch (this.#text[index]) {
        case '"':
          index = this.#endOfString(index);
          if (this.#escapes > MAX_ESCAPES) return true;
          break;
        case '{':
        case '[':
          if (++depth > MAX_DEPTH) return true;
          break;
        case '}':
        case ']':
          depth--;
          break;
        case ',':
        case ':':
          if (++items > MAX_ITEMS) return true;
      }
    }
    return false;
  }

  /** The index of the quote that ends the string which begins at `start`; of a string without end, the length of the text. */
  #endOfString(start: number): number {
    let quote = this.#text.indexOf('"', start + 1);
    this.#passEscapes(start);
    while (quote !== -1 && this.#nextBackslash !== -1 && this.#nextBackslash < quote) {
      if (++this.#escapes > MAX_ESCAPES) break;
      const next = this.#nextBackslash + 2;
      if (quote < next) quote = this.#text.indexOf('"', next);
      this.#passEscapes(next);
    }
    return quote === -1 ? this.#text.length : quote;
  }

  /** Moves on to the first backslash from `index`. It is kept, so that many strings without any do not search for it anew. */
  #passEscapes(index: number): void {
    if (this.#nextBackslash !== -1 && this.#nextBackslash < index)
      this.#nextBackslash = this.#text.indexOf('\\', index);
  }
}
