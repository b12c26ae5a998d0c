import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Import, importsOf} from './import-graph.ts';
import {NOT_CHECKED} from './import-rules.ts';

/** The folder of the project, which all paths start from. */
export const PROJECT = join(import.meta.dirname, '../..');

/** All imports from one script of the project to another file. What else is in the rooms (sheets, pages) imports no script. */
export function projectImports(): Import[] {
  return globSync('{worker,widget,demo,test}/**/*.{ts,js,jsx}', {cwd: PROJECT})
    .filter((file) => !NOT_CHECKED.some((path) => file.startsWith(path)))
    .flatMap((file) => importsOf(file, readFileSync(join(PROJECT, file), 'utf8')));
}
