import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startWorld} from '../world.ts';
import {visit} from './visitor.ts';

test('whoever goes to another page and back finds the page as it was, and the generation goes on', async () => {
  await using world = await startWorld();
  await using visitor = await visit(world.url);
  const {page} = visitor;
  await page.evaluate("addEventListener('pageshow', ({persisted}) => { restored = persisted })");
  await visitor.type('Prompt', 'A patient fox @runware(seconds=never)');
  await visitor.click('button', 'Generate · $0.28');
  await visitor.sees('Making your video');
  await page.goto(`${world.url}/docs`);
  await page.goBack();
  const reasons = await page.evaluate(
    "JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)",
  );
  assert.equal(reasons, 'null');
  assert.equal(await page.evaluate('globalThis.restored'), true);
  const task = world.runware.find('A patient fox');
  assert.ok(task);
  world.runware.finish(task.taskUUID);
  assert.ok((await visitor.plays()) > 0.5);
  assert.deepEqual(visitor.complaints, []);
  assert.equal(world.runware.accepted, 1);
});
