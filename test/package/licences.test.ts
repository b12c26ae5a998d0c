import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {test} from 'node:test';

const DIST = join(import.meta.dirname, '../../dist');
const SCRIPTS = globSync('**/*.js.map', {cwd: DIST}).map((map) => map.slice(0, -'.map'.length));

test('each script names the file with the licences of what is bundled in it', () => {
  const bundled = new Set<string>();
  for (const script of SCRIPTS.filter((file) => packagesIn(file).length > 0)) {
    const [, file = ''] = /^\/\*! Licences: (\S+) \*\/\n/.exec(readFileSync(join(DIST, script), 'utf8')) ?? [];
    assert.ok(file, `${script} names one`);
    const licences = readFileSync(join(DIST, dirname(script), file), 'utf8');
    for (const name of packagesIn(script)) {
      bundled.add(name);
      const [, text = ''] = licences.split(new RegExp(`^## ${name} - .*$`, 'm'));
      assert.match(text.trimStart(), /^(?!##).*(licen[cs]e|copyright)/i, `${name}, in ${script}`);
    }
  }
  assert.ok(bundled.isSupersetOf(new Set(['lit', 'lit-html', 'idb-keyval', 'react', 'svelte', '@vue/runtime-core'])));
});

/** The packages a script has been made of, as its source map has them. */
function packagesIn(script: string): string[] {
  const {sources}: {sources: string[]} = JSON.parse(readFileSync(join(DIST, `${script}.map`), 'utf8'));
  const names = sources.map((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}
