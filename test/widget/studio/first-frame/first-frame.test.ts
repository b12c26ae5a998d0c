import {assert} from 'chai';
import {cropBox, encodeFrame, FULL_CROP, moveCrop, readPicture} from '../../../../widget/studio/first-frame/picture.ts';
import {DEFAULT_MODEL, presetNamed} from '../../../../worker/contract/index.ts';

const SMALL = presetNamed(DEFAULT_MODEL, '768p');
const LARGE = presetNamed(DEFAULT_MODEL, '1080p');

async function picture(width: number, height: number, type = 'image/png'): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.fillRect(0, 0, width, height);
  return new File([await canvas.convertToBlob({type})], 'picture', {type});
}

async function decoded(width: number, height: number): Promise<ImageBitmap> {
  const read = await readPicture(DEFAULT_MODEL, await picture(width, height));
  assert('picture' in read);
  return read.picture;
}

/** A JPEG that says it lies on its side, and where it was taken. */
async function sideways(): Promise<File> {
  const jpeg = new Uint8Array(await (await picture(400, 600, 'image/jpeg')).arrayBuffer());
  const exif = [
    ...[...'Exif\0\0MM\0*\0\0\0\x08'].map((character) => character.charCodeAt(0)),
    ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0],
    ...[...'GPS 52.5 N'].map((character) => character.charCodeAt(0)),
  ];
  const segment = [0xff, 0xe1, 0, exif.length + 2, ...exif];
  return new File([jpeg.slice(0, 2), new Uint8Array(segment), jpeg.slice(2)], 'a.jpg', {type: 'image/jpeg'});
}

test('a picture becomes a JPEG of the preset’s size', async () => {
  const {dataURI, ...size} = encodeFrame(DEFAULT_MODEL, await decoded(3000, 2000), FULL_CROP, SMALL);
  assert.match(dataURI, /^data:image\/jpeg;base64,/);
  assert.include(size, {width: 1366, height: 768});
});

test('a small picture is not blown up, but stays above the least size', async () => {
  assert.include(encodeFrame(DEFAULT_MODEL, await decoded(800, 450), FULL_CROP, LARGE), {width: 800, height: 450});
  assert.include(encodeFrame(DEFAULT_MODEL, await decoded(500, 301), FULL_CROP, SMALL), {width: 535, height: 301});
});

test('a shorter side of 301 pixels is enough, 300 are not', async () => {
  assert.property(await readPicture(DEFAULT_MODEL, await picture(500, 301)), 'picture');
  assert.deepEqual(await readPicture(DEFAULT_MODEL, await picture(500, 300)), {fault: 'frameTooSmall'});
});

test('a photo taken sideways stands upright, and where it was taken is gone', async () => {
  const read = await readPicture(DEFAULT_MODEL, await sideways());
  assert('picture' in read);
  assert.deepEqual([read.picture.width, read.picture.height], [600, 400]);
  const {dataURI} = encodeFrame(DEFAULT_MODEL, read.picture, FULL_CROP, SMALL);
  assert.notInclude(atob(dataURI.split(',')[1] as string), 'GPS');
});

test('a phone’s HEIC is told apart, by its type or its name', async () => {
  const fault = {fault: 'frameHEIC'} as const;
  assert.deepEqual(await readPicture(DEFAULT_MODEL, new File(['x'], 'IMG_1', {type: 'image/heic'})), fault);
  assert.deepEqual(await readPicture(DEFAULT_MODEL, new File(['x'], 'IMG_1.HEIC')), fault);
});

test('what is no picture, or a broken one, is told apart', async () => {
  assert.deepEqual(await readPicture(DEFAULT_MODEL, new File(['x'], 'x', {type: 'text/html'})), {fault: 'frameType'});
  assert.deepEqual(await readPicture(DEFAULT_MODEL, new File(['x'], 'x', {type: 'image/png'})), {
    fault: 'frameUnreadable',
  });
});

test('a crop never leaves the picture, however it is moved', () => {
  const size = {width: 1000, height: 1000};
  let crop = FULL_CROP;
  for (const by of [{x: 5}, {y: -9}, {zoom: 3}, {x: -0.2}, {zoom: 0.1}, {zoom: 99}, {y: 9}]) {
    crop = moveCrop(size, crop, SMALL, by);
    const {x, y, width, height} = cropBox(size, crop, SMALL);
    assert.isAtLeast(Math.min(x, y), -1e-9);
    assert.isAtMost(Math.max(x + width, y + height), 1000 + 1e-9);
    assert.approximately(width / height, 1366 / 768, 1e-9);
  }
});
