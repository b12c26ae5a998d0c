import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {UpstreamKind} from '../../../worker/failure.ts';
import {classify, readError} from '../../../worker/runware/errors.ts';

/** Raw codes seen in public sources, and what each means. The first three are the traps of the official table. */
const CODES: Readonly<Record<UpstreamKind, readonly string[]>> = {
  timeout: ['timeoutProvider', 'providerTimeout', 'providerGatewayTimeout', 'inferenceTimeout', 'timeout'],
  moderated: [
    'invalidProviderContent',
    'contentPolicyViolation',
    'providerContentPolicyViolation',
    'sensitiveContentDetected',
    'unsafeContentDetected',
    'nsfwContentDetected',
    'promptBlocked',
    'imageBlocked',
    'moderationFailed',
  ],
  conflict: ['conflictTaskUUID'],
  balance: [
    'insufficientCredits',
    'providerInsufficientCredits',
    'thirdPartyInsufficientCredits',
    'quotaExceeded',
    'paymentRequired',
    'lowBalance',
  ],
  busy: ['rateLimitExceeded', 'inferenceRateLimitExceeded', 'providerRateLimitExceeded', 'noAvailableServer'],
  key: [
    'invalidApiKey',
    'missingApiKey',
    'unauthorized',
    'forbidden',
    'permissionDenied',
    'authenticationFailed',
    'authTimeout',
    'tokenExpired',
    'accountSuspended',
    'organizationDisabled',
  ],
  image: ['invalidFrameImageWidth', 'invalidValueUploadFailed', 'invalidImageFormat'],
  unknownTask: ['taskNotFound', 'taskExpired', 'taskFailedOrNotFound'],
  broken: [
    'inferenceError',
    'processingFailed',
    'taskFailed',
    'taskCancelled',
    'providerError',
    'providerUnavailable',
    'providerInternalError',
    'modelUnavailable',
    'modelDisabled',
    'modelNotReady',
  ],
  invalid: [
    'unsupportedDuration',
    'unsupportedDimensions',
    'unsupportedParameter',
    'unknownParameter',
    'invalidPositivePrompt',
    'invalidCustomWidth',
    'missingPositivePrompt',
    'modelNotFound',
    'unknownModel',
    'invalidTaskUUID',
    'validationFailed',
    'incompatibleParameters',
  ],
  server: ['internalServerError', 'serviceUnavailable', 'unknownError', 'somethingNobodyHasSeen', ''],
};

for (const [kind, codes] of Object.entries(CODES)) {
  test(`${codes.join(', ') || 'no code'} mean: ${kind}`, () => {
    for (const code of codes) assert.equal(classify(code, [], 200), kind, code);
  });
}

test('a code that says nothing is read by its HTTP status', () => {
  const kinds = [400, 401, 402, 403, 404, 429, 500, 503].map((status) => classify('', [], status));
  assert.deepEqual(kinds, ['invalid', 'key', 'balance', 'key', 'invalid', 'busy', 'server', 'server']);
});

test('an invalid parameter of the first frame is about the image, `parameter` a string or a list', () => {
  assert.equal(readError({code: 'invalidValue', parameter: 'inputs.frameImages'}, 400).kind, 'image');
  assert.equal(readError({code: 'invalidValue', parameter: ['inputs.frameImages', 'model']}, 400).kind, 'image');
});

test('an error without a code has none', () => {
  for (const raw of [{}, {message: 'it broke'}, {code: null}, {code: {}}]) assert.equal(readError(raw, 200).code, '');
});

test('odd errors are read without a fault', () => {
  for (const odd of [null, undefined, 42, [], 'providerError: it broke', {code: 7}, {code: null, message: {}}]) {
    assert.equal(typeof readError(odd, 200).kind, 'string');
  }
});
