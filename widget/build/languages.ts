// The languages of the element: one for each file of widget/i18n/locales, and nothing else lists them.

import {globSync} from 'node:fs';
import {join} from 'node:path';

const LOCALES = join(import.meta.dirname, '../i18n/locales');

/** The files of the languages that are loaded on demand, without `.ts`: all but English. */
export const LOCALE_FILES: readonly string[] = globSync('*.ts', {cwd: LOCALES})
  .map((file) => file.slice(0, -'.ts'.length))
  .filter((name) => !name.startsWith('en') && name !== 'plural')
  .sort();

/** The languages as BCP 47 tags, English included. */
export const LANGUAGE_TAGS: readonly string[] = ['en', ...LOCALE_FILES]
  .flatMap((name) => Intl.getCanonicalLocales(name))
  .sort();

/** The names of the languages, in English, in the order of the alphabet. */
export function languageNames(): string[] {
  const names = new Intl.DisplayNames('en', {type: 'language'});
  return LANGUAGE_TAGS.map((tag) => names.of(tag) ?? tag).sort();
}
