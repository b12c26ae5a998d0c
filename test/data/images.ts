// Pictures of any size, as far as their headers: enough for whoever only measures them.

/** A PNG's beginning. */
export function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(80);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** A JPEG's beginning; `before` bytes of other segments come first, as cameras write them. */
export function jpeg(width: number, height: number, before = 0): Buffer {
  const filler = Buffer.alloc(before);
  for (let at = 0; at < before; ) {
    const length = Math.min(65_000, before - at);
    filler.writeUInt16BE(0xffe1, at);
    filler.writeUInt16BE(length - 2, at + 2);
    at += length;
  }
  const frame = Buffer.from('ffc0001108000000000301220002110103110100', 'hex');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from('ffd8', 'hex'), filler, frame, Buffer.alloc(80)]);
}

/** A lossy WebP's beginning. */
export function webp(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(80);
  bytes.write('RIFF\0\0\0\0WEBPVP8 ', 'latin1');
  bytes.writeUInt32LE(72, 4);
  bytes.writeUInt32LE(60, 16);
  Buffer.from('9d012a', 'hex').copy(bytes, 23);
  bytes.writeUInt16LE(width, 26);
  bytes.writeUInt16LE(height, 28);
  return bytes;
}
