// The four pictures the sample clips show, one pure function of place and time each. Only `make.ts` uses them.

/** A colour as red, green, blue from 0 to 1. */
type Colour = [number, number, number];

/** Colour at `u` (0 at the left, 16/9 at the right), `v` (0 at the top, 1 at the bottom), `t` seconds into the clip. */
export type Scene = (u: number, v: number, t: number) => Colour;

/** The scenes, in the order of a task's results. */
export const SCENES: readonly Scene[] = [dunes, slowed(aurora, 0.6), slowed(lagoon, 0.5), slowed(silk, 0.4)];

function slowed(scene: Scene, speed: number): Scene {
  return (u, v, t) => scene(u, v, t * speed);
}

function hash(x: number, y: number): number {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

function noise(x: number, y: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const fx = x - i;
  const fy = y - j;
  const sx = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
  const sy = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
  return mix(mix(hash(i, j), hash(i + 1, j), sx), mix(hash(i, j + 1), hash(i + 1, j + 1), sx), sy);
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

function blend(a: Colour, b: Colour, share: number): Colour {
  return [mix(a[0], b[0], share), mix(a[1], b[1], share), mix(a[2], b[2], share)];
}

function smooth(from: number, to: number, x: number): number {
  const s = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return s * s * (3 - 2 * s);
}

function lit(colour: Colour, light: Colour, amount: number): Colour {
  return [colour[0] + light[0] * amount, colour[1] + light[1] * amount, colour[2] + light[2] * amount];
}

/** A desert at dusk: ridge behind ridge in the haze, gliding past a low sun. */
function dunes(u: number, v: number, t: number): Colour {
  const sunU = 1.22;
  const sunV = 0.47 + t * 0.004;
  const far = Math.hypot(u - sunU, v - sunV);
  let colour = blend([0.2, 0.16, 0.36], [0.83, 0.42, 0.4], smooth(0, 0.38, v));
  colour = blend(colour, [1, 0.74, 0.45], smooth(0.22, 0.62, v));
  colour = lit(colour, [1, 0.62, 0.3], 0.55 * Math.exp(-far * 5.5));
  colour = blend(colour, [1, 0.93, 0.76], smooth(0.078, 0.072, far));
  for (let layer = 0; layer < 5; layer++) {
    const near = layer / 4;
    const x = u * mix(1.7, 0.75, near) + layer * 11.3 + t * mix(0.008, 0.045, near);
    const swell = noise(x, layer) * 0.75 + noise(x * 2.1, layer + 40) * 0.25;
    const crest = mix(0.55, 0.86, near) - (swell - 0.5) * mix(0.09, 0.34, near);
    const edge = smooth(crest - 0.0018, crest + 0.0018, v);
    if (edge === 0) continue;
    const slope = (noise(x + 0.02, layer) - noise(x - 0.02, layer)) * 14;
    const depth = v - crest;
    const lean = noise(x * 1.6 + depth * mix(7, 3, near), layer + 9);
    const face = smooth(0.38, 0.62, lean + slope * 0.12 - depth * 0.6);
    const sand = blend([0.93, 0.6, 0.43], [0.36, 0.16, 0.2], smooth(0, 1, near));
    const shade = blend([0.72, 0.42, 0.42], [0.1, 0.06, 0.14], smooth(0, 1, near));
    const ground = lit(
      blend(shade, sand, face),
      [1, 0.55, 0.25],
      0.3 * (1 - near * 0.6) * Math.exp(-depth * 16) * Math.exp(-Math.abs(u - sunU) * 1.6),
    );
    colour = blend(colour, ground, edge);
  }
  return colour;
}

/** Northern lights above a still lake. */
function aurora(u: number, v: number, t: number): Colour {
  const shore = 0.74;
  const below = v > shore;
  const ripple = below ? (noise(u * 5, (v - shore) * 90 + t * 0.9) - 0.5) * 0.012 * (1 + (v - shore) * 14) : 0;
  const y = below ? shore - (v - shore) * 1.25 + ripple : v;
  const x = u + ripple * 0.6;
  let colour = blend([0.012, 0.02, 0.06], [0.03, 0.1, 0.16], smooth(0, 0.75, y));
  if (!below) colour = lit(colour, [0.8, 0.9, 1], star(u, v));
  for (let sheet = 0; sheet < 3; sheet++) {
    const wave = Math.sin(x * (2.1 + sheet * 0.9) + t * 0.16 + sheet * 2.2) * 0.09;
    const hem = 0.56 - sheet * 0.1 + wave + (noise(x * 2.2 - t * 0.07, sheet * 7) - 0.5) * 0.14;
    const height = hem - y;
    const fold = noise(x * 7 + Math.sin(y * 5 + t * 0.2) * 0.25 + t * 0.13, sheet * 13 + t * 0.12);
    const rays = noise(x * 30 + t * 0.25, sheet * 29 + t * 0.3);
    const glow = smooth(-0.025, 0.03, height) * Math.exp(-Math.max(0, height) * (5 + sheet)) * smooth(0.12, 0.85, fold);
    const tint = blend([0.15, 0.95, 0.55], [0.55, 0.2, 0.85], smooth(0.02, 0.42, height));
    colour = lit(colour, tint, glow * (0.62 + 0.38 * rays) * (0.95 - sheet * 0.2));
  }
  const ridge = 0.7 - noise(u * 2.3 + 4, 77) * 0.13 - noise(u * 7 + 1, 78) * 0.035 - noise(u * 23, 79) * 0.008;
  const mirrored = below ? 2 * shore - v - ripple * 0.6 : v;
  const rock = smooth(ridge - 0.002, ridge + 0.002 + (below ? 0.02 : 0), mirrored);
  colour = blend(colour, [0.012, 0.022, 0.045], rock * (below ? 0.85 : 1));
  if (below) colour = blend(colour, [0.01, 0.025, 0.05], 0.25 + (v - shore) * 0.9);
  return lit(colour, [0.1, 0.4, 0.35], 0.16 * Math.exp(-Math.abs(v - shore) * 60));
}

function star(u: number, v: number): number {
  const grid = 34;
  const i = Math.floor(u * grid);
  const j = Math.floor(v * grid);
  const chance = hash(i, j + 500);
  if (chance < 0.62) return 0;
  const su = (i + 0.2 + 0.6 * hash(i + 90, j)) / grid;
  const sv = (j + 0.2 + 0.6 * hash(i, j + 90)) / grid;
  return 1.1 * (chance - 0.6) * Math.exp(-((Math.hypot(u - su, v - sv) / 0.0013) ** 2));
}

/** Sunlight falling through clear water onto sand. */
function lagoon(u: number, v: number, t: number): Colour {
  const angle = Math.atan2(u - 0.62 - t * 0.006, v + 0.55);
  let colour = blend([0.2, 0.72, 0.76], [0.02, 0.2, 0.36], smooth(-0.15, 0.75, v));
  colour = lit(colour, [0.5, 0.75, 0.6], 0.4 * Math.exp(-Math.hypot(u - 0.62, v + 0.12) * 3));
  const shafts =
    noise(angle * 13 + t * 0.11, t * 0.1) * noise(angle * 29 - t * 0.14, 5 + t * 0.13) +
    0.3 * noise(angle * 6 - t * 0.07, 9);
  colour = lit(colour, [0.6, 0.9, 0.82], smooth(0.18, 0.85, shafts) * 0.75 * Math.exp(-v * 1.7));
  const floor = 0.8 + (noise(u * 1.6 + 3 + t * 0.012, 3) - 0.5) * 0.12;
  const seabed = smooth(floor - 0.03, floor + 0.05, v);
  if (seabed > 0) {
    const distance = 0.13 / (v - 0.62);
    const gx = (u - 0.9 + t * 0.01) * distance * 26;
    const gy = distance * 30;
    const net = web(gx, gy, t) * 0.7;
    const sand = lit(
      blend([0.06, 0.33, 0.44], [0.3, 0.62, 0.6], smooth(floor, 1.05, v)),
      [0.75, 0.95, 0.75],
      net * 0.42,
    );
    colour = blend(colour, sand, seabed);
  }
  for (let mote = 0; mote < 26; mote++) {
    const size = 0.0025 + 0.007 * hash(mote, 3) ** 3;
    const mu = ((hash(mote, 1) * 2 + t * 0.012 * (0.4 + hash(mote, 4))) % 2) - 0.1;
    const mv = (hash(mote, 2) + 2 - t * 0.018 * (0.4 + hash(mote, 5))) % 1;
    const away = Math.max(Math.abs(u - mu), Math.abs(v - mv));
    if (away > size * 3) continue;
    colour = lit(colour, [0.8, 1, 0.95], 0.3 * Math.exp(-((Math.hypot(u - mu, v - mv) / size) ** 2)));
  }
  return colour;
}

function web(x: number, y: number, t: number): number {
  const wx = x * 0.5 + noise(x * 0.3 + t * 0.25, y * 0.3) * 2.2;
  const wy = y * 0.5 + noise(x * 0.3 + 31, y * 0.3 - t * 0.22) * 2.2;
  return (1 - Math.abs(2 * noise(wx, wy + t * 0.2) - 1)) ** 4;
}

/** Folds of silk in a slow wind. */
function silk(u: number, v: number, t: number): Colour {
  const centre = folds(u, v, t);
  const dx = (folds(u + 0.004, v, t) - centre) / 0.004;
  const dy = (folds(u, v + 0.004, t) - centre) / 0.004;
  const length = Math.hypot(dx * 0.13, dy * 0.13, 1);
  const facing = Math.max(0, (-dx * 0.13 * -0.5 - dy * 0.13 * -0.62 + 0.6) / length);
  const shine = Math.max(0, (-dx * 0.13 * -0.32 - dy * 0.13 * -0.36 + 0.87) / length) ** 26;
  const cloth = blend([0.3, 0.06, 0.3], [0.93, 0.36, 0.42], smooth(-1.1, 1.1, centre));
  const warm = blend(cloth, [1, 0.64, 0.42], smooth(0.7, 1.75, u + v * 0.5 + centre * 0.2) * 0.6);
  const colour: Colour = [
    warm[0] * (0.24 + facing * 0.98),
    warm[1] * (0.16 + facing * 0.95),
    warm[2] * (0.28 + facing * 0.92),
  ];
  return lit(colour, [1, 0.82, 0.72], shine * 0.5);
}

function folds(u: number, v: number, t: number): number {
  const a = Math.sin(u * 1.9 + v * 1.1 + t * 0.12) * 0.8 + Math.sin(v * 2.7 - u * 0.8 - t * 0.1) * 0.5;
  const b = Math.sin(u * 3.3 - v * 2.3 + a * 1.4 + t * 0.17);
  return (
    0.62 * Math.sin(u * 2.6 + v * 6.2 + a * 2.3 + b * 0.7 - t * 0.2) +
    0.34 * Math.sin(a * 3.4 + b * 1.7 + v * 3 + t * 0.14)
  );
}
