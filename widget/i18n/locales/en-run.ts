// The words a visitor sees once there is something to do with the form. Loaded with what needs them.

import type {CameraCommand, LimitName} from '../../../worker/contract/index.ts';
import type {FailureCode} from '../../studio/runs/run.ts';
import {laid} from '../merge.ts';
import type {Terms} from './en.ts';

/** Of each failure: what happened, and what to do next. */
type Problems = Record<FailureCode, readonly [what: string, next: string]>;

export const runTerms = {
  outputFormat: 'Format',
  outputQuality: 'Quality',
  outputQualityRule: (min: number, max: number) => `A whole number from ${min} to ${max}.`,
  ttl: 'Link lifetime',
  ttlUnit: 'seconds',
  ttlHint: 'default',
  ttlRule: (min: number) => `A whole number of seconds, ${min} or more. Empty: the default.`,
  safety: 'Safety check',
  safetyModes: {none: 'Off', fast: 'Key frames', full: 'Every frame'},
  promptOptimizer: 'Improve my prompt',
  promptOptimizerHint: 'Rewrites it before rendering. Camera moves may change.',

  cameraMoveNames: {
    'Truck left': 'Truck left',
    'Truck right': 'Truck right',
    'Pan left': 'Pan left',
    'Pan right': 'Pan right',
    'Push in': 'Push in',
    'Pull out': 'Pull out',
    'Pedestal up': 'Pedestal up',
    'Pedestal down': 'Pedestal down',
    'Tilt up': 'Tilt up',
    'Tilt down': 'Tilt down',
    'Zoom in': 'Zoom in',
    'Zoom out': 'Zoom out',
    Shake: 'Shake',
    'Tracking shot': 'Tracking shot',
    'Static shot': 'Static shot',
  } satisfies Record<CameraCommand, string>,
  cameraMovesHint: 'Moves in one bracket happen together, brackets one after another.',
  tooManyCameraMoves: 'More than three moves at once are seldom followed.',
  unknownCameraMove: (name: string) => `“${name}” is not a camera move.`,
  unclosedBracket: 'A bracket is not closed.',

  removeFrame: 'Remove first frame',
  frameAlt: (name: string) => `First frame: ${name}`,
  frameReading: 'Reading the picture…',
  /** Of a picture that has no name of its own. */
  frame: 'First frame',
  frameURL: 'First frame by address',
  frameURLRule: (hosts: string) => `An https address on ${hosts}.`,
  frameType: 'This file cannot be used. Choose a JPEG, PNG or WebP picture.',
  frameHEIC: 'Your browser cannot open HEIC photos. Choose a JPEG, or set your camera to “Most compatible”.',
  frameTooBig: 'This file is too large to open. Choose a smaller picture.',
  frameUnreadable: 'This picture cannot be read. It may be damaged; choose another one.',
  frameTooSmall: (minSide: number) => `This picture is too small. Its shorter side must be at least ${minSide} pixels.`,
  frameCrop: 'Crop of the first frame',
  frameCropHint: 'Drag to move, scroll to zoom. By keyboard: arrow keys, plus and minus.',
  frameZoom: 'Zoom',
  frameX: 'Horizontal',
  frameY: 'Vertical',

  generating: (count: number) => (count === 1 ? 'Making your video' : `Making your ${count} videos`),
  late: 'Still being made',
  usualTime: 'Usually one to five minutes. You can leave this page: it goes on.',
  lateAdvice: 'It takes longer than usual, and may still succeed. You can leave this page: it goes on.',
  ready: (count: number) => (count === 1 ? 'Your video is ready.' : `Your ${count} videos are ready.`),
  readySoFar: (ready: number, count: number) => `${ready} of ${count} ready`,
  minutesElapsed: (minutes: number) => (minutes === 1 ? 'One minute so far.' : `${minutes} minutes so far.`),
  elapsedTime: 'Time so far',
  progress: 'Progress',
  stopWaiting: 'Stop waiting',
  stopHint: 'If you stop waiting, the render goes on and is paid. It stays among your videos.',
  someFailed: (failed: number, count: number) =>
    failed === 1 ? `1 of ${count} could not be made.` : `${failed} of ${count} could not be made.`,
  withheld: 'This video was withheld',
  withheldAdvice: 'The safety check found something in it. Describe the scene differently and generate again.',
  notPlayable: 'This video cannot be played',
  notPlayableAdvice: 'It is there, but your browser cannot play its format. Download it instead.',
  loadAgain: 'Load again',
  variations: 'Variations',
  variation: (number: number) => `Video ${number}`,
  untitled: 'Generated video',
  seed: (seed: string | number) => `Seed ${seed}`,
  download: 'Download',
  retry: 'Try again',

  share: 'Share',
  copied: 'Link copied',
  actions: 'What next',
  continueFromLastFrame: 'Continue from its last frame',
  lastFrame: 'Last frame',
  generateSimilar: 'Another one like it',
  reuseSettings: 'Use these settings again',
  pictureInPicture: 'Picture in picture',
  speed: 'Speed',
  loop: 'Loop',
  videos: 'Your videos',
  unwatched: 'Not waited for',
  deleteVideo: 'Delete from this device',
  deleteAllVideos: 'Delete all from this device',
  confirmDelete: 'Really delete?',
  notifyWhenReady: 'Tell me when it is ready',
  notifyEnabled: 'You will be told.',

  notAccepted: 'This was not accepted. Try something else.',

  notOffered: 'Not offered here.',
  usualTimeAbout: (time: string) => `Usually about ${time}. You can leave this page: it goes on.`,
  limits: {
    callerPerHour: (max: string) => `Your limit of ${max} an hour is reached`,
    callerPerDay: (max: string) => `Your limit of ${max} a day is reached`,
    callerConcurrent: (max: string) => `Your limit of ${max} at the same time is reached`,
    callerUSDPerDay: (max: string) => `Your limit of ${max} a day is reached`,
    siteConcurrent: (max: string) => `No more than ${max} are made here at the same time`,
    siteUSDPerDay: () => 'Today’s budget of this page is used up',
    siteUSDPerMonth: () => 'This month’s budget of this page is used up',
  } as Record<LimitName, (max: string) => string>,
  retryIn: (time: string) => `Try again ${time}. Your prompt is kept.`,
  retryWhenDone: 'Try again when one is done. Your prompt is kept.',
  remainingPerHour: (left: number, max: number) => `${left} of ${max} left this hour`,
  remainingPerDay: (left: number, max: number) => `${left} of ${max} left today`,
  remainingUSDPerDay: (left: string, max: string) => `${left} of ${max} left today`,
  /** `time`: "in 34 minutes (14:05)". */
  moreAvailable: (time: string) => `More ${time}.`,

  problems: {
    checkBlocked: [
      'The check did not load',
      'A content blocker may hold back challenges.cloudflare.com. Allow it and try again.',
    ],
    invalidRequest: ['Some of these choices were not accepted', 'Check the marked fields and generate again.'],
    malformedBody: ['The request could not be read', 'Reload the page and generate again. Your prompt is kept.'],
    originNotAllowed: [
      'Videos cannot be made on this page yet',
      'Its owner has to allow this address at the endpoint.',
    ],
    notFound: ['This video is no longer kept', 'Your prompt is still here. Generate it again.'],
    methodNotAllowed: ['The request could not be read', 'Reload the page and generate again. Your prompt is kept.'],
    taskConflict: ['This request was already sent in another form', 'Generate again to send it as it is now.'],
    bodyTooLarge: ['The first frame is too large', 'Choose a smaller picture and generate again.'],
    unsupportedMediaType: ['The request could not be read', 'Reload the page and generate again. Your prompt is kept.'],
    sessionRequired: ['This page has to be checked again', 'Try again. Your prompt is kept.'],
    checkFailed: ['The check was not passed', 'Reload the page and try again. Your prompt is kept.'],
    checkUnreachable: ['The check cannot be verified at the moment', 'Try again in a moment. Your prompt is kept.'],
    limitExceeded: ['The limit for videos is reached here', 'Come back later. Your prompt is kept.'],
    tooManyRequests: ['Too many requests in a short time', 'Try again in a minute. Your prompt is kept.'],
    paused: ['No videos are made here for now', 'The owner of this page has to resume it. Your prompt is kept.'],
    ledgerUnreachable: ['Nothing can be started at the moment', 'Try again in a moment. Your prompt is kept.'],
    contentRefused: [
      'The prompt or picture was refused by moderation',
      'Describe the scene differently and generate again.',
    ],
    imageRefused: ['The first frame could not be used', 'Choose another picture and generate again.'],
    requestRefused: ['The video service refused this request', 'Change the prompt or the options and generate again.'],
    generationFailed: ['The video could not be made', 'This happens now and then. Try again as it is.'],
    generationTimedOut: ['The video took too long and was given up', 'Try again as it is, or with a shorter video.'],
    busy: ['Many videos are being made right now', 'Try again in a minute.'],
    unavailable: [
      'Videos cannot be made at the moment',
      'The owner of this page has to look into it. Your prompt is kept.',
    ],
    misconfigured: ['Videos cannot be made here yet', 'The owner of this page has to finish the set-up.'],
    clipExpired: ['This video is no longer kept', 'Your prompt is still here. Generate it again.'],
    clipUnreachable: ['The video is not reachable at the moment', 'Try again in a moment.'],
    internal: ['Something went wrong at the endpoint', 'Try again in a moment. Your prompt is kept.'],
    unreachable: ['No answer from the endpoint', 'Check your connection and try again: nothing is paid for twice.'],
    badEndpoint: ['There is no video service at this address', 'The owner of this page has to check the endpoint.'],
    notArrived: ['Your request did not arrive', 'The page was left too early. Nothing was paid for.'],
  } as Problems,
};

/** All words of a language. */
export type Words = Terms & typeof runTerms;

/** Some of them, as a page gives them; of a group, some too. */
export type SomeWords = {
  [Name in keyof Words]?: Words[Name] extends string | ((...facts: never[]) => string)
    ? Words[Name]
    : Partial<Words[Name]>;
};

/** A language with what it may lack in English. */
export function wordsOf(terms: Terms): Words {
  return laid(terms, runTerms);
}
