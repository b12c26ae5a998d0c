import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Problem} from '../../worker/contract/index.ts';
import {CANARY, HOSTILE_BODIES} from '../data/hostile-bodies.ts';
import {eventually} from '../support/eventually.ts';
import {jsonPost, startWorld} from '../support/world.ts';

/** Bytes of an answer, and of what is logged of a request. */
const MAX_BYTES = 16_000;

test('no body of the allowed size makes a long answer or a long log, and the log quotes nothing of it', async (t) => {
  await using world = await startWorld();
  for (const {name, path, body} of HOSTILE_BODIES) {
    await t.test(name, async () => {
      const before = world.logs.length;
      const response = await world.fetch(path, {...jsonPost({}), body: body()});
      const answer = await response.text();
      assert.ok(response.status < 500, `${response.status} ${answer.slice(0, 200)}`);
      assert.ok(answer.length <= MAX_BYTES, `an answer of ${answer.length} bytes`);
      await eventually(() => world.logs.slice(before).some((line) => line.includes('"event":"request"')));
      const logged = world.logs.slice(before).join('\n');
      assert.ok(logged.length <= MAX_BYTES, `a log of ${logged.length} bytes`);
      assert.ok(!logged.includes(CANARY), logged.slice(0, 500));
    });
  }
  assert.equal(world.runware.counts.requests, 0);
});

test('of many errors the first twenty are listed, and the rest is counted', async () => {
  await using world = await startWorld();
  const keys = Object.fromEntries(Array.from({length: 77}, (_, index) => [`unknown${index}`, 1]));
  const body = {taskUUID: crypto.randomUUID(), positivePrompt: 'A fox', ...keys};
  const problem = (await (await world.fetch('/v1/generations', jsonPost(body))).json()) as Problem;
  assert.deepEqual([problem.code, problem.errors?.length, problem.moreErrors], ['invalidRequest', 20, 57]);
  const response = await world.fetch('/v1', jsonPost([{taskType: 'videoInference', ...body}]));
  const {errors} = (await response.json()) as {errors: {message: string}[]};
  assert.equal(errors.length, 20);
  assert.match(errors.at(-1)?.message ?? '', /57 more errors/);
});
