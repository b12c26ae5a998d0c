import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {eventually} from '../../support/eventually.ts';
import {startWorld} from '../../support/world.ts';

const KEYS = {first: 'first-key-of-the-tests', second: 'second-key-of-the-tests'};

/** A task object of a request. */
interface Task {
  taskType: string;
  taskUUID: string;
}

/** Several accounts at Runware, each with a key, which know nothing of each other's tasks. */
async function startAccounts(accounts: Readonly<Record<string, string>>) {
  const calls: {key: string; type: string}[] = [];
  const tasks: {account: string; taskUUID: string}[] = [];
  const refused = new Set<string>();
  /** Of submits, in order: whether the answer or the task gets lost. */
  const losses: ('answer' | 'task')[] = [];

  function answer(key: string, {taskType, taskUUID}: Task, url: string): [status: number, body: object] | undefined {
    const account = accounts[key] ?? '';
    if (refused.has(key)) return [401, {errors: [{code: 'invalidApiKey'}]}];
    const isTaken = tasks.some((task) => task.account === account && task.taskUUID === taskUUID);
    switch (taskType) {
      case 'accountManagement':
        return [200, {data: [{taskType, taskUUID, organizationUUID: account, balance: 100}]}];
      case 'getResponse': {
        const row = {
          taskUUID,
          status: 'success',
          videoUUID: taskUUID,
          videoURL: `${url}/video/${taskUUID}.mp4`,
          cost: 0.28,
        };
        return [200, {data: isTaken ? [row] : []}];
      }
      default: {
        const loss = losses.shift();
        if (loss === 'task') return undefined;
        if (isTaken) return [400, {errors: [{code: 'conflictTaskUUID', taskUUID}]}];
        tasks.push({account, taskUUID});
        return loss ? undefined : [200, {data: [{taskType, taskUUID}]}];
      }
    }
  }

  const server = createServer(async (request, response) => {
    const [task] = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString()) as [Task];
    const key = request.headers.authorization?.replace('Bearer ', '') ?? '';
    calls.push({key, type: task.taskType});
    const [status, body] = answer(key, task, url) ?? [];
    if (status === undefined) response.destroy();
    else response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    calls,
    tasks,
    refused,
    losses,
    settings: {RUNWARE_URL: `${url}/v1`, RUNWARE_API_KEY: KEYS.first, RUNWARE_API_KEY_NEXT: KEYS.second},
    called: (key: string, type: string) => calls.filter((call) => call.key === key && call.type === type).length,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

test('a submit of unknown fate is not repeated in another account: its price stays held until its own key tells', async () => {
  await using runware = await startAccounts({[KEYS.first]: 'one', [KEYS.second]: 'another'});
  await using world = await startWorld({settings: runware.settings});
  runware.losses.push('answer');
  const lost = world.start({positivePrompt: 'A fox'});
  await eventually(() => runware.tasks.length === 1);
  runware.refused.add(KEYS.first);
  const {taskUUID} = await lost;
  await eventually(() => runware.called(KEYS.second, 'getResponse') >= 3);
  assert.equal(runware.called(KEYS.second, 'videoInference'), 0);
  const generation = await world.fetch(`/v1/generations/${taskUUID}`);
  assert.equal(((await generation.json()) as {status: string}).status, 'processing');
  runware.refused.delete(KEYS.first);
  assert.equal((await world.ended(taskUUID)).status, 'success');
  assert.equal(runware.tasks.length, 1);
});

test('a submit of unknown fate is repeated with the second key where both are known to be of one account', async () => {
  await using runware = await startAccounts({[KEYS.first]: 'one', [KEYS.second]: 'one'});
  await using world = await startWorld({settings: runware.settings});
  assert.equal((await world.ended((await world.start({positivePrompt: 'A fox'})).taskUUID)).status, 'success');
  await eventually(() => Object.values(KEYS).every((key) => runware.called(key, 'accountManagement') === 1));
  runware.losses.push('task');
  const lost = world.start({positivePrompt: 'Another fox'});
  await eventually(() => runware.losses.length === 0);
  runware.refused.add(KEYS.first);
  assert.equal((await world.ended((await lost).taskUUID)).status, 'success');
  assert.deepEqual([runware.tasks.length, runware.called(KEYS.second, 'videoInference')], [2, 1]);
});

test('a key that is refused has done nothing: the second one, of whatever account, takes its place at once', async () => {
  await using runware = await startAccounts({[KEYS.first]: 'one', [KEYS.second]: 'another'});
  await using world = await startWorld({settings: runware.settings});
  runware.refused.add(KEYS.first);
  const {taskUUID, response} = await world.start({positivePrompt: 'A fox'});
  assert.equal(response.status, 202);
  assert.equal((await world.ended(taskUUID)).status, 'success');
  assert.deepEqual(
    runware.tasks.map(({account}) => account),
    ['another'],
  );
  assert.doesNotMatch(world.logs.join('\n'), /-key-of-the-tests/);
});
