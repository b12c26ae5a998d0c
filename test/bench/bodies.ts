// What bodies of the allowed size cost the Worker: processor time, memory, answer and log.

import {readdir, readFile, writeFile} from 'node:fs/promises';
import {HOSTILE_BODIES, largestRequest} from '../data/hostile-bodies.ts';
import {jsonPost, startWorld, type World} from '../support/world.ts';

/** What one kind of request cost. Memory is the peak above what the Worker had before. */
export interface BodyCost {
  name: string;
  sentMB: number;
  status: number;
  cpuMs: number;
  memoryMB: number;
  /** Memory in multiples of what was sent. */
  memoryTimes: number;
  answerBytes: number;
  logBytes: number;
}

/** Times each body is sent; the median is told. */
const ROUNDS = 5;

/** The kernel counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Measures every hostile body one at a time, then first frames of the largest size: one, and four at once. Linux only. */
export async function measureBodies(config?: string): Promise<BodyCost[]> {
  await using world = await startWorld({
    ...(config !== undefined && {config}),
    settings: {RUNWARE_TIMEOUT_SECONDS: '30'},
  });
  const costs: BodyCost[] = [];
  // Once for nothing: the code is compiled and warm then.
  await measure(world, 'warm-up', '/v1/generations', [largestRequest()]);
  for (const {name, path, body} of HOSTILE_BODIES) {
    const text = body();
    const rounds: BodyCost[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(world, name, path, [text]));
    costs.push(median(rounds));
  }
  for (const count of [1, 4]) {
    const rounds: BodyCost[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const bodies = Array.from({length: count}, largestRequest);
      rounds.push(await measure(world, `first frames of 8 MB, ${count} at once`, '/v1/generations', bodies));
    }
    costs.push(median(rounds));
  }
  return costs;
}

async function measure(world: World, name: string, path: string, bodies: readonly string[]): Promise<BodyCost> {
  const pids = await childrenOf(process.pid);
  await Promise.all(pids.map((pid) => writeFile(`/proc/${pid}/clear_refs`, '5')));
  const before = await usageOf(pids);
  const logged = world.logs.length;
  const answers = await Promise.all(
    bodies.map(async (body) => {
      const response = await world.fetch(path, {...jsonPost({}), body});
      return {status: response.status, bytes: (await response.bytes()).length};
    }),
  );
  const after = await usageOf(pids);
  const sentMB = bodies.reduce((sum, body) => sum + body.length, 0) / 1e6;
  const memoryMB = Math.max(0, after.peakMB - before.residentMB);
  return {
    name,
    sentMB: round(sentMB),
    status: answers[0]?.status ?? 0,
    cpuMs: after.cpuMs - before.cpuMs,
    memoryMB: round(memoryMB),
    memoryTimes: round(memoryMB / sentMB),
    answerBytes: Math.max(...answers.map(({bytes}) => bytes)),
    logBytes: world.logs.slice(logged).join('\n').length,
  };
}

function median(rounds: readonly BodyCost[]): BodyCost {
  const middle = (of: (cost: BodyCost) => number) =>
    rounds.map(of).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;
  const [first] = rounds;
  if (!first) throw new Error('nothing was measured');
  return {
    ...first,
    cpuMs: middle(({cpuMs}) => cpuMs),
    memoryMB: middle(({memoryMB}) => memoryMB),
    memoryTimes: middle(({memoryTimes}) => memoryTimes),
  };
}

/** The processes of workerd: children of the process that started it. */
async function childrenOf(parent: number): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')));
  return pids.filter((_, index) => new RegExp(`^PPid:\\s*${parent}$`, 'm').test(parents[index] ?? ''));
}

async function usageOf(pids: readonly string[]): Promise<{cpuMs: number; residentMB: number; peakMB: number}> {
  const usage = {cpuMs: 0, residentMB: 0, peakMB: 0};
  for (const pid of pids) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    // After the name, which may hold blanks: the 12th and 13th fields are user and system time.
    const stat = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
    usage.cpuMs += (Number(stat[11]) + Number(stat[12])) * TICK_MS;
    usage.residentMB += kilobytes(status, 'VmRSS') / 1024;
    usage.peakMB += kilobytes(status, 'VmHWM') / 1024;
  }
  return usage;
}

function kilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
