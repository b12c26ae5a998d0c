import {assert} from 'chai';
import {offerOf} from '../../../../widget/studio/api/offer-of-config.ts';
import {type Config, DEFAULT_MODEL} from '../../../../worker/contract/index.ts';

const CONFIG: Config = {
  presets: [{name: '768p', width: 1366, height: 768, durations: [{seconds: 6, usd: 0.28}]}],
  maxResults: 2,
  formats: ['WEBM'],
  safetyMode: 'full',
  promptOptimizer: false,
  imageHosts: [],
  retentionDays: 7,
  callerLimits: {},
  visitorCheck: 'none',
};

/** The offer in plain words. */
function choicesUnder(config: Partial<Config>) {
  const {presets, durationsOf, maxResults, formats, safetyModes} = offerOf(DEFAULT_MODEL, {...CONFIG, ...config});
  return {durations: presets.map((preset) => [preset.name, durationsOf(preset)]), maxResults, formats, safetyModes};
}

test('the form offers what the deployment does', () => {
  assert.deepEqual(choicesUnder({}), {
    durations: [['768p', [6]]],
    maxResults: 2,
    formats: ['WEBM'],
    safetyModes: ['full'],
  });
});

test('what a newer Worker offers and this page does not know is not shown', () => {
  const durations = [
    {seconds: 8, usd: 1},
    {seconds: 10, usd: 0.56},
  ];
  const presets = [
    {name: '4K', width: 3840, height: 2160, durations},
    {name: '768p', width: 1366, height: 768, durations},
    {name: '1080p', width: 1920, height: 1080, durations},
  ];
  assert.deepInclude(choicesUnder({presets, maxResults: 9}), {durations: [['768p', [10]]], maxResults: 4});
});

test('where the page knows nothing of what is offered, the form stays as it was', () => {
  const presets = [{name: '4K', width: 3840, height: 2160, durations: [{seconds: 8, usd: 1}]}];
  assert.deepEqual(choicesUnder({presets}), {
    durations: [
      ['768p', [6, 10]],
      ['1080p', [6]],
    ],
    maxResults: 4,
    formats: ['MP4', 'WEBM', 'MOV'],
    safetyModes: ['none', 'fast', 'full'],
  });
});
