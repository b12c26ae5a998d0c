// Answers the tasks other than generations: account details and media storage. Nothing is stored.

import {UUID_V4} from '../../worker/contract/index.ts';
import {errorOf, type RunwareError} from './errors.ts';
import {type Fields, isImage} from './validation.ts';

const STARTING_MICRO_USD = 1_000_000_000;

/** Answers `accountManagement`. */
export function answerAccount(
  {taskType, taskUUID, operation}: Fields,
  shape: string,
  billedMicroUSD: number,
): Fields | RunwareError {
  if (operation !== 'getDetails') return invalidValue('operation', ['getDetails']);
  const amount = (STARTING_MICRO_USD - billedMicroUSD) / 1e6;
  const used = {credits: billedMicroUSD / 1e6, requests: 0};
  return {
    taskType,
    taskUUID,
    operation,
    organizationUUID: '00000000-0000-4000-8000-000000000001',
    organizationName: 'Stand-in',
    balance: shape === 'object' ? {amount, currency: 'USD'} : amount,
    team: [{email: 'someone@example.com', roles: ['owner']}],
    apiKeys: [{name: 'Stand-in', apiKey: 'stan…-key', enabled: true}],
    usage: {today: used, last7Days: used, last30Days: used, total: used},
  };
}

/** Answers `imageUpload` and `mediaStorage`. `uuid` identifies a new file. */
export function answerStorage(fields: Fields, uuid: string, base: string): Fields | RunwareError {
  const {taskType, taskUUID, operation, image, media} = fields;
  if (taskType === 'imageUpload') {
    if (typeof image !== 'string' || !isImage(image)) return errorOf('invalidValueUploadFailed', {parameter: 'image'});
    return {taskType, taskUUID, imageUUID: uuid, imageURL: `${base}/image/ii/${uuid}.jpg`};
  }
  if (operation === 'delete' && typeof media === 'string' && UUID_V4.test(media)) {
    return {taskType, taskUUID, operation, mediaUUID: media};
  }
  if (operation !== 'upload' && operation !== 'delete') return invalidValue('operation', ['upload', 'delete']);
  if (operation === 'delete' || typeof media !== 'string' || !isImage(media)) {
    return errorOf('invalidValueUploadFailed', {message: "Processing parameter 'media' failed.", parameter: 'media'});
  }
  return {taskType, taskUUID, operation, mediaUUID: uuid, mediaURL: `${base}/image/ii/${uuid}.jpg`};
}

function invalidValue(parameter: string, allowedValues: readonly string[]): RunwareError {
  return errorOf('invalidOperation', {message: `Invalid value for '${parameter}'.`, parameter, allowedValues});
}
