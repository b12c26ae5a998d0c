// The stand-in's ordinary behaviour: envelope, keys, the life of a task, money.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startRunware} from '../../demo/runware/index.ts';
import {poll, send, task} from './caller.ts';

test('a task is acknowledged, processed, and finished with one row per result', async () => {
  let now = 1_000_000;
  await using runware = await startRunware({now: () => now, switches: 'seconds=12'});
  const sent = task({numberResults: 2, includeCost: true});
  const row = {taskType: 'videoInference', taskUUID: sent.taskUUID};
  const ack = await send(runware, [sent]);
  assert.deepEqual([ack.status, JSON.parse(ack.text)], [200, {data: [row]}]);

  const processing = {...row, status: 'processing'};
  assert.deepEqual((await poll(runware, sent.taskUUID)).data, [processing, processing]);
  now += 12_000;
  const half = (await poll(runware, sent.taskUUID)).data;
  assert.deepEqual([half[0]?.status, half[1]], ['success', processing]);
  now += 3000;
  const done = (await poll(runware, sent.taskUUID)).data;
  assert.deepEqual(done[0], half[0], 'the rows keep their order');
  for (const result of done) {
    assert.equal(result.cost, 0.28);
    assert.equal('NSFWContent' in result, false);
    assert.ok(Number.isInteger(result.seed) && Number(result.seed) < 2 ** 31);
    assert.match(String(result.videoURL), new RegExp(`/video/os/\\w+/ws/5/vi/${result.videoUUID}\\.mp4$`));
  }
  assert.notEqual(done[0]?.videoUUID, done[1]?.videoUUID);
});

test('a test finishes a task when it likes, and finds it by its prompt', async () => {
  await using runware = await startRunware();
  const sent = task({positivePrompt: 'A red fox @runware(seconds=never) in snow'});
  await send(runware, [sent]);
  assert.equal(runware.find('A red fox in snow')?.state, 'processing');
  runware.finish(sent.taskUUID);
  assert.equal(runware.find('A red fox in snow')?.state, 'success');
  assert.equal((await poll(runware, sent.taskUUID)).data[0]?.status, 'success');
  assert.equal(runware.tasks.get(sent.taskUUID)?.polls, 1);
});

test('a caller can wait for what others do', async () => {
  await using runware = await startRunware();
  const polled = runware.until(() => runware.counts.polls === 2);
  await poll(runware, crypto.randomUUID());
  await poll(runware, crypto.randomUUID());
  await polled;
});

test('the safety flag and the cost are reported only when asked for, at the model page’s price', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  const cases = [
    {fields: {includeCost: true, width: 1920, height: 1080, duration: 6}, cost: 0.49, flag: undefined},
    {fields: {includeCost: true, duration: 10, safety: {checkContent: true}}, cost: 0.56, flag: false},
    {fields: {safety: {mode: 'full'}}, cost: undefined, flag: false},
    {fields: {safety: {checkContent: true, mode: 'none'}}, cost: undefined, flag: undefined},
  ];
  for (const {fields, cost, flag} of cases) {
    const sent = task(fields);
    await send(runware, [sent]);
    const [row] = (await poll(runware, sent.taskUUID)).data;
    assert.deepEqual([row?.cost, row?.NSFWContent], [cost, flag]);
  }
  assert.equal(runware.billedMicroUSD, 490_000 + 560_000 + 280_000 + 280_000);
  assert.equal(runware.accepted, 4);
});

test('a duplicate is a conflict and bills nothing', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  const sent = task();
  await send(runware, [sent]);
  const again = await send(runware, [sent]);
  assert.deepEqual([again.status, again.data, again.errors[0]?.code], [400, [], 'conflictTaskUUID']);
  assert.equal(again.errors[0]?.taskUUID, sent.taskUUID);
  assert.deepEqual([runware.accepted, runware.billedMicroUSD], [1, 280_000]);
  const twice = task();
  assert.equal((await send(runware, [twice, twice])).errors[0]?.code, 'conflictTaskUUID');
  assert.equal(runware.accepted, 1);
});

test('a task whose acknowledgement was lost is billed once, however often it is sent', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  const sent = task({positivePrompt: 'A fox @runware(submit=lost)', numberResults: 3});
  assert.equal((await send(runware, [sent])).status, 0);
  assert.equal((await send(runware, [sent])).errors[0]?.code, 'conflictTaskUUID');
  assert.equal((await poll(runware, sent.taskUUID)).data.length, 3);
  assert.deepEqual([runware.accepted, runware.billedMicroUSD], [1, 840_000]);
});

test('a UUID never seen is answered with no rows', async () => {
  await using runware = await startRunware();
  const {status, text} = await poll(runware, crypto.randomUUID());
  assert.deepEqual([status, text], [200, '{"data":[]}']);
});

test('errors are scoped to their task: its siblings go on', async () => {
  await using runware = await startRunware();
  const good = task();
  const answer = await send(runware, [task({fps: 24}), good, {taskType: 'ping', ping: true}]);
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.data, [
    {taskType: 'videoInference', taskUUID: good.taskUUID},
    {taskType: 'ping', pong: true},
  ]);
  assert.deepEqual(
    answer.errors.map(({parameter}) => parameter),
    ['fps'],
  );
  const [first, second] = [good.taskUUID, crypto.randomUUID()].map((taskUUID) => ({taskType: 'getResponse', taskUUID}));
  assert.equal((await send(runware, [first, second])).data.length, 1);
});

