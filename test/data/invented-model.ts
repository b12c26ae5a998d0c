// A model that does not exist, to be put beside the real ones: everything that can differ between models differs.

import type {Model} from '../../worker/contract/index.ts';

export const INVENTED: Model = {
  id: 'invented:7@3',
  fps: 30,
  presets: [
    {name: '540p', width: 960, height: 540, microUSD: {4: 100_000, 8: 200_000, 12: 310_000}},
    {name: 'portrait', width: 720, height: 1280, microUSD: {4: 150_000}},
  ],
  prompt: {min: 5, max: 80},
  maxResults: 2,
  formats: ['WEBM', 'MP4'],
  defaultQuality: 70,
  safetyModes: ['fast', 'none'],
  frameTypes: ['image/png'],
  quality: {min: 1, max: 100},
  ttl: {min: 600},
  firstFrame: {positions: ['first'], maxBytes: 1_000_000, minSide: 640, aspect: {min: 1 / 2, max: 2}},
  provider: 'invented',
  cameraCommands: [],
};
