// A newcomer's way, as `worker/README.md` describes it: from a clone to a playing clip on a page of another origin.

import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {startWorker} from '../../demo/run/worker.ts';
import {startRunware} from '../../demo/runware/index.ts';
import {clone} from '../support/clone.ts';
import {startCloud} from '../support/cloud.ts';
import {otherSite} from '../support/site.ts';
import {visit} from '../support/visitor.ts';
import {API_KEY, FAST} from '../support/world.ts';

const README = join(import.meta.dirname, '../../worker/README.md');
const MAX_STEPS = 5;

test('from a clone to a clip on a page of another origin it takes five steps at most', async () => {
  const section = /\n## Setting up\n(.*?)\n## /s.exec(await readFile(README, 'utf8'))?.[1] ?? '';
  const steps = section.match(/^\d\. .*/gm) ?? [];
  assert.deepEqual(
    steps.map((step) => /`(npm .*)`/.exec(step)?.[1]),
    [undefined, 'npm ci', 'npm run setup', undefined],
  );
  assert.ok(steps.length <= MAX_STEPS);

  // Steps 1 and 2: cloned and installed.
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await clone());
  const site = stack.use(await otherSite());
  const runware = stack.use(await startRunware({apiKeys: [API_KEY], switches: 'seconds=0'}));
  const cloud = stack.use(
    await startCloud(async ({folder: deployed, secrets}) => {
      const config = join(deployed, 'wrangler.toml');
      const worker = stack.use(await startWorker({config, settings: secrets}));
      return {code: 0, url: worker.url};
    }),
  );

  // Step 3: the set-up, with everything that is far away on this machine.
  const answers = {
    ...FAST,
    RUNWARE_API_KEY: API_KEY,
    RUNWARE_URL: runware.url,
    ALLOWED_ORIGINS: site.url,
    LOCAL_ORIGINS: 'allowed',
    VISITOR_CHECK: 'none',
    SITE_USD_PER_DAY: 10,
    SITE_USD_PER_MONTH: 100,
    deploy: true,
  };
  await writeFile(join(folder.path, 'answers.json'), JSON.stringify(answers));
  const {stdout} = await promisify(execFile)(
    'npm',
    ['run', '--silent', 'setup', '--', '--from', 'answers.json', '--no-build', ...cloud.options],
    {cwd: folder.path, env: {...process.env, ...cloud.env}},
  );

  // Step 4: what it printed, on a page that allows nothing else.
  const [lines = ''] = /^<script .*<\/script>\n<hailuo-generator><\/hailuo-generator>$/m.exec(stdout) ?? [];
  const [policy = ''] = /^script-src .*$/m.exec(stdout) ?? [];
  site.html = `<!doctype html><html lang="en"><title>Shop</title>${lines}`;
  site.policy = `default-src 'none'; ${policy}`;
  await using visitor = await visit(site.url);
  await visitor.type('Prompt', 'A red fox');
  await visitor.click('button', 'Generate · $0.28');
  assert.ok((await visitor.plays()) > 0.5);
  assert.equal(runware.accepted, 1);
});
