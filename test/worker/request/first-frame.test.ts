import assert from 'node:assert/strict';
import {test} from 'node:test';
import {DEFAULT_MODEL} from '../../../worker/contract/index.ts';
import {imageFault} from '../../../worker/request/first-frame.ts';
import {jpeg, png, webp} from '../../data/images.ts';

/** Each picture, what it is said to be, and a word of what is wrong with it (nothing where it is fine). */
const PICTURES: readonly (readonly [name: string, bytes: Buffer, declared: string | undefined, fault?: RegExp])[] = [
  ['a PNG', png(640, 360), 'image/png'],
  ['a JPEG', jpeg(640, 360), 'image/jpeg'],
  ['a JPEG with 200 kB of metadata', jpeg(640, 360, 200_000), 'image/jpeg'],
  ['a WebP', webp(640, 360), 'image/webp'],
  ['a picture of no declared type', webp(640, 360), undefined],
  ['301 pixels', png(301, 301), 'image/png'],
  ['300 pixels', png(300, 400), 'image/png', /300x400/],
  ['2:5', png(400, 1000), 'image/png'],
  ['narrower than 2:5', png(400, 1001), 'image/png', /400x1001/],
  ['5:2', png(1000, 400), 'image/png'],
  ['wider than 5:2', png(1001, 400), 'image/png', /1001x400/],
  ['a PNG that is said to be a JPEG', png(640, 360), 'image/jpeg', /is image\/png/],
  ['a page', Buffer.from(`<!doctype html>${'<script>alert(1)</script>'.repeat(9)}`), 'image/png', /not an image/],
  [
    'an SVG',
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360">${' '.repeat(99)}</svg>`),
    'image/png',
    /not an image/,
  ],
  [
    'a GIF',
    Buffer.concat([Buffer.from('GIF89a\x80\x02\x68\x01', 'latin1'), Buffer.alloc(90)]),
    undefined,
    /not an image/,
  ],
  ['a PNG that ends too early', png(640, 360).subarray(0, 12), 'image/png', /not an image/],
  [
    'a JPEG without a frame',
    Buffer.concat([Buffer.from('ffd8ffe00010', 'hex'), Buffer.alloc(90)]),
    undefined,
    /not an image/,
  ],
  ['8,000,001 bytes', Buffer.concat([png(640, 360), Buffer.alloc(8_000_001 - 80)]), 'image/png', /8000001 bytes/],
];

for (const [name, bytes, declared, fault] of PICTURES) {
  test(`${name} is ${fault ? 'refused' : 'a first frame'}`, () => {
    const found = imageFault(DEFAULT_MODEL, bytes.toString('base64'), declared);
    if (fault) assert.match(found?.message ?? '', fault);
    else assert.equal(found, undefined);
  });
}
