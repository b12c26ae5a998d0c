// Every switch of the stand-in, seen from outside: a task is sent, polled twice, and sent once more.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseSwitches, type Runware, SCENARIOS, SWITCHES, startRunware} from '../../demo/runware/index.ts';
import type {Task} from '../../demo/runware/task.ts';
import {type Answer, poll, type Row, send, task} from './caller.ts';

interface Seen {
  runware: Runware;
  task: Task;
  submit: Answer;
  polls: [Answer, Answer];
  again: Answer;
  /** The rows of the second poll. */
  rows: Row[];
  /** Milliseconds the submit took, and the first poll. */
  took: [number, number];
}

type Check = (seen: Seen) => void;

async function play(switches: string): Promise<Seen & AsyncDisposable> {
  // Whatever hangs is given up as soon as the stand-in says that it hangs.
  let giveUp = new AbortController();
  const log = (line: string) => /fault (hang|lostlate)/.test(line) && setImmediate(() => giveUp.abort());
  const runware = await startRunware({switches: 'seconds=0 delay=0.03', seed: 1, log});
  const sent = task({positivePrompt: `A fox @runware(${switches})`, numberResults: 3, includeCost: true});
  const took: number[] = [];
  const call = async (body: unknown) => {
    giveUp = new AbortController();
    const started = performance.now();
    const headers = {authorization: 'Bearer stand-in-key'};
    const answer = await send(runware, [body], {headers, signal: giveUp.signal});
    took.push(performance.now() - started);
    return answer;
  };
  const ask = {taskType: 'getResponse', taskUUID: sent.taskUUID};
  const submit = await call(sent);
  const polls: [Answer, Answer] = [await call(ask), await call(ask)];
  const again = await call(sent);
  const received = runware.tasks.get(sent.taskUUID);
  assert.ok(received);
  const {data: rows} = polls[1];
  const times: [number, number] = [took[0] ?? 0, took[1] ?? 0];
  const close = () => runware[Symbol.asyncDispose]();
  return {runware, task: received, submit, polls, again, rows, took: times, [Symbol.asyncDispose]: close};
}

const submitIs =
  (status: number, code?: string): Check =>
  ({submit, runware}) => {
    assert.deepEqual([submit.status, submit.errors[0]?.code], [status, code]);
    assert.equal(runware.accepted, 0);
  };

const pollIs =
  (status: number, code?: string): Check =>
  ({polls: [first], submit}) => {
    assert.equal(submit.data.length, 1);
    assert.deepEqual([first.status, first.errors[0]?.code], [status, code]);
    assert.deepEqual(first.data, []);
  };

const rowsAre =
  (field: string, ...values: unknown[]): Check =>
  ({rows}) =>
    assert.deepEqual(
      rows.map((row) => row[field]),
      values,
    );

