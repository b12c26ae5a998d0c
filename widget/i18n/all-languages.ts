// For servers, which cannot wait: loads every language beforehand.

import {LOADED, subtagOf} from './language.ts';
import type {Words} from './words.ts';

const locales = import.meta.glob<{default: Words}>(['./*.ts', '!./en*.ts', '!./plural.ts'], {
  base: './locales',
  eager: true,
});
for (const [path, {default: words}] of Object.entries(locales)) LOADED[subtagOf(path)] = words;
