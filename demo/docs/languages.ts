// The languages of the element, read from its folder of locales: a new file there is all that the documentation needs.

import {globSync} from 'node:fs';

/** BCP 47 tags, sorted. English is split over several files and counted once. */
export const LANGUAGE_TAGS: readonly string[] = globSync('??{,-*}.ts', {
  cwd: new URL('../../widget/i18n/locales/', import.meta.url),
})
  .map((file) => file.slice(0, -'.ts'.length))
  .filter((tag) => !tag.startsWith('en-'))
  .sort();

/** The name of a language, in that language unless another one is given. */
export function languageName(tag: string, inLanguage = tag): string {
  return new Intl.DisplayNames(inLanguage, {type: 'language'}).of(tag) ?? tag;
}