const CASES: Record<string, Check> = {
  'seconds=0': rowsAre('status', 'success', 'success', 'success'),
  'seconds=60': rowsAre('status', 'processing', 'processing', 'processing'),
  'seconds=never': rowsAre('status', 'processing', 'processing', 'processing'),
  'stagger=auto': rowsAre('status', 'success', 'success', 'success'),
  'stagger=60': rowsAre('status', 'success', 'processing', 'processing'),
  'delay=0.06 submit=slow': ({took}) => assert.ok(took[0] >= 59),
  'ack=row': ({submit, task}) => assert.deepEqual(submit.data, [{taskType: 'videoInference', taskUUID: task.taskUUID}]),
  'ack=empty': ({submit}) => assert.equal(submit.text, '{"data":[]}'),
  'submit=none': ({again}) => assert.equal(again.errors[0]?.code, 'conflictTaskUUID'),
  'submit=401': submitIs(401, 'invalidApiKey'),
  'submit=402': submitIs(402, 'insufficientCredits'),
  'submit=402throttle:1': ({submit, again}) => assert.deepEqual([submit.status, again.status], [402, 200]),
  'submit=403': submitIs(403, 'insufficientPermissions'),
  'submit=408': submitIs(408),
  'submit=429': (seen) => {
    submitIs(429, 'rateLimitExceeded')(seen);
    assert.equal(seen.submit.headers.get('retry-after'), null);
  },
  'submit=429retry': ({submit}) => assert.equal(submit.headers.get('retry-after'), '1'),
  'submit=500': submitIs(500, 'internalServerError'),
  'submit=503': submitIs(503, 'noAvailableServer'),
  'submit=504': submitIs(504, 'requestTimeout'),
  'submit=html500': ({submit}) => {
    assert.match(submit.text, /^<html>/);
    assert.equal(submit.headers.get('content-type'), 'text/html');
  },
  'submit=empty503': ({submit}) => assert.deepEqual([submit.status, submit.text], [503, '{"data":[]}']),
  'submit=errors200': submitIs(200, 'rateLimitExceeded'),
  'submit=hang': submitIs(0),
  'submit=reset': submitIs(0),
  'submit=slow': ({took, submit}) => assert.deepEqual([took[0] >= 29, submit.status], [true, 200]),
  'submit=lost': lost,
  'submit=lostlate': lost,
  'submit=conflict': ({submit, polls, runware}) => {
    assert.deepEqual([submit.status, submit.errors[0]?.code], [400, 'conflictTaskUUID']);
    assert.deepEqual([polls[0].data.length, runware.accepted, runware.billedMicroUSD], [3, 1, 840_000]);
  },
  'submit=rowerror': ({submit, task, polls, runware}) => {
    assert.deepEqual([submit.status, submit.errors[0]?.code], [200, 'unsupportedParameter']);
    assert.equal(submit.data[0]?.taskUUID, task.taskUUID);
    assert.deepEqual([polls[0].data.length, runware.accepted, runware.billedMicroUSD], [3, 1, 840_000]);
  },
  'submit=reset:1 submit=503:1': ({submit, again, runware}) => {
    assert.deepEqual([submit.status, again.status, runware.accepted], [0, 503, 0]);
  },
  'reject=none': ({submit}) => assert.equal(submit.status, 200),
  'reject=invalidProviderContent': submitIs(400, 'invalidProviderContent'),
  'reject=someNewCode': submitIs(400, 'someNewCode'),
  'reject=noAvailableServer:1': ({submit, again}) => assert.deepEqual([submit.status, again.status], [503, 200]),
  'poll=none': ({polls}) => assert.equal(polls[0].data.length, 3),
  'poll=401': pollIs(401, 'invalidApiKey'),
  'poll=402': pollIs(402, 'insufficientCredits'),
  'poll=402throttle': pollIs(402, 'insufficientCredits'),
  'poll=403': pollIs(403, 'insufficientPermissions'),
  'poll=408': pollIs(408),
  'poll=429': pollIs(429, 'rateLimitExceeded'),
  'poll=429retry': ({polls}) => assert.equal(polls[0].headers.get('retry-after'), '1'),
  'poll=500': pollIs(500, 'internalServerError'),
  'poll=503': pollIs(503, 'noAvailableServer'),
  'poll=504': pollIs(504, 'requestTimeout'),
  'poll=html500:1': ({polls}) => assert.deepEqual([polls[0].text.slice(0, 6), polls[1].status], ['<html>', 200]),
  'poll=empty503': pollIs(503),
  'poll=errors200': pollIs(200, 'rateLimitExceeded'),
  'poll=hang': pollIs(0),
  'poll=reset': pollIs(0),
  'poll=slow': ({took, polls}) => assert.deepEqual([took[1] >= 29, polls[0].data.length], [true, 3]),
  'poll=empty': pollIs(200),
  'poll=notfound': pollIs(404, 'taskNotFound'),
  'poll=unavailable': pollIs(200, 'serviceUnavailable'),
  'poll=oddity': pollIs(400, 'somethingNew'),
  'poll=anonymous': (seen) => {
    pollIs(500, 'internalServerError')(seen);
    assert.equal('taskUUID' in (seen.polls[0].errors[0] ?? {}), false);
  },
  'poll=auth': pollIs(200, 'invalidApiKey'),
  'poll=rate': pollIs(200, 'rateLimitExceeded'),
  'poll=bare': ({polls}) => assert.match(polls[0].text, /^\[\{"code":"internalServerError"/),
  'poll=singular': ({polls}) => assert.match(polls[0].text, /^\{"error":\{"code":"internalServerError"/),
  'pollevery=2 poll=503': ({polls}) => assert.deepEqual([polls[0].status, polls[1].status], [200, 503]),
  'status=documented': rowsAre('status', 'success', 'success', 'success'),
  'status=queued stagger=60': rowsAre('status', 'success', 'queued', 'queued'),
  'status=pending stagger=60': rowsAre('status', 'success', 'pending', 'pending'),
  'status=missing': ({rows}) =>
    assert.deepEqual(
      rows.map((row) => ['status' in row, 'videoURL' in row]),
      Array(3).fill([false, true]),
    ),
  'progress=absent seconds=60': rowsAre('progress', undefined, undefined, undefined),
  'progress=rising seconds=60': rowsAre('progress', 0, 0, 0),
  'progress=backwards seconds=60': ({polls}) =>
    assert.deepEqual([polls[0].data[0]?.progress, polls[1].data[0]?.progress], [60, 35]),
  'progress=constant seconds=60': rowsAre('progress', 50, 50, 50),
  'fail=none': rowsAre('status', 'success', 'success', 'success'),
  'fail=timeoutProvider': ({polls: [first], task}) => {
    assert.deepEqual([first.status, first.data, first.errors.length, task.state], [200, [], 3, 'error']);
    assert.deepEqual([first.errors[0]?.code, first.errors[0]?.status], ['timeoutProvider', 'error']);
    assert.equal(first.errors[0]?.taskUUID, task.taskUUID);
  },
  'fail=providerError:1': ({polls: [first], task}) =>
    assert.deepEqual([first.data.length, first.errors.length, task.state], [2, 1, 'success']),
  'form=a fail=providerError:2': ({polls}) => assert.deepEqual([polls[0].data.length, polls[0].errors.length], [1, 2]),
  'form=once fail=providerError': ({polls}) => assert.deepEqual([polls[0].data.length, polls[0].errors.length], [0, 1]),
  'form=b fail=providerError:2': (seen) => {
    rowsAre('status', 'success', 'error', 'error')(seen);
    assert.deepEqual(seen.rows[1]?.error, {
      code: 'providerError',
      message: 'The provider failed to process the request.',
    });
    assert.equal('errors' in JSON.parse(seen.polls[0].text), false);
  },
  'form=text fail=providerError': ({rows}) => assert.equal(typeof rows[0]?.error, 'string'),
  'failstatus=200 fail=providerError': ({polls}) => assert.equal(polls[0].status, 200),
  'failstatus=400 fail=providerError': ({polls}) => assert.equal(polls[0].status, 400),
  'failstatus=500 fail=providerError:1': ({polls}) =>
    assert.deepEqual([polls[0].status, polls[0].data.length], [500, 2]),
  'detail=documented reject=unsupportedDuration': ({submit}) => assert.deepEqual(submit.errors[0]?.allowedValues, [6]),
  'detail=parameters reject=x': ({submit}) => assert.deepEqual(submit.errors[0]?.parameter, ['width', 'height']),
  'detail=values reject=x': ({submit}) => assert.deepEqual(submit.errors[0]?.allowedValues, [6]),
  'detail=valuemap reject=x': ({submit}) => assert.deepEqual(submit.errors[0]?.allowedValues, {'0': 6, '1': 10}),
  'detail=bounds reject=x': ({submit}) => assert.deepEqual([submit.errors[0]?.min, submit.errors[0]?.max], [1, 4]),
  'detail=provider fail=x': ({polls}) => assert.match(String(polls[0].errors[0]?.responseContent), /new_sensitive/),
  'detail=nameless fail=x': ({polls}) => assert.equal('taskUUID' in (polls[0].errors[0] ?? {}), false),
  'refund=no fail=x:1': ({runware}) => assert.equal(runware.billedMicroUSD, 840_000),
  'refund=yes fail=x:1': ({runware}) => assert.equal(runware.billedMicroUSD, 560_000),
  'nsfw=none': rowsAre('NSFWContent', undefined, undefined, undefined),
  'nsfw=withheld:1': (seen) => {
    rowsAre('NSFWContent', true, undefined, undefined)(seen);
    assert.deepEqual(
      seen.rows.map((row) => 'videoURL' in row),
      [false, true, true],
    );
  },
  'nsfw=shown': ({rows}) => assert.ok(rows.every((row) => row.NSFWContent === true && row.videoURL)),
  'cost=table': rowsAre('cost', 0.28, 0.28, 0.28),
  'cost=absent': rowsAre('cost', undefined, undefined, undefined),
  'cost=1': (seen) => {
    rowsAre('cost', 1, 1, 1)(seen);
    assert.equal(seen.runware.billedMicroUSD, 3_000_000);
  },
  'seed=random': ({rows}) => assert.ok(rows.every(({seed}) => Number(seed) < 2 ** 31)),
  'seed=huge': ({polls}) => assert.match(polls[0].text, /"seed":9223372036854775807,/),
  'seed=absent': rowsAre('seed', undefined, undefined, undefined),
  'url=usual': ({rows}) => assert.match(String(rows[0]?.videoURL), /127.+\/video\/os\//),
  'url=path': ({rows}) => assert.match(String(rows[0]?.videoURL), /127.+\/video\/ws\/5\/vi\//),
  'url=host': ({rows}) => assert.match(String(rows[0]?.videoURL), /^http:\/\/localhost:/),
  'url=absent': ({rows}) =>
    assert.deepEqual(['status' in (rows[0] ?? {}), 'videoURL' in (rows[0] ?? {})], [true, false]),
  'url=signed': ({polls: [first, second]}) => {
    const links = [first, second].map(({data}) => new URL(String(data[0]?.videoURL)));
    assert.equal(links[0]?.pathname, links[1]?.pathname);
    assert.notEqual(links[0]?.search, links[1]?.search);
    assert.equal('videoUUID' in (first.data[0] ?? {}), false);
  },
  'chaos=0': ({polls}) => assert.equal(polls[0].status, 200),
  'chaos=1': ({submit, polls}) => {
    assert.notEqual(submit.status + submit.data.length, 201, 'a fault instead of an acknowledgement');
    assert.deepEqual([...polls[0].data, ...polls[1].data], []);
  },
};

function lost({submit, runware, polls, again}: Seen): void {
  assert.equal(submit.status, 0);
  assert.equal(polls[0].data.length, 3);
  assert.equal(again.errors[0]?.code, 'conflictTaskUUID');
  assert.deepEqual([runware.accepted, runware.billedMicroUSD], [1, 840_000]);
}

for (const [switches, check] of Object.entries(CASES)) {
  test(`@runware(${switches})`, async () => {
    await using seen = await play(switches);
    assert.equal(seen.task.prompt, 'A fox');
    check(seen);
  });
}

test('every value of every switch has a case, here or with clips and webhooks', () => {
  const tried = Object.keys(CASES).join(' ');
  for (const [name, {values}] of Object.entries(SWITCHES)) {
    if (['clip', 'webhook', 'unknown', 'balance'].includes(name)) continue;
    for (const value of Object.keys(values)) {
      const pattern = value.replace('<number>', '[\\d.]+').replace('<code>', '[a-zA-Z]+');
      assert.match(tried, new RegExp(`(^| )${name}=${pattern}(:\\d+)?( |$)`));
    }
  }
});

test('the stand-in’s own switches hold for all tasks, and for what is no task', async () => {
  await using runware = await startRunware({switches: 'unknown=notfound balance=object ack=empty'});
  assert.equal((await poll(runware, crypto.randomUUID())).errors[0]?.code, 'taskNotFound');
  const [row] = (await send(runware, [{taskType: 'accountManagement', operation: 'getDetails'}])).data;
  assert.deepEqual(row?.balance, {amount: 1000, currency: 'USD'});
  assert.equal((await send(runware, [task()])).text, '{"data":[]}');
  assert.equal((await send(runware, [task({positivePrompt: 'A fox @runware(ack=row)'})])).data.length, 1);
  await assert.rejects(startRunware({switches: 'wings=2'}), /"wings=2" is not a switch. Switches: seconds, /);
});

test('what is no switch, no value, or takes no count is named, with what is known', () => {
  assert.match(parseSwitches('A @runware(seconds=soon)').problem ?? '', /seconds takes <number>, never/);
  assert.match(parseSwitches('A @runware(ack=row:2)').problem ?? '', /ack takes no count/);
  assert.match(parseSwitches('A @runware(toString=1)').problem ?? '', /is not a switch/);
  assert.match(parseSwitches('A @runware(seconds=<number>)').problem ?? '', /seconds takes/);
  assert.match(parseSwitches('A @runware(seconds=1').problem ?? '', /not closed/);
});

test('every scenario is made of switches that exist', () => {
  for (const {name, switches} of Object.values(SCENARIOS).flat()) {
    assert.equal(parseSwitches(`A fox @runware(${switches})`).problem, undefined, name);
  }
});

test('with chaos every task still ends, and is billed once', async () => {
  await using runware = await startRunware({seed: 3, switches: 'seconds=0 chaos=0.5'});
  for (let n = 0; n < 30; n++) {
    const sent = task();
    let answer = await send(runware, [sent]);
    while (answer.data.length === 0 && answer.errors[0]?.code !== 'conflictTaskUUID')
      answer = await send(runware, [sent]);
    while (answer.data[0]?.status !== 'success') answer = await poll(runware, sent.taskUUID);
  }
  assert.deepEqual([runware.accepted, runware.billedMicroUSD], [30, 30 * 280_000]);
});
