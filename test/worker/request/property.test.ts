import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {Problem} from '../../../worker/contract/index.ts';
import {readRequest} from '../../../worker/request/read-request.ts';
import {isAllowed} from '../../support/reference-validator.ts';
import {jsonPost, settingsWith, startWorld} from '../../support/world.ts';

/** In full: `REQUESTS=200000 SENT=5000 node --test test/worker/property.test.ts`. */
const REQUESTS = Number(process.env.REQUESTS ?? 20_000);
const SENT = Number(process.env.SENT ?? 100);
const SEED = 20_261_122;

/** A good value mostly, a near miss often, anything at all sometimes. */
function mostly(good: readonly unknown[], bad: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    {arbitrary: fc.constantFrom(...good), weight: 40},
    {arbitrary: fc.constantFrom(...bad), weight: 2},
    {arbitrary: fc.jsonValue({maxDepth: 4}), weight: 1},
  );
}

const uuid = fc.uuid({version: 4});
const frame = fc.oneof(
  uuid,
  fc.record({image: uuid, frame: mostly(['first', 0], ['last', 1, '0', false])}, {requiredKeys: ['image']}),
);
const prompt = fc.oneof(
  {arbitrary: fc.string({unit: 'grapheme', minLength: 2, maxLength: 40}), weight: 8},
  {arbitrary: fc.string({unit: 'binary', maxLength: 4}), weight: 2},
  {arbitrary: fc.constantFrom('x'.repeat(2000), '🦊'.repeat(2000), 'x'.repeat(2001), '🦊'.repeat(2001)), weight: 1},
);

/** Requests of which about a half are good. */
const request = fc
  .tuple(
    fc.record(
      {
        taskUUID: fc.oneof(
          {arbitrary: uuid, weight: 60},
          {arbitrary: fc.uuid({version: [1, 3, 5, 7]}), weight: 1},
          {arbitrary: fc.jsonValue(), weight: 1},
        ),
        taskType: mostly(['videoInference'], ['imageInference', 'videoInference ', null]),
        model: mostly(['minimax:4@1'], ['minimax:4@2', 'MINIMAX:4@1']),
        fps: mostly([25], [24, '25', 25.5]),
        deliveryMethod: mostly(['async'], ['sync']),
        outputType: mostly(['URL'], ['base64Data', ['URL']]),
        positivePrompt: fc.oneof({arbitrary: prompt, weight: 40}, {arbitrary: fc.jsonValue(), weight: 1}),
        duration: mostly([6, 6, 10], [5, 6.5, '6', 11]),
        numberResults: mostly([1, 2, 3, 4], [0, 5, 1.5, -1, '1', 1e300]),
        outputFormat: mostly(['MP4', 'WEBM', 'MOV'], ['GIF', 'mp4']),
        outputQuality: mostly([20, 50, 99], [19, 100, 95.5]),
        ttl: mostly([60, 61, 31_536_000], [59, 0, 60.5, 1e300]),
        safety: mostly(
          [{}, {checkContent: true}, {mode: 'fast'}, {mode: 'full', checkContent: false}],
          [{mode: 'slow'}, {level: 1}, [], true],
        ),
        inputs: fc.oneof(
          {arbitrary: frame.map((image) => ({frameImages: [image]})), weight: 20},
          {arbitrary: fc.array(frame, {maxLength: 3}).map((frameImages) => ({frameImages})), weight: 2},
          {arbitrary: fc.constantFrom<unknown>({}, {seedImage: 'x'}, [], {frameImages: 'x'}), weight: 1},
        ),
        providerSettings: mostly(
          [{}, {minimax: {}}, {minimax: {promptOptimizer: true}}],
          [{miniMax: {}}, {minimax: {promptOptimizer: 1}}],
        ),
      },
      {requiredKeys: ['taskUUID', 'positivePrompt']},
    ),
    fc.oneof(
      {arbitrary: fc.constantFrom({}, {width: 1366, height: 768}, {width: 1920, height: 1080}), weight: 20},
      {
        arbitrary: fc.constantFrom(
          {width: 1366},
          {height: 768},
          {width: 768, height: 1366},
          {width: 1366, height: 1080},
          {width: 1366.5, height: 768},
        ),
        weight: 1,
      },
    ),
    fc.oneof(
      {arbitrary: fc.constant({}), weight: 20},
      {
        arbitrary: fc.dictionary(fc.string(), fc.jsonValue({maxDepth: 2}), {maxKeys: 2, noNullPrototype: true}),
        weight: 1,
      },
    ),
    fc.constantFrom<readonly string[]>([], [], [], [], ['positivePrompt'], ['taskUUID']),
  )
  // As it arrives: what JSON cannot say is not there.
  .map(([fields, size, more, dropped]): Record<string, unknown> => {
    const all = {...more, ...fields, ...size};
    return JSON.parse(
      JSON.stringify(Object.fromEntries(Object.entries(all).filter(([name]) => !dropped.includes(name)))),
    );
  });

test(`the schema and an independent reading of the model page agree on ${REQUESTS} generated requests`, () => {
  const result = settingsWith();
  assert.ok(result.ok);
  let allowed = 0;
  fc.assert(
    fc.property(request, (body) => {
      const reading = readRequest(body, result.value);
      const isOrder = reading.ok && reading.value.order.ok;
      if (isOrder) allowed++;
      assert.equal(isOrder, isAllowed(body), JSON.stringify(reading));
      assert.ok(reading.ok || reading.error.length > 0);
    }),
    {numRuns: REQUESTS, seed: SEED},
  );
  assert.ok(allowed > REQUESTS / 5 && allowed < REQUESTS * 0.9, `${allowed} of ${REQUESTS} were allowed`);
});

test(`of ${SENT} generated requests through workerd none faults, nothing invalid gets through and nothing valid is refused`, async () => {
  await using world = await startWorld({runware: {switches: 'seconds=never'}, settings: {POLL_FIRST_SECONDS: '60'}});
  const requests = fc.sample(request, {numRuns: SENT, seed: SEED + 1});
  const good = requests.filter(isAllowed);
  const queue = requests.values();
  async function work(): Promise<void> {
    for (const body of queue) {
      const response = await world.fetch('/v1/generations', jsonPost(body));
      const answer = (await response.json()) as Partial<Problem>;
      assert.equal(
        response.status,
        isAllowed(body) ? 202 : 400,
        `${JSON.stringify(answer)} ${JSON.stringify(body).slice(0, 500)}`,
      );
    }
  }
  await Promise.all(Array.from({length: 8}, work));
  assert.equal(world.runware.accepted, good.length);
});
