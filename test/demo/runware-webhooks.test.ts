// The webhook calls of the stand-in, as a receiver sees them.

import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {type Runware, startRunware} from '../../demo/runware/index.ts';
import {type Row, send, task} from './caller.ts';

interface Receiver extends AsyncDisposable {
  url: string;
  calls: {token: string | null; body: Row}[];
}

/** Answers each call with the next of these statuses, then with 204. */
async function startReceiver(...statuses: number[]): Promise<Receiver> {
  const calls: Receiver['calls'] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const {searchParams} = new URL(request.url ?? '', 'http://localhost');
    calls.push({token: searchParams.get('token'), body: JSON.parse(text)});
    response.writeHead(statuses.shift() ?? 204).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=secret`;
  return {
    url,
    calls,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Sends a task of two clips with these switches, finishes it, and waits for so many calls. */
async function play(
  runware: Runware,
  webhookURL: string,
  switches: string,
  calls: number,
): Promise<Row & {taskUUID: string}> {
  const sent = task({positivePrompt: `A fox @runware(${switches})`, numberResults: 2, webhookURL});
  await send(runware, [sent]);
  await runware.until(() => runware.counts.webhooks >= calls);
  return sent;
}

test('each clip is told in a call of its own, flat', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  await using receiver = await startReceiver();
  const {taskUUID} = await play(runware, receiver.url, 'webhook=flat', 2);
  const clips = runware.tasks.get(taskUUID)?.clips.map((clip) => clip.videoUUID);
  assert.deepEqual(receiver.calls.map(({body}) => body.videoUUID).toSorted(), clips?.toSorted());
  for (const {body, token} of receiver.calls) {
    assert.deepEqual(
      [body.taskType, body.taskUUID, body.status, token],
      ['videoInference', taskUUID, 'success', 'secret'],
    );
  }
});

test('a call is tried again until it is taken', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  await using receiver = await startReceiver(500, 503);
  await send(runware, [task({webhookURL: receiver.url})]);
  await runware.until(() => runware.counts.webhooks === 3);
  assert.deepEqual(
    runware.webhookCalls.map(({status, attempt}) => [status, attempt]),
    [
      [500, 1],
      [503, 2],
      [204, 3],
    ],
  );
});

test('a call can come wrapped, for a clip and for a failure', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  await using receiver = await startReceiver();
  await play(runware, receiver.url, 'webhook=wrapped fail=providerError:1', 2);
  const bodies = receiver.calls.map(({body}) => body as {data: Row[]; errors?: Row[]});
  assert.equal(bodies.find(({errors}) => !errors)?.data[0]?.status, 'success');
  assert.equal(bodies.find(({errors}) => errors)?.errors?.[0]?.code, 'providerError');
});

test('a failure is told flat', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  await using receiver = await startReceiver();
  const {taskUUID} = await play(runware, receiver.url, 'fail=providerError', 2);
  const {status, code, taskUUID: named} = receiver.calls[0]?.body ?? {};
  assert.deepEqual([status, code, named], ['error', 'providerError', taskUUID]);
});

test('calls can come twice, and the last first', async () => {
  await using runware = await startRunware({switches: 'seconds=never'});
  await using receiver = await startReceiver();
  const {taskUUID} = await play(runware, receiver.url, 'webhook=twice webhook=unordered', 0);
  runware.finish(taskUUID);
  await runware.until(() => runware.counts.webhooks === 4);
  const [first, second] = runware.tasks.get(taskUUID)?.clips.map((clip) => clip.videoUUID) ?? [];
  assert.deepEqual(
    receiver.calls.map(({body}) => body.videoUUID),
    [second, second, first, first],
  );
});

test('a call can come before the acknowledgement', async () => {
  await using runware = await startRunware({switches: 'seconds=60'});
  await using receiver = await startReceiver();
  const sent = task({positivePrompt: 'A fox @runware(webhook=early)', webhookURL: receiver.url});
  await send(runware, [sent]);
  assert.equal(receiver.calls.length, 1);
});

test('a forged call has a wrong token and a clip from elsewhere, and is not tried again', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  await using receiver = await startReceiver(401);
  await send(runware, [task({positivePrompt: 'A fox @runware(webhook=forged)', webhookURL: receiver.url})]);
  await runware.until(() => runware.counts.webhooks === 2);
  assert.deepEqual(
    receiver.calls.map(({token}) => token),
    ['forged', 'secret'],
  );
  assert.match(String(receiver.calls[0]?.body.videoURL), /^https:\/\/clips\.example\//);
});

test('a call can be missing, and never leaves loopback', async () => {
  await using runware = await startRunware({switches: 'seconds=never'});
  await using receiver = await startReceiver();
  const silent = await play(runware, receiver.url, 'webhook=never', 0);
  runware.finish(silent.taskUUID);
  const outside = await play(runware, 'https://hooks.example/', 'seconds=never', 0);
  runware.finish(outside.taskUUID);
  await runware.until(() => runware.counts.webhooks >= 2);
  assert.deepEqual(receiver.calls, []);
  assert.deepEqual(new Set(runware.webhookCalls.map(({status}) => status)), new Set([0]));
});
