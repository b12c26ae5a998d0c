// The texts of the form and the empty stage, part of the first load. Together with `en-run.ts` they are the type of every
// other language.

export const terms = {
  prompt: 'Prompt',
  promptHint: 'A paper boat drifts down a rain-filled gutter at dusk, the camera following low behind it…',
  promptMissing: 'Describe your video, or add a first frame.',
  promptTooShort: (min: number) => `Write at least ${min} characters.`,
  promptTooLong: (over: number) => `Too long by ${over} ${over === 1 ? 'character' : 'characters'}.`,
  counter: (length: number, max: number) => `${length} of ${max} characters`,
  starters: 'Ideas',
  cameraMoves: 'Camera moves',

  addFrame: 'Add first frame',
  takePhoto: 'Take a photo',

  preset: 'Size',
  duration: 'Length',
  durationImpossible: (seconds: number, preset: string) => `${seconds} seconds cannot be made at ${preset}.`,
  numberResults: 'Videos',
  moreOptions: 'More options',

  generate: 'Generate',
  required: 'Generate a video first.',
  stage: 'Video',
  emptyStage: 'Your video appears here',
  sending: 'Sending…',
  resuming: 'Looking for your video…',
  notLoaded: 'A part of this page did not load.',
  notLoadedAdvice: 'Check your connection and reload. Your prompt is kept.',
};

export type Terms = typeof terms;
