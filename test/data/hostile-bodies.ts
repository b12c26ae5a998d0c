// Bodies of the allowed size that try to cost more than their bytes, and first frames of the largest size there is.

import {DEFAULT_MODEL, MAX_BODY_BYTES} from '../../worker/contract/index.ts';
import {png} from './images.ts';

/** A word that every body has somewhere, as a key or as a value: no log line may have it. */
export const CANARY = 'canaryword';

/** Room for what stands around the long part of a body. */
const LONG = MAX_BODY_BYTES - 1_000;

/** One request. */
export interface HostileBody {
  name: string;
  path: '/v1/generations' | '/v1' | '/v1/session';
  /** Made when it is used: all of them at once are many megabytes. */
  body(): string;
}

const fields = `"taskUUID":"3f1c1a1e-8d1b-4c59-9d4b-0d6f6a1c2b3d","positivePrompt":"${CANARY} fox"`;

function withFrame(image: string): string {
  return `{${fields},"inputs":{"frameImages":["${image}"]}}`;
}

function manyKeys(length: number): string {
  const keys: string[] = [];
  for (let size = 0, index = 0; size < length; index++) {
    const key = `"${CANARY}${index}":0`;
    keys.push(key);
    size += key.length + 1;
  }
  return keys.join(',');
}

/** As many keys as a body may have at all. */
const SOME_KEYS = Array.from({length: 900}, (_, index) => `"${CANARY}${index}":"${CANARY}"`).join(',');

const envelope = (tasks: readonly string[]) => `[${tasks.join(',')}]`;

/** Each body. */
export const HOSTILE_BODIES: readonly HostileBody[] = [
  {name: 'keys, 12 MB of them', path: '/v1/generations', body: () => `{${fields},${manyKeys(LONG - 200)}}`},
  {name: 'as many unknown keys as are parsed', path: '/v1/generations', body: () => `{${fields},${SOME_KEYS}}`},
  {
    name: 'unknown keys of 10 kB each',
    path: '/v1/generations',
    body: () =>
      `{${fields},${Array.from({length: 800}, (_, index) => `"${CANARY.repeat(1000)}${index}":1`).join(',')}}`,
  },
  {name: 'one key of 12 MB', path: '/v1/generations', body: () => `{"${CANARY.repeat(LONG / 10)}":1}`},
  {
    name: 'ten tasks full of unknown keys',
    path: '/v1',
    body: () => {
      const keys = SOME_KEYS.split(',').slice(0, 80).join(',');
      return envelope(Array.from({length: 10}, () => `{"taskType":"videoInference",${fields},${keys}}`));
    },
  },
  {
    name: 'ten task types of 1 MB',
    path: '/v1',
    body: () => envelope(Array.from({length: 10}, () => `{"taskType":"${CANARY.repeat(100_000)}"}`)),
  },
  {
    name: 'ten task UUIDs of 1 MB',
    path: '/v1',
    body: () =>
      envelope(Array.from({length: 10}, () => `{"taskType":"getResponse","taskUUID":"${CANARY.repeat(100_000)}"}`)),
  },
  {name: 'a million tasks', path: '/v1', body: () => envelope(Array<string>(3_900_000).fill('{}'))},
  {name: 'brackets', path: '/v1/generations', body: () => `{"${CANARY}":${'['.repeat(LONG)}`},
  {name: 'numbers', path: '/v1/generations', body: () => `{"${CANARY}":[${'1,'.repeat(LONG / 2)}1]}`},
  {name: 'blanks', path: '/v1/generations', body: () => `{${' '.repeat(LONG)}"${CANARY}":1}`},
  {name: 'quotes', path: '/v1/generations', body: () => `{"${CANARY}":${'""'.repeat(LONG / 2)}`},
  {name: 'escaped quotes', path: '/v1/generations', body: () => `{"${CANARY}":"${'\\"'.repeat(LONG / 2)}"}`},
  {name: 'a prompt of 12 MB', path: '/v1/generations', body: () => `{"positivePrompt":"${CANARY.repeat(LONG / 10)}"}`},
  {name: 'a UUID of 12 MB', path: '/v1/generations', body: () => `{"taskUUID":"${CANARY.repeat(LONG / 10)}"}`},
  {
    name: 'a URL of 12 MB',
    path: '/v1/generations',
    body: () => withFrame(`https://x.example/${CANARY.repeat(LONG / 10)}`),
  },
  {
    name: 'base64 that is none in the end',
    path: '/v1/generations',
    body: () => withFrame(`data:image/png;base64,${'A'.repeat(LONG - 200)}!${CANARY}`),
  },
  {
    name: 'base64 of no image',
    path: '/v1/generations',
    body: () => withFrame(`data:image/png;base64,${'A'.repeat(10_000_000)}`),
  },
  {
    name: 'a JPEG of nothing but metadata',
    path: '/v1/generations',
    body: () => withFrame(`data:image/jpeg;base64,${endlessJPEG(7_900_000).toString('base64')}`),
  },
  {name: 'an identity of 12 MB', path: '/v1/session', body: () => `{"identity":"${CANARY.repeat(LONG / 10)}"}`},
];

/** A JPEG that has one segment of metadata after the other, and no size. */
function endlessJPEG(bytes: number): Buffer {
  const segment = Buffer.alloc(1_024, 0x20);
  segment.set([0xff, 0xe1, 0x03, 0xfe]);
  const start = Buffer.from([0xff, 0xd8]);
  return Buffer.concat([start, ...Array<Buffer>(Math.floor(bytes / segment.length)).fill(segment)]);
}

/** A request with a first frame of the largest size, which Runware would take. */
export function largestRequest(): string {
  const head = png(640, 360);
  const image = Buffer.concat([head, Buffer.alloc(DEFAULT_MODEL.firstFrame.maxBytes - head.length)]);
  return JSON.stringify({
    taskUUID: crypto.randomUUID(),
    positivePrompt: 'A fox @runware(seconds=never)',
    inputs: {frameImages: [`data:image/png;base64,${image.toString('base64')}`]},
  });
}
