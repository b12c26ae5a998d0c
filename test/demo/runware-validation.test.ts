// What the stand-in accepts and refuses as a task of the model.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startRunware} from '../../demo/runware/index.ts';
import {EXAMPLES} from '../data/examples.ts';
import {type Row, send, task} from './caller.ts';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const frame = (...frameImages: unknown[]) => ({inputs: {frameImages}});

test('the model page’s example requests are accepted', async () => {
  await using runware = await startRunware();
  for (const example of Object.values(EXAMPLES)) {
    const answer = await send(runware, [example]);
    assert.deepEqual(answer.data, [{taskType: 'videoInference', taskUUID: example.taskUUID}]);
  }
  assert.equal(runware.billedMicroUSD, 490_000 + 280_000 + 490_000 + 280_000);
});

const ACCEPTED: Record<string, Row> = {
  'no size and no duration': {},
  '10 seconds at 768p': {width: 1366, height: 768, duration: 10},
  'every field at once': {
    ...{outputType: 'URL', outputFormat: 'MOV', outputQuality: 20, deliveryMethod: 'async', includeCost: true, ttl: 60},
    ...{webhookURL: 'http://127.0.0.1:9/hook', uploadEndpoint: 'https://storage.example.com/x', numberResults: 4},
    ...{safety: {checkContent: true, mode: 'fast'}, fps: 25, providerSettings: {minimax: {promptOptimizer: true}}},
  },
  'a prompt of 2000 emoji': {positivePrompt: '🦊'.repeat(2000)},
  'a first frame without a prompt': {positivePrompt: undefined, ...frame(PNG)},
  'a first frame as data URI': frame(`data:image/png;base64,${PNG}`),
  'a first frame as WebP': frame('data:image/webp;base64,UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=='),
  'a first frame as UUID': frame('aac49721-1964-481a-ae78-8a4e29b91402'),
  'a first frame at index 0': frame({image: PNG, frame: 0}),
};

for (const [name, fields] of Object.entries(ACCEPTED)) {
  test(`${name}: accepted`, async () => {
    await using runware = await startRunware();
    const answer = await send(runware, [task(fields)]);
    assert.deepEqual(answer.errors, []);
    assert.equal(runware.accepted, 1);
  });
}

const LIST = {allowedValues: true};
const REFUSED: Record<string, [fields: Row, code: string, parameter: unknown, more?: Row]> = {
  'no UUID': [{taskUUID: undefined}, 'invalidTaskUUID', 'taskUUID'],
  'a UUID of version 1': [{taskUUID: 'c232ab00-9414-11ec-b3c8-9f6bdeced846'}, 'invalidTaskUUID', 'taskUUID'],
  'another task type': [{taskType: 'imageInference'}, 'unsupportedTaskType', 'taskType'],
  'no model': [{model: undefined}, 'missingModel', 'model'],
  'another model': [{model: 'minimax:4@2'}, 'invalidModel', 'model', LIST],
  'an unknown field': [{negativePrompt: 'blur'}, 'unsupportedParameter', 'negativePrompt'],
  'a seed': [{seed: 1}, 'unsupportedParameter', 'seed'],
  'flat frameImages': [{frameImages: [{inputImage: PNG}]}, 'unsupportedParameter', 'frameImages'],
  'an unknown input': [{inputs: {referenceImages: []}}, 'unsupportedParameter', 'inputs.referenceImages'],
  'another provider': [{providerSettings: {miniMax: {}}}, 'unsupportedParameter', 'providerSettings.miniMax'],
  'neither prompt nor image': [{positivePrompt: undefined}, 'missingPositivePrompt', 'positivePrompt'],
  'a prompt of one character': [
    {positivePrompt: '🦊'},
    'invalidPositivePromptLength',
    'positivePrompt',
    {min: 2, max: 2000},
  ],
  'a prompt of 2001': [{positivePrompt: 'x'.repeat(2001)}, 'invalidPositivePromptLength', 'positivePrompt'],
  'a prompt that is a number': [{positivePrompt: 12}, 'invalidPositivePrompt', 'positivePrompt'],
  'width alone': [{width: 1366}, 'missingHeight', 'height'],
  'height alone': [{height: 768}, 'missingWidth', 'width'],
  'a portrait size': [{width: 768, height: 1366}, 'unsupportedDimensions', ['width', 'height'], LIST],
  '10 seconds at 1080p': [
    {width: 1920, height: 1080, duration: 10},
    'unsupportedDuration',
    'duration',
    {allowedValues: [6]},
  ],
  '7 seconds': [{duration: 7}, 'unsupportedDuration', 'duration', {allowedValues: [6, 10]}],
  '24 frames per second': [{fps: 24}, 'invalidFps', 'fps', {allowedValues: [25]}],
  'no results': [{numberResults: 0}, 'invalidNumberResults', 'numberResults', {min: 1, max: 4}],
  'five results': [{numberResults: 5}, 'invalidNumberResults', 'numberResults', {min: 1, max: 4}],
  'half a result': [{numberResults: 1.5}, 'invalidNumberResults', 'numberResults'],
  'base64 output': [{outputType: 'base64Data'}, 'invalidOutputType', 'outputType', {allowedValues: ['URL']}],
  'GIF output': [{outputFormat: 'GIF'}, 'invalidOutputFormat', 'outputFormat', {allowedValues: ['MP4', 'WEBM', 'MOV']}],
  'quality 100': [{outputQuality: 100}, 'invalidOutputQuality', 'outputQuality', {min: 20, max: 99}],
  'synchronous delivery': [{deliveryMethod: 'sync'}, 'invalidDeliveryMethod', 'deliveryMethod', LIST],
  'cost as a word': [{includeCost: 'yes'}, 'invalidIncludeCost', 'includeCost'],
  'a ttl under a minute': [{ttl: 59}, 'invalidTtl', 'ttl', {min: 60}],
  'a webhook that is no URI': [{webhookURL: 'here'}, 'invalidWebhookURL', 'webhookURL'],
  'an unknown safety mode': [{safety: {mode: 'strict'}}, 'invalidMode', 'safety.mode', LIST],
  'two first frames': [frame(PNG, PNG), 'invalidFrameImages', 'inputs.frameImages', {max: 1}],
  'a last frame': [frame({image: PNG, frame: 'last'}), 'invalidFrame', 'inputs.frameImages.frame', LIST],
  'a frame without an image': [frame({frame: 'first'}), 'missingImage', 'inputs.frameImages.image'],
  'a picture that is none': [
    frame('data:image/png;base64,aGVsbG8gd29ybGQ='),
    'invalidValueUploadFailed',
    'inputs.frameImages',
  ],
  'base64 that is none': [frame('%%%'), 'invalidValueUploadFailed', 'inputs.frameImages'],
  'an unknown switch': [{positivePrompt: 'A fox @runware(wings=2)'}, 'invalidPositivePrompt', 'positivePrompt'],
};

for (const [name, [fields, code, parameter, more = {}]] of Object.entries(REFUSED)) {
  test(`${name}: refused with ${code}`, async () => {
    await using runware = await startRunware();
    const {status, data, errors} = await send(runware, [task(fields)]);
    assert.deepEqual([status, data, errors.length], [400, [], 1]);
    assert.deepEqual([errors[0]?.code, errors[0]?.parameter], [code, parameter]);
    for (const [field, value] of Object.entries(more)) {
      if (value === true) assert.ok(Array.isArray(errors[0]?.[field]));
      else assert.deepEqual(errors[0]?.[field], value);
    }
    assert.equal(runware.accepted, 0);
  });
}