test('only a right key is let in, by header or as the first task', async () => {
  await using runware = await startRunware({apiKeys: ['right-key']});
  const ping = {taskType: 'ping', ping: true};
  for (const headers of [
    {},
    {authorization: 'Bearer wrong'},
    {authorization: 'Bearer '},
    {authorization: 'right-key'},
  ]) {
    const answer = await send(runware, [ping], {headers});
    assert.deepEqual([answer.status, answer.errors[0]?.code], [401, 'invalidApiKey']);
    assert.equal(answer.errors[0]?.parameter, 'apiKey');
  }
  assert.equal((await send(runware, [ping], {headers: {authorization: 'Bearer right-key'}})).data[0]?.pong, true);
  const byBody = await send(runware, [{taskType: 'authentication', apiKey: 'right-key'}, ping], {headers: {}});
  assert.deepEqual(
    byBody.data.map(({taskType}) => taskType),
    ['authentication', 'ping'],
  );
});

test('a body that is no array of tasks is refused', async () => {
  await using runware = await startRunware();
  for (const body of [task(), [], ['ping'], 'no JSON', 'null']) {
    const answer = await send(runware, body);
    assert.deepEqual([answer.status, answer.errors.length], [400, 1]);
  }
});

test('everything else is not found, in Runware’s form', async () => {
  await using runware = await startRunware();
  for (const [method, path] of [
    ['GET', '/v1'],
    ['GET', '/v1/models'],
    ['POST', '/v1/chat/completions'],
    ['GET', '/'],
  ] as const) {
    const response = await fetch(new URL(path, runware.url), {method});
    const body = (await response.json()) as {errors: {code: string}[]};
    assert.deepEqual([response.status, body.errors[0]?.code], [404, 'notFound']);
  }
});

test('a dry run validates and prices, and starts nothing', async () => {
  await using runware = await startRunware();
  const headers = {authorization: 'Bearer stand-in-key', 'x-runware-dry-run': '1'};
  const sent = task({numberResults: 4});
  assert.equal((await send(runware, [sent], {headers})).data[0]?.cost, 1.12);
  assert.equal((await send(runware, [task({fps: 1})], {headers})).status, 400);
  assert.equal(runware.tasks.size, 0);
});

test('the account, uploads, stored media and task details answer as documented', async () => {
  await using runware = await startRunware({switches: 'seconds=0'});
  const sent = task();
  await send(runware, [sent]);
  const {taskUUID} = sent;
  const png =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const ask = async (fields: object) => (await send(runware, [{taskUUID, ...fields}])).data[0];
  const balance = (await ask({taskType: 'accountManagement', operation: 'getDetails'}))?.balance;
  assert.equal(balance, 999.72);
  assert.ok((await ask({taskType: 'imageUpload', image: png}))?.imageUUID);
  const media = (await ask({taskType: 'mediaStorage', operation: 'upload', media: png}))?.mediaUUID;
  assert.equal((await ask({taskType: 'mediaStorage', operation: 'delete', media}))?.mediaUUID, media);
  const details = await ask({taskType: 'getTaskDetails'});
  assert.deepEqual(details?.request, [sent]);
  assert.match(JSON.stringify(details?.response), /"status":"success"/);
  await send(runware, [sent]);
  const after = await ask({taskType: 'getTaskDetails'});
  assert.match(JSON.stringify(after?.response), /conflictTaskUUID/, 'a refused resubmit hides the outcome');
});

test('requests are written down with images shortened, and the log never has the key', async () => {
  const lines: string[] = [];
  await using runware = await startRunware({log: (line) => lines.push(line)});
  const image = `data:image/jpeg;base64,/9j/${'A'.repeat(100_000)}`;
  await send(runware, [{taskType: 'authentication', apiKey: 'stand-in-key'}, task({inputs: {frameImages: [image]}})]);
  const [request] = runware.requests;
  assert.equal(request?.headers.authorization, 'Bearer stand-in-key');
  assert.ok(JSON.stringify(request.body).length < 1000);
  assert.match(lines.join('\n'), /videoInference .*1366x768 6s ×1 MP4 \+frame "A red fox in snow" → accepted, \$0\.28/);
  assert.doesNotMatch(lines.join('\n'), /stand-in-key/);
});

test('only the last requests are kept, and all are counted', async () => {
  await using runware = await startRunware();
  for (let n = 0; n < 1010; n++) await fetch(new URL(`/${n}`, runware.url));
  assert.deepEqual([runware.requests.length, runware.counts.requests], [1000, 1010]);
  assert.equal(runware.requests[0]?.path, '/10');
});

test('the same seed gives the same clips', async () => {
  const runs = [];
  for (const seed of [7, 7, 8]) {
    await using runware = await startRunware({seed, switches: 'seconds=0'});
    const sent = task();
    await send(runware, [sent]);
    const [row] = (await poll(runware, sent.taskUUID)).data;
    runs.push(`${row?.videoUUID} ${row?.seed}`);
  }
  assert.equal(runs[0], runs[1]);
  assert.notEqual(runs[0], runs[2]);
});
