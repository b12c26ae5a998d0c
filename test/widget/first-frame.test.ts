import {assert} from 'chai';
import {readFirstFrame} from '../../widget/first-frame.ts';

async function picture(width: number, height: number, type = 'image/png'): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.fillRect(0, 0, width, height);
  return new File([await canvas.convertToBlob({type})], 'picture', {type});
}

test('a picture becomes a data URI of its own type', async () => {
  const frame = await readFirstFrame(await picture(1366, 768, 'image/jpeg'));
  assert('dataURI' in frame);
  assert.match(frame.dataURI, /^data:image\/jpeg;base64,/);
});

test('a shorter side of 301 pixels is enough, 300 are not', async () => {
  assert.property(await readFirstFrame(await picture(500, 301)), 'dataURI');
  assert.deepEqual(await readFirstFrame(await picture(500, 300)), {fault: 'frameTooSmall'});
});

test('five to two is wide enough, more is not', async () => {
  assert.property(await readFirstFrame(await picture(1000, 400)), 'dataURI');
  assert.deepEqual(await readFirstFrame(await picture(1003, 400)), {fault: 'frameShape'});
  assert.deepEqual(await readFirstFrame(await picture(400, 1003)), {fault: 'frameShape'});
});

test('a phone’s HEIC is told apart by its type', async () => {
  assert.deepEqual(await readFirstFrame(new File(['x'], 'IMG_1.HEIC', {type: 'image/heic'})), {fault: 'frameType'});
});

test('8,000,000 bytes are read, one more is not', async () => {
  const file = (size: number) => new File([new Uint8Array(size)], 'x', {type: 'image/png'});
  assert.deepEqual(await readFirstFrame(file(8_000_000)), {fault: 'frameUnreadable'});
  assert.deepEqual(await readFirstFrame(file(8_000_001)), {fault: 'frameTooBig'});
});
