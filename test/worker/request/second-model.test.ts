// A second model is one more row: with one, requests are read, priced, offered and documented by its facts alone.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import * as z from 'zod';
import {MODELS} from '../../../worker/contract/index.ts';
import {purchaseOf} from '../../../worker/generation/protocol.ts';
import type {Order} from '../../../worker/request/order.ts';
import {createRequestReader} from '../../../worker/request/read-request.ts';
import {createRequestSchema} from '../../../worker/request/schema.ts';
import {type OfferSettings, offerOf} from '../../../worker/settings/offer.ts';
import {INVENTED} from '../../data/invented-model.ts';

Object.assign(MODELS, {invented: INVENTED});

const taskUUID = 'aac49721-1964-481a-ae78-8a4e29b91402';
const positivePrompt = 'A red fox';
const SETTINGS: OfferSettings & {IMAGE_HOSTS: string[]} = {
  OFFER_PRESETS: [],
  OFFER_DURATIONS: [],
  OFFER_FORMATS: [],
  OFFER_RESULTS_MAX: 4,
  OFFER_OPTIMIZER: 'allowed',
  IMAGE_HOSTS: [],
};
const read = createRequestReader(INVENTED);

/** The order that a request comes to. */
function orderOf(request: object): Order {
  const reading = read({taskUUID, positivePrompt, ...request}, SETTINGS);
  assert.ok(reading.ok && reading.value.order.ok, JSON.stringify(reading));
  return reading.value.order.value;
}

test('a request that says little gets the defaults of the model, and names it to Runware', () => {
  assert.deepEqual(orderOf({}), {
    positivePrompt,
    model: 'invented:7@3',
    fps: 30,
    width: 960,
    height: 540,
    duration: 4,
    numberResults: 1,
    outputFormat: 'WEBM',
  });
});

for (const [name, request] of [
  ['its own name', {model: 'invented:7@3', fps: 30}],
  ['its longest clip', {width: 960, height: 540, duration: 12}],
  ['its portrait size', {width: 720, height: 1280, duration: 4}],
  ['its shortest prompt', {positivePrompt: 'a fox'}],
  ['as many results as it makes', {numberResults: 2}],
  ['a quality that only it knows', {outputQuality: 100}],
  ['a first frame at its one position', {inputs: {frameImages: [{image: taskUUID, frame: 'first'}]}}],
] as const) {
  test(`with the invented model, ${name} is allowed`, () => {
    orderOf(request);
  });
}

for (const [name, request, blamed] of [
  ['another model', {model: 'minimax:4@1'}, 'model'],
  ['another frame rate', {fps: 25}, 'fps'],
  ['a size of another model', {width: 1366, height: 768}, 'width'],
  ['a duration of another model', {duration: 6}, 'duration'],
  ['a duration of another size', {width: 720, height: 1280, duration: 8}, 'duration'],
  ['a prompt that is too short for it', {positivePrompt: 'fox'}, 'positivePrompt'],
  ['a prompt that is too long for it', {positivePrompt: 'x'.repeat(81)}, 'positivePrompt'],
  ['more results than it makes', {numberResults: 3}, 'numberResults'],
  ['a format of another model', {outputFormat: 'MOV'}, 'outputFormat'],
  ['a safety mode of another model', {safety: {mode: 'full'}}, 'safety.mode'],
  ['a ttl that is too short for it', {ttl: 599}, 'ttl'],
  ['a position of another model', {inputs: {frameImages: [{image: taskUUID, frame: 0}]}}, 'inputs.frameImages.0.frame'],
  ['an optimizer, which it does not have', {providerSettings: {invented: {promptOptimizer: true}}}, 'providerSettings'],
] as const) {
  test(`with the invented model, ${name} is refused`, () => {
    const reading = read({taskUUID, positivePrompt, ...request}, SETTINGS);
    assert.equal(!reading.ok && reading.error[0]?.field, blamed);
  });
}

test('its clips have its prices, times as many as are made', () => {
  const caller = {kind: 'address', key: 'anybody'} as const;
  const priced = (request: object) =>
    purchaseOf({taskUUID, caller, order: orderOf(request), clientHash: '', publicURL: undefined});
  assert.deepEqual(priced({duration: 12, numberResults: 2}), {
    taskUUID,
    preset: '540p',
    duration: 12,
    results: 2,
    microUSD: 620_000,
  });
  assert.equal(priced({width: 720, height: 1280}).microUSD, 150_000);
});

test('a deployment offers of it what its settings leave', () => {
  const {presets, maxResults, formats, optimizer} = offerOf({...SETTINGS, OFFER_DURATIONS: ['8', '12']}, INVENTED);
  assert.deepEqual(
    presets.map(({preset, durations}) => [preset.name, durations]),
    [['540p', [8, 12]]],
  );
  assert.deepEqual({maxResults, formats, optimizer}, {maxResults: 2, formats: ['WEBM', 'MP4'], optimizer: false});
});

test('its schema, as the OpenAPI document has it, says its bounds', () => {
  const {properties = {}} = z.toJSONSchema(createRequestSchema(INVENTED), {unrepresentable: 'any', io: 'input'});
  assert.partialDeepStrictEqual(properties, {
    model: {const: 'invented:7@3'},
    positivePrompt: {minLength: 5, maxLength: 80},
    duration: {enum: [4, 8, 12]},
    numberResults: {minimum: 1, maximum: 2},
    outputFormat: {enum: ['WEBM', 'MP4']},
    outputQuality: {minimum: 1, maximum: 100},
    ttl: {minimum: 600},
  });
  assert.equal('providerSettings' in properties, false);
});
