// Writes what the package has beside its code: types, the manifest, and what editors, frameworks and agents read.

import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {getWebTypesData} from 'custom-element-jet-brains-integration';
import {getVsCodeCssCustomData, getVsCodeHtmlCustomData} from 'custom-element-vs-code-integration';
import {declarations} from './declarations.ts';
import {llmsText} from './llms.ts';
import {readManifest} from './manifest.ts';
import {runtimes} from './runtimes.ts';
import {typings} from './typings.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const OUT = join(PROJECT, 'dist/npm');

/** The sources whose types the package exports. */
const TYPED = ['widget/index.ts', 'widget/hailuo-generator.ts', 'widget/react.ts', 'worker/index.ts'];

execFileSync(process.execPath, [join(PROJECT, 'node_modules/typescript/bin/tsc'), '-b', 'widget', 'worker'], {
  cwd: PROJECT,
  stdio: 'inherit',
});

const manifest = await readManifest();
write('custom-elements.json', `${JSON.stringify(manifest, null, 2)}\n`);
write('vscode.html-custom-data.json', getVsCodeHtmlCustomData(manifest, {}));
write('vscode.css-custom-data.json', getVsCodeCssCustomData(manifest, {}));
write('web-types.json', getWebTypesData(manifest, {}));
const llms = llmsText(
  ['README.md', 'worker/README.md'].map((file) => readFileSync(join(PROJECT, file), 'utf8')).join('\n'),
);
write('llms.txt', llms);
write('../site/llms.txt', llms);
for (const [path, text] of Object.entries({...typings(manifest), ...runtimes})) write(path, text);
for (const [path, text] of Object.entries(declarations(TYPED))) write(join('types', path), text);

function write(path: string, text: string): void {
  const file = join(OUT, path);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, text);
}
