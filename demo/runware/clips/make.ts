// Makes the sample clips beside it, from `scenes.ts` and nothing else. Needs ffmpeg with libx264 and libvpx-vp9:
//   node demo/runware/clips/make.ts [scene index]

import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DEFAULT_MODEL, durationsOf} from '../../../worker/contract/index.ts';
import {SCENES, type Scene} from './scenes.ts';

// The scenes are soft, so they are drawn small, once and at their longest, and scaled for each size.
const WIDTH = 960;
const HEIGHT = 540;
const SECONDS = Math.max(...durationsOf(...DEFAULT_MODEL.presets));
// What each file is to have at most, more or less: all 36 together stay under 4 MB.
const BYTES = 90_000;
const BYTES_PER_SECOND = 2_500;
// For pictures without edges: what is left of the blocks at so few bits is smoothed away.
const SOFT = 'aq-mode=3:aq-strength=0.8:deblock=6,6:no-psy=1:bframes=8:qcomp=0.8:ipratio=2';

const only = process.argv[2];
for (const [index, scene] of SCENES.entries()) {
  if (only === undefined || Number(only) === index) await makeClips(index, scene);
}

async function makeClips(index: number, scene: Scene): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'clips-'));
  const master = join(scratch, 'master.mkv');
  await draw(scene, master);
  for (const preset of DEFAULT_MODEL.presets) {
    const {name: size, width, height} = preset;
    for (const duration of durationsOf(preset)) {
      const name = join(import.meta.dirname, `${size}-${duration}s-${index + 1}`);
      const kbps = Math.floor(((BYTES + BYTES_PER_SECOND * duration) * 8) / duration / 1000);
      const picture = ['-i', master, '-t', `${duration}`, '-vf', `scale=${width}:${height}:flags=bicubic,setsar=1`];
      const colour = [
        '-pix_fmt',
        'yuv420p',
        '-colorspace',
        'bt709',
        '-color_primaries',
        'bt709',
        '-color_trc',
        'bt709',
      ];
      const plain = ['-an', '-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact'];
      const both = [...picture, ...colour, ...plain, '-b:v', `${kbps}k`, '-passlogfile', join(scratch, 'pass')];
      const h264 = [...both, '-c:v', 'libx264', '-preset', 'veryslow', '-x264-params', SOFT, '-g', '250'];
      const vp9 = [...both, '-c:v', 'libvpx-vp9', '-deadline', 'good', '-cpu-used', '2', '-row-mt', '1', '-g', '250'];
      ffmpeg([...h264, '-pass', '1', '-f', 'null', '-']);
      ffmpeg([...h264, '-pass', '2', '-movflags', '+faststart', `${name}.mp4`]);
      ffmpeg(['-i', `${name}.mp4`, '-c', 'copy', '-fflags', '+bitexact', '-movflags', '+faststart', `${name}.mov`]);
      ffmpeg([...vp9, '-pass', '1', '-f', 'null', '-']);
      ffmpeg([...vp9, '-pass', '2', `${name}.webm`]);
    }
  }
  rmSync(scratch, {recursive: true});
}

async function draw(scene: Scene, path: string): Promise<void> {
  const raw = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb48le',
    '-s',
    `${WIDTH}x${HEIGHT}`,
    '-r',
    `${DEFAULT_MODEL.fps}`,
    '-i',
    '-',
  ];
  const encoder = spawn('ffmpeg', [
    ...['-loglevel', 'error', '-y', ...raw, '-vf', 'scale=out_color_matrix=bt709'],
    ...['-pix_fmt', 'yuv444p10le', '-c:v', 'ffv1', path],
  ]);
  encoder.stderr.pipe(process.stderr);
  for (let frame = 0; frame < SECONDS * DEFAULT_MODEL.fps; frame++) {
    if (!encoder.stdin.write(drawFrame(scene, frame / DEFAULT_MODEL.fps))) await once(encoder.stdin, 'drain');
  }
  encoder.stdin.end();
  const [code] = await once(encoder, 'close');
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}

function drawFrame(scene: Scene, t: number): Uint8Array {
  const frame = new Uint16Array(WIDTH * HEIGHT * 3);
  // A slow push in, and a vignette, as a lens would.
  const zoom = 1 - 0.006 * t;
  let at = 0;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const u = (x + 0.5) / HEIGHT;
      const v = (y + 0.5) / HEIGHT;
      const corner = ((u - 8 / 9) ** 2 + (v - 0.5) ** 2) * 0.26;
      for (const channel of scene(8 / 9 + (u - 8 / 9) * zoom, 0.5 + (v - 0.5) * zoom, t)) {
        frame[at++] = Math.min(1, Math.max(0, channel * (1 - corner))) * 65535;
      }
    }
  }
  return new Uint8Array(frame.buffer);
}

function ffmpeg(args: readonly string[]): void {
  const {status} = spawnSync('ffmpeg', ['-loglevel', 'error', '-y', ...args], {stdio: ['ignore', 'ignore', 'inherit']});
  if (status !== 0) throw new Error(`ffmpeg ${args.join(' ')} ended with ${status}`);
}
