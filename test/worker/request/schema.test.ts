import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {FieldError, Problem} from '../../../worker/contract/index.ts';
import {readRequest} from '../../../worker/request/read-request.ts';
import {CASES} from '../../data/cases.ts';
import {EXAMPLES} from '../../data/examples.ts';
import {jsonPost, settingsWith, sharedWorld} from '../../support/world.ts';

const IMAGE_HOSTS = 'assets.runware.ai';
const shared = sharedWorld({settings: {IMAGE_HOSTS}});

const settings = settingsWith({IMAGE_HOSTS});
assert.ok(settings.ok);

for (const {name, request, blamed} of CASES) {
  test(`${name}: ${blamed === undefined ? 'read' : `refused for its ${blamed}`}`, () => {
    const reading = readRequest({taskUUID: crypto.randomUUID(), ...request}, settings.value);
    const order = reading.ok ? reading.value.order : reading;
    if (blamed === undefined) assert.ok(order.ok, JSON.stringify(order));
    else assert.ok(!order.ok && order.error.some(({field}) => field === blamed), JSON.stringify(order));
  });
}

for (const [name, example] of Object.entries(EXAMPLES)) {
  test(`the example "${name}" of the model page reaches Runware meaning the same`, async () => {
    const world = await shared();
    const response = await world.fetch('/v1/generations', jsonPost(example));
    assert.equal(response.status, 202);
    const {taskUUID: ours, ...sent} = world.runware.find(String(example.positivePrompt))?.received ?? {};
    const {taskUUID: theirs, ...asked} = example;
    const defaults = {
      numberResults: 1,
      outputFormat: 'MP4',
      deliveryMethod: 'async',
      outputType: 'URL',
      includeCost: true,
    };
    assert.deepEqual(sent, {...defaults, ...asked});
    assert.notEqual(ours, theirs, 'the Worker mints its own UUID for the upstream task');
  });
}

test('every field that is wrong is named, with what is allowed', async () => {
  const world = await shared();
  const request = {
    taskUUID: 'no',
    outputQuality: 100,
    numberResults: 9,
    outputFormat: 'GIF',
    webhookURL: 'https://x.example',
    mood: 1,
  };
  const response = await world.fetch('/v1/generations', jsonPost(request));
  assert.equal(response.status, 400);
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  const {code, errors = []} = (await response.json()) as Problem;
  assert.equal(code, 'invalidRequest');
  const byField = Object.fromEntries(errors.map((error): [string, FieldError] => [error.field, error]));
  assert.deepEqual(Object.keys(byField).sort(), Object.keys(request).sort());
  assert.deepEqual(byField.outputQuality?.allowed, {min: 20, max: 99});
  assert.deepEqual(byField.numberResults?.allowed, {min: 1, max: 4});
  assert.deepEqual(byField.outputFormat?.allowed, ['MP4', 'WEBM', 'MOV']);
});

test('a body that is not a JSON object gets a problem, not a fault', async () => {
  const world = await shared();
  const bodies = ['', '{', 'null', '[]', '"text"', '42', '\u0000'];
  for (const body of bodies) {
    const response = await world.fetch('/v1/generations', {...jsonPost({}), body});
    assert.equal(response.status, 400, body);
    assert.equal(((await response.json()) as Problem).code, 'malformedBody');
  }
  const text = await world.fetch('/v1/generations', {
    method: 'POST',
    body: '{}',
    headers: {'content-type': 'text/plain'},
  });
  assert.equal(text.status, 415);
});

test('a body over the limit is refused before it is read', async () => {
  const world = await shared();
  const response = await world.fetch('/v1/generations', jsonPost({positivePrompt: 'x'.repeat(12_000_000)}));
  assert.equal(response.status, 413);
  assert.equal(((await response.json()) as Problem).code, 'bodyTooLarge');
});

test('the address of a first frame goes on in the spelling in which its host was judged', async () => {
  const world = await shared();
  const spellings = [
    ['https://assets.runware.ai\\@evil.example/x.png', 'https://assets.runware.ai/@evil.example/x.png'],
    ['https:/\\assets.runware.ai/\tx\n.png', 'https://assets.runware.ai/x.png'],
    [' HTTPS://Assets.Runware.AI:443/x y.png', 'https://assets.runware.ai/x%20y.png'],
  ] as const;
  for (const [text, href] of spellings) {
    for (const [frame, sent] of [
      [text, href],
      [
        {image: text, frame: 'first' as const},
        {image: href, frame: 'first'},
      ],
    ] as const) {
      const positivePrompt = JSON.stringify(frame);
      const {response} = await world.start({positivePrompt, inputs: {frameImages: [frame]}});
      assert.equal(response.status, 202, await response.text());
      assert.deepEqual(world.runware.find(positivePrompt)?.received.inputs, {frameImages: [sent]});
    }
  }
});
