import {startWorld} from '../support/world.ts';

/** Milliseconds from the moment Runware has a clip to the moment a page is told, over so many generations. */
export async function measureLatency(
  rounds: number,
): Promise<{rounds: number; median: number; p95: number; polls: number}> {
  await using world = await startWorld({
    publicURL: 'own',
    settings: {POLL_FIRST_SECONDS: '60', POLL_MAX_SECONDS: '60'},
    runware: {switches: 'seconds=never'},
  });
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const prompt = `latency ${round}`;
    const {taskUUID} = await world.start({positivePrompt: prompt});
    const states = world.watch(taskUUID);
    await states.next();
    const task = world.runware.find(prompt);
    if (!task) throw new Error('the task never arrived');
    const from = performance.now();
    world.runware.finish(task.taskUUID);
    await states.next();
    times.push(performance.now() - from);
    await states.return(undefined);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
  return {rounds, median: at(0.5), p95: at(0.95), polls: world.runware.counts.polls};
}
