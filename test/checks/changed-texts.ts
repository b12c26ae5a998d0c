// `npm run texts`: which tests and documents contain an English text that has changed since a commit (HEAD by default).
// The accessibility tree is renewed by its own test; everything else that is listed has to be edited by hand.

import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

const ENGLISH = ['widget/i18n/locales/en.ts', 'widget/i18n/locales/en-run.ts'];
/** Shorter texts are found everywhere. In characters. */
const MIN_LENGTH = 4;

const [, , since = 'HEAD'] = process.argv;
const current = new Set(ENGLISH.flatMap((file) => textsOf(readFileSync(file, 'utf8'))));
const removed = ENGLISH.flatMap((file) => textsOf(git('show', `${since}:${file}`))).filter(
  (text) => !current.has(text),
);

if (removed.length === 0) console.log(`No English text has changed since ${since}.`);
for (const text of new Set(removed)) {
  console.log(`\n"${text}"`);
  const places = git('grep', '--line-number', '--fixed-strings', '-e', text, '--', 'test', 'demo', '*.md');
  for (const place of places.split('\n').filter(Boolean)) console.log(`  ${place.split(':').slice(0, 2).join(':')}`);
}

/** The texts in the source of a locale: quoted strings, and the fixed parts of templates. */
function textsOf(source: string): string[] {
  return [...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g)]
    .flatMap(([, quoted = '', template = '']) => [quoted, ...template.split(/\$\{[^}]*\}/)])
    .map((text) => text.trim())
    .filter((text) => text.length >= MIN_LENGTH);
}

/** The output of git; empty where it finds nothing. */
function git(...args: string[]): string {
  try {
    return execFileSync('git', args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
  } catch {
    return '';
  }
}
