import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {circles, forbidden, type Import, importsOf} from './import-graph.ts';
import {ROOMS} from './import-rules.ts';
import {PROJECT, projectImports} from './project-imports.ts';

/** A file, the wrong import somebody adds to it, and the rule the message has to name. */
const WRONG: readonly (readonly [file: string, statement: string, rule: string])[] = [
  ['worker/contract/wire.ts', `import {fail} from '../failure.ts'`, 'contract may import from nothing'],
  [
    'worker/contract/model.ts',
    `import type {Draft} from '../../widget/base/draft.ts'`,
    'contract may import from nothing',
  ],
  ['worker/settings/settings.ts', `import {orderOf} from '../request/schema.ts'`, 'worker/settings may import from'],
  ['worker/request/schema.ts', `import type {Caller} from '../caller/session.ts'`, 'worker/request may import from'],
  ['worker/ledger/limits.ts', `export {send} from '../http/problem.ts'`, 'worker/ledger may import from'],
  ['worker/generation/state.ts', `const app = import('../app.ts')`, 'worker/generation may import from'],
  ['worker/http/problem.ts', `import '../../widget/index.ts'`, 'worker/http may import from'],
  ['worker/app.ts', `import {runware} from '../demo/runware/index.ts'`, 'worker may import from'],
  ['widget/base/draft.ts', `import {form} from '../shell/form.ts'`, 'widget/base may import from'],
  ['widget/shell/form.ts', `import {Studio} from '../studio/studio.ts'`, 'widget/shell may import from'],
  ['widget/studio/studio.ts', `import type {Form} from '../shell/form.ts'`, 'widget/studio may import from'],
  ['widget/studio/api/http.ts', `import {Run} from '../runs/run.ts'`, 'widget/studio/api may import from'],
  ['widget/index.ts', `type Settings = import('../worker/settings/settings.ts').Settings`, 'widget may import from'],
  [
    'widget/build/vite.config.ts',
    `import {site} from '../../demo/pages/build/site.ts'`,
    'widget/build may import from',
  ],
  ['demo/run/start.ts', `import {startWorld} from '../../test/support/world.ts'`, 'demo/run may import from'],
  [
    'demo/runware/api.ts',
    `import {readSettings} from '../../worker/settings/settings.ts'`,
    'demo/runware may import from',
  ],
  ['demo/pages/home.ts', `import {startWorker} from '../run/worker.ts'`, 'demo/pages may import from'],
];

for (const [file, statement, rule] of WRONG) {
  test(`in ${file}, ${statement} fails`, () => {
    assert.ok(existsSync(join(PROJECT, file)), 'the file exists');
    const [message = '', ...others] = forbidden(importsOf(file, `\n${statement};\n`), ROOMS);
    assert.deepEqual(others, []);
    assert.ok(message.startsWith(`${file}:2 imports `), message);
    assert.ok(message.includes(`rule: ${rule}`), message);
  });
}

test('the form may load what comes later, and name its types', () => {
  const source = `import type {Studio} from '../studio/studio.ts'; import('../studio/index.ts');`;
  assert.deepEqual(forbidden(importsOf('widget/shell/studio-loader.ts', source), ROOMS), []);
});

test('a file that no rule knows fails', () => {
  assert.match(
    String(forbidden(importsOf('tools/a.ts', `import '../widget/index.ts'`), ROOMS)),
    /tools\/a\.ts:1 belongs to no room/,
  );
});

test('a circle of types alone is found', () => {
  const imports = files({
    'a.ts': `import type {B} from './b.ts'`,
    'b.ts': `export type {C} from './c.ts'`,
    'c.ts': `let a: import('./a.ts').A`,
    'd.ts': `import './a.ts'`,
  });
  assert.deepEqual(circles(imports), [['a.ts', 'b.ts', 'c.ts', 'a.ts']]);
});

test('every circle is told once, and none where there is none', () => {
  const imports = files({
    'a.ts': `import './b.ts'; import './c.ts'`,
    'b.ts': `import './a.ts'; import './c.ts'`,
    'c.ts': `import './d.ts'`,
    'd.ts': `await import('./c.ts')`,
    'e.ts': `import './a.ts'`,
  });
  assert.deepEqual(circles(imports), [
    ['a.ts', 'b.ts', 'a.ts'],
    ['c.ts', 'd.ts', 'c.ts'],
  ]);
  assert.deepEqual(circles(files({'a.ts': `import './b.ts'`, 'b.ts': ''})), []);
});

test('an import is found in each of its spellings, with its line, and in text it is not', () => {
  const source = `
    import a, {type A} from './a.ts';
    import {type B} from './b.ts';
    export * from './c.ts';
    export {d} from './d.ts?raw';
    const later = () => import('./e.ts');
    type F = import('./f.ts').F;
    import(\`./folder/\${later}.ts\`);
    import 'lit';
    const text = "import './g.ts'"; // import './h.ts'
  `;
  assert.deepEqual(
    importsOf('x/y.ts', source).map(({to, line, kind}) => `${line} ${to} ${kind}`),
    [
      '2 x/a.ts value',
      '3 x/b.ts type',
      '4 x/c.ts value',
      '5 x/d.ts value',
      '6 x/e.ts later',
      '7 x/f.ts type',
      '8 x/folder/ later',
    ],
  );
});

test('the check reads the whole project, and finds every file that is imported', () => {
  const imports = projectImports();
  for (const folder of ['worker/', 'widget/', 'demo/', 'test/'])
    assert.ok(
      imports.some(({from}) => from.startsWith(folder)),
      folder,
    );
  assert.deepEqual(
    imports.map(({to}) => to).filter((file) => !existsSync(join(PROJECT, file))),
    [],
  );
});

function files(sources: Readonly<Record<string, string>>): Import[] {
  return Object.entries(sources).flatMap(([file, source]) => importsOf(file, source));
}
