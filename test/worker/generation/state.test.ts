import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {UpstreamFailure} from '../../../worker/failure.ts';
import {afterCopy, nextCopy} from '../../../worker/generation/copies.ts';
import {nextDelayMs} from '../../../worker/generation/schedule.ts';
import {afterSettlement, pendingSettlement, unknownSettlement} from '../../../worker/generation/settlement.ts';
import {
  afterPoll,
  afterSubmission,
  afterWebhook,
  beforeAttempt,
  begin,
  LATE_MS,
  resourceOf,
  type State,
} from '../../../worker/generation/state.ts';
import type {Poll, Submission} from '../../../worker/runware/client.ts';

const NOW = 1_800_000_000_000;
const INTERVALS = {firstPollMs: 10_000, maxPollMs: 10_000};
const busy: UpstreamFailure = {reason: 'upstream', kind: 'busy', code: 'rateLimitExceeded', message: ''};
const broken = {reason: 'upstream', kind: 'broken', code: 'providerError', message: '', isCertain: false} as const;
const moderated = {reason: 'upstream', kind: 'moderated', code: 'promptBlocked', message: '', isCertain: true} as const;
const key: UpstreamFailure = {reason: 'upstream', kind: 'key', code: 'invalidApiKey', message: ''};

function fresh(numberResults = 1): State {
  return begin(
    {
      taskUUID: 'theirs',
      clientHash: 'h',
      upstreamUUID: 'ours',
      keyId: 'first',
      numberResults,
      clipMicroUSD: 280_000,
      outputFormat: 'MP4',
    },
    NOW,
  );
}

function submitted(state: State, submission: Submission, now = NOW): State {
  return afterSubmission(state, state.keyId, submission, now);
}

function polled(state: State, poll: Partial<Extract<Poll, {kind: 'read'}>>, now = NOW): State {
  return heard(state, {kind: 'read', isKnown: true, results: [], processing: 0, failures: [], ...poll}, now);
}

function heard(state: State, poll: Poll, now = NOW): State {
  return afterPoll(state, poll, now, INTERVALS);
}

function running(numberResults = 1): State {
  return submitted(fresh(numberResults), {kind: 'accepted'});
}

function clip(videoUUID: string) {
  return {videoUUID, videoURL: `https://vm.runware.ai/${videoUUID}.mp4`, cost: 0.28};
}

test('a submit of unknown fate keeps its UUID however often it is repeated', () => {
  let state = fresh();
  for (let attempt = 0; attempt < 20; attempt++)
    state = submitted(state, {kind: 'unknown', detail: 'HTTP 500'}, NOW + attempt * 1000);
  assert.equal(state.upstreamUUID, 'ours');
  assert.equal(state.phase.name, 'submitting');
});

test('the state stored before an attempt says that its fate is unknown', () => {
  const state = beforeAttempt(fresh(), 'second');
  assert.deepEqual(state.phase, {name: 'submitting', attempts: 1, isUncertain: true, isBound: true});
  assert.equal(state.keyId, 'second');
});

test('a submit of unknown fate is given up after ten minutes, the generation is not', () => {
  const state = submitted(fresh(), {kind: 'unknown', detail: 'TimeoutError'}, NOW + 10 * 60_000);
  assert.equal(state.phase.name, 'processing');
});

test('a look that fails between two attempts makes the pause longer, and ends nothing', () => {
  const lost = submitted(fresh(), {kind: 'unknown', detail: 'TimeoutError'});
  const looked = heard(lost, {kind: 'failed', detail: 'HTTP 500'}, NOW);
  assert.equal(looked.phase.name, 'submitting');
  assert.ok((nextDelayMs(looked, INTERVALS, NOW, 0) ?? 0) > (nextDelayMs(lost, INTERVALS, NOW, 0) ?? 0));
  assert.equal(heard(lost, {kind: 'failed', detail: 'HTTP 500'}, NOW + 10 * 60_000).phase.name, 'processing');
});

test('after ten minutes no attempt follows one of unknown fate, whatever is heard meanwhile', () => {
  const lost = submitted(fresh(), {kind: 'unknown', detail: 'TimeoutError'});
  const answers: readonly ((now: number) => State)[] = [
    (now) => heard(lost, {kind: 'absent'}, now),
    (now) => submitted(lost, {kind: 'refused', failure: key}, now),
    (now) => submitted(lost, {kind: 'deferred', failure: busy}, now),
  ];
  for (const after of answers) {
    assert.equal(after(NOW + 10 * 60_000 - 1).phase.name, 'submitting');
    assert.equal(after(NOW + 10 * 60_000).phase.name, 'processing');
  }
});

test('a refusal ends the generation', () => {
  const state = submitted(fresh(), {kind: 'refused', failure: moderated});
  assert.equal(resourceOf(state, NOW).status, 'error');
});

test('a refused key says nothing about an attempt that may have passed before', () => {
  const lost = submitted(fresh(), {kind: 'unknown', detail: 'TimeoutError'});
  assert.equal(submitted(lost, {kind: 'refused', failure: key}).phase.name, 'submitting');
  assert.equal(submitted(fresh(), {kind: 'refused', failure: key}).phase.name, 'ended');
});

test('a busy Runware is asked again for five minutes, then the visitor is told', () => {
  const soon = submitted(fresh(), {kind: 'deferred', failure: busy}, NOW + 60_000);
  assert.deepEqual(soon.phase, {name: 'submitting', attempts: 1, isUncertain: false, isBound: true});
  const late = resourceOf(submitted(soon, {kind: 'deferred', failure: busy}, NOW + 300_000), NOW);
  assert.equal(late.status === 'error' && late.error.code, 'busy');
});

test('a failed poll says nothing about the generation', () => {
  let state = running();
  for (let n = 0; n < 100; n++) state = heard(state, {kind: 'failed', detail: 'HTTP 500'});
  assert.equal(resourceOf(state, NOW).status, 'processing');
});

test('that Runware knows no such task is neither a result nor a failure', () => {
  let state = running();
  for (let n = 0; n < 100; n++) state = heard(state, {kind: 'absent'}, NOW + n * 60_000);
  assert.equal(resourceOf(state, NOW).status, 'processing');
});

test('anything heard of a task proves that it arrived', () => {
  const lost = submitted(fresh(), {kind: 'unknown', detail: 'TimeoutError'});
  assert.equal(heard(lost, {kind: 'absent'}).phase.name, 'submitting');
  assert.equal(
    polled(lost, {isKnown: false, failures: [broken]}).phase.name,
    'submitting',
    'an error may be the poll’s',
  );
  assert.equal(polled(lost, {processing: 1}).phase.name, 'processing');
  assert.equal(resourceOf(polled(lost, {results: [clip('a')]}), NOW).status, 'success');
});

test('clips are collected over polls, each once', () => {
  let state = polled(running(3), {results: [clip('a')], processing: 2});
  state = polled(state, {results: [clip('b'), clip('a')], processing: 1});
  assert.equal(resourceOf(state, NOW).status, 'processing');
  const done = resourceOf(polled(state, {results: [clip('a'), clip('b'), clip('c')]}), NOW);
  assert.equal(done.status, 'success');
  assert.deepEqual(
    done.results.map(({videoUUID}) => videoUUID),
    ['a', 'b', 'c'],
  );
});

test('paid siblings are kept when others fail', () => {
  const state = polled(running(4), {results: [clip('a'), clip('b')], failures: [moderated, moderated]});
  const done = resourceOf(state, NOW);
  assert.equal(done.status, 'success');
  assert.equal(done.failedResults, 2);
  assert.equal(done.results.length, 2);
});

test('one error for the whole task ends it when no clip is left to wait for', () => {
  const done = resourceOf(polled(running(4), {failures: [moderated]}), NOW);
  assert.equal(done.status, 'error');
  assert.equal(done.failedResults, 4);
});

/** Polls in the pace of a deployment: by the thirteenth two minutes have passed. */
function agreed(state: State, poll: Parameters<typeof polled>[1], polls = 13): State {
  let next = state;
  for (let n = 0; n < polls; n++) next = polled(next, poll, NOW + n * INTERVALS.maxPollMs);
  return next;
}

test('a failure that is not terminal by its nature is believed when polls agree over two minutes, not sooner', () => {
  const poll = {failures: [broken]};
  assert.equal(resourceOf(agreed(running(), poll, 12), NOW).status, 'processing');
  assert.equal(resourceOf(agreed(running(), poll), NOW).status, 'error');
  const quick = polled(polled(running(), poll, NOW), poll, NOW + 3_600_000);
  assert.equal(resourceOf(quick, NOW).status, 'processing', 'two polls are too few, however far apart');
  const heardOf = polled(agreed(running(), poll, 12), {processing: 1}, NOW + 110_000);
  assert.equal(resourceOf(polled(heardOf, poll, NOW + 120_000), NOW).status, 'processing', 'it runs after all');
});

test('after a lost answer, errors alone prove no task, but are believed when they agree over two minutes', () => {
  const lost = submitted(fresh(), {kind: 'unknown', detail: 'TimeoutError'});
  const poll = {isKnown: false, failures: [broken]};
  const waiting = agreed(lost, poll, 12);
  assert.equal(waiting.phase.name, 'submitting');
  assert.equal(nextDelayMs(waiting, INTERVALS, NOW, 0), 10_000);
  const done = agreed(lost, poll);
  assert.equal(resourceOf(done, NOW).status, 'error');
  assert.equal(
    pendingSettlement(done)?.isBilled,
    true,
    'it may have been made: its price stays booked, and it is looked at',
  );
});

test('failed polls and empty answers between polls that agree change nothing', () => {
  let state = agreed(running(), {failures: [broken]}, 12);
  state = heard(heard(state, {kind: 'failed', detail: 'HTTP 500'}), {kind: 'absent'});
  assert.equal(resourceOf(polled(state, {failures: [broken]}, NOW + 120_000), NOW).status, 'error');
});

test('a clock that goes back makes nothing agree sooner', () => {
  let state = polled(running(), {failures: [broken]}, NOW + 600_000);
  for (let n = 0; n < 4; n++) state = polled(state, {failures: [broken]}, NOW + n * 20_000);
  assert.equal(resourceOf(state, NOW).status, 'processing');
  assert.equal(resourceOf(polled(state, {failures: [broken]}, NOW + 120_000), NOW).status, 'error');
});

test('one error next to fewer clips than were asked for needs agreement, even if it is certain', () => {
  const poll = {results: [clip('a')], failures: [moderated]};
  assert.equal(resourceOf(agreed(running(4), poll, 12), NOW).status, 'processing');
  assert.equal(resourceOf(agreed(running(4), poll), NOW).status, 'success');
  const late = polled(agreed(running(4), poll, 12), {
    results: [clip('a'), clip('b')],
    processing: 1,
    failures: [broken],
  });
  assert.equal(resourceOf(late, NOW).status, 'processing', 'a clip that comes after all is waited for');
});

test('an error beside a row that is still being made needs agreement, even if it is certain', () => {
  const poll = {processing: 1, failures: [moderated]};
  assert.equal(resourceOf(agreed(running(), poll, 12), NOW).status, 'processing');
  assert.equal(resourceOf(agreed(running(), poll), NOW).status, 'error');
});

test('a late generation ends with the clips it has where nothing is said of the others, so that they are copied', () => {
  const start = NOW + LATE_MS;
  const poll = {results: [clip('a')]};
  let state: State = {...running(2), copies: {}};
  for (let n = 0; n < 13; n++) state = polled(state, poll, NOW + n * INTERVALS.maxPollMs);
  assert.equal(resourceOf(state, NOW).status, 'processing', 'not before it is late');
  for (let n = 0; n < 12; n++) state = polled(state, poll, start + n * INTERVALS.maxPollMs);
  assert.equal(resourceOf(state, start).status, 'processing', 'not before polls agree');
  const made = polled(state, {...poll, processing: 1}, start + 120_000);
  assert.equal(resourceOf(made, start).status, 'processing', 'the other is being made');
  state = polled(state, poll, start + 120_000);
  assert.deepEqual([resourceOf(state, start).status, state.failedResults], ['success', 1]);
  assert.equal(nextCopy(state)?.videoUUID, 'a');
  const late = polled(state, {results: [clip('a'), clip('b')]}, start + 3_600_000);
  assert.deepEqual(
    [late.results.length, late.failedResults, late.revision],
    [2, 0, 2],
    'and the other may come after all',
  );
});

test('while a failure is in doubt polls follow soon, also where Runware calls', () => {
  const webhook = {publicURL: 'https://proxy.example', token: 't', isHeard: true, hasCalled: true};
  const state = polled({...running(), webhook}, {failures: [broken]});
  assert.equal(nextDelayMs(state, INTERVALS, NOW, 0), 10_000);
});

test('after a failed end a generation is looked at ever more rarely, and a clip that comes late is delivered', () => {
  const failed = polled(running(2), {failures: [moderated]});
  assert.equal(resourceOf(failed, NOW).status, 'error');
  let state = afterSettlement(failed, pendingSettlement(failed) ?? assert.fail('nothing to book'));
  assert.equal(pendingSettlement(state), undefined);
  const delays: number[] = [];
  for (let n = 0; n < 12; n++) {
    delays.push(nextDelayMs(state, INTERVALS, NOW, 0) ?? 0);
    state = heard(state, n % 2 ? {kind: 'absent'} : {kind: 'failed', detail: 'HTTP 500'});
  }
  assert.equal(delays[0], 60_000);
  assert.equal(delays.at(-1), 6 * 3_600_000);
  state = polled(state, {results: [clip('a')], failures: [broken]}, NOW + 3_600_000);
  assert.deepEqual([resourceOf(state, NOW).status, state.failedResults], ['success', 1]);
  const second = pendingSettlement(state);
  assert.deepEqual([second?.revision, second?.outcome, second?.microUSD], [2, 'success', 560_000]);
  state = polled(state, {results: [clip('a'), clip('b')]});
  assert.equal(
    nextDelayMs(afterSettlement(state, pendingSettlement(state) ?? assert.fail()), INTERVALS, NOW, 0),
    undefined,
  );
});

test('a task that shows after it was thought refused is booked as billed, a failed one too', () => {
  const refused = submitted(fresh(), {kind: 'refused', failure: busy});
  assert.deepEqual(pendingSettlement(refused), {revision: 1, isBilled: false, microUSD: 0, outcome: 'busy'});
  const error = polled(refused, {isKnown: false, failures: [broken]});
  assert.equal(pendingSettlement(error)?.isBilled, false, 'an error may be the poll’s own');
  const shown = pendingSettlement(polled(refused, {failures: [moderated]}));
  assert.deepEqual([shown?.revision, shown?.isBilled, shown?.microUSD], [2, true, 280_000]);
});

test('where the end was never heard of, clips that were count at their cost and the others at their price', () => {
  const state = polled(running(2), {results: [{...clip('a'), cost: 1}], processing: 1});
  assert.equal(unknownSettlement(state).microUSD, 1_280_000);
});

test('a key that was refused has done nothing: the next one follows at once', () => {
  const before = fresh();
  const next = afterSubmission(before, 'first', {kind: 'refused', failure: key}, NOW, 'second');
  assert.deepEqual([next.phase.name, next.keyId], ['submitting', 'second']);
  assert.deepEqual(next.phase, {name: 'submitting', attempts: 1, isUncertain: false, isBound: false});
});

test('after an attempt of unknown fate a refused key changes neither the key nor what is known', () => {
  const lost = submitted(fresh(), {kind: 'unknown', detail: 'TimeoutError'});
  const next = submitted(lost, {kind: 'refused', failure: key});
  assert.deepEqual([next.keyId, next.phase.name === 'submitting' && next.phase.isUncertain], ['first', true]);
});

test('a failure once told and then taken back costs no clip', () => {
  const state = polled(running(3), {results: [clip('a')], processing: 1, failures: [broken]});
  const done = resourceOf(polled(state, {results: [clip('a'), clip('b'), clip('c')]}), NOW);
  assert.deepEqual([done.status, done.results.length, done.failedResults], ['success', 3, 0]);
});

test('progress never goes back', () => {
  const state = polled(polled(running(), {processing: 1, progress: 60}), {processing: 1, progress: 20});
  const now = resourceOf(state, NOW);
  assert.equal(now.status === 'processing' && now.progress, 60);
});

test('after twenty minutes it is late, not failed, and a late result is a result', () => {
  const later = NOW + LATE_MS;
  const now = resourceOf(running(), later);
  assert.equal(now.status === 'processing' && now.late, true);
  assert.equal(resourceOf(polled(running(), {results: [clip('a')]}, later), later).status, 'success');
});

test('a generation of 120 seconds costs at most 14 polls', () => {
  for (const random of [0, 0.5, 1]) {
    let state = running();
    let now = NOW;
    let polls = 0;
    while (now - NOW < 120_000) {
      now += nextDelayMs(state, INTERVALS, now, random) ?? 0;
      state = polled(state, {processing: 1}, now);
      polls++;
    }
    assert.ok(polls <= 14, `${polls} polls`);
  }
});

test('a late generation is looked at ever more rarely, but at least every hour', () => {
  const hour = 60 * 60_000;
  const gaps = [LATE_MS, hour, 24 * hour, 6 * 24 * hour].map(
    (age) => nextDelayMs(running(), INTERVALS, NOW + age, 0) ?? 0,
  );
  assert.deepEqual(
    gaps,
    [...gaps].sort((a, b) => a - b),
  );
  assert.equal(gaps.at(-1), hour);
});

test('Retry-After is honoured where it asks for more patience', () => {
  assert.equal(nextDelayMs(running(), INTERVALS, NOW, 0, 60_000), 60_000);
  assert.equal(nextDelayMs(running(), INTERVALS, NOW, 0, 1_000), 10_000);
});

test('Retry-After is not honoured beyond the patience of who waits', () => {
  const day = 24 * 60 * 60_000;
  assert.equal(nextDelayMs(fresh(), INTERVALS, NOW, 0, day), 60_000);
  assert.equal(nextDelayMs(running(), INTERVALS, NOW, 0, day), 300_000);
});

test('the first poll comes when the setting says, also where Runware calls; the later ones are rare once it has called', () => {
  const webhook = {publicURL: 'https://proxy.example', token: 't', isHeard: false, hasCalled: false};
  const silent = {...running(), webhook};
  assert.equal(nextDelayMs(silent, INTERVALS, NOW, 0), 10_000);
  assert.equal(
    nextDelayMs(polled(silent, {processing: 1}), INTERVALS, NOW, 0),
    5_000,
    'no call was ever seen to arrive',
  );
  const called = afterWebhook(silent);
  assert.equal(nextDelayMs(called, INTERVALS, NOW, 0), 10_000);
  assert.equal(nextDelayMs(polled(called, {processing: 1}), INTERVALS, NOW, 0), 120_000);
});

test('each clip is copied once; a copy that fails is tried again until retention ends, ever more rarely', () => {
  let state: State = {...polled(running(2), {results: [clip('a'), clip('b')]}), copies: {}};
  assert.equal(nextDelayMs(state, INTERVALS, NOW, 0), 5_000, 'the ledger is told first');
  state = afterSettlement(state, pendingSettlement(state) ?? assert.fail('nothing to book'));
  assert.equal(nextCopy(state)?.videoUUID, 'a');
  state = afterCopy(state, 'a', false);
  assert.equal(nextCopy(state)?.videoUUID, 'b');
  state = afterCopy(state, 'b', true);
  assert.equal(nextCopy(state)?.videoUUID, 'a');
  assert.equal(nextDelayMs(state, INTERVALS, NOW, 0), 10_000);
  for (let tries = 2; tries <= 20; tries++) {
    assert.equal(nextCopy(state)?.videoUUID, 'a');
    state = afterCopy(state, 'a', false);
  }
  assert.equal(nextDelayMs(state, INTERVALS, NOW, 0), 6 * 60 * 60_000);
  state = afterCopy(state, 'a', true);
  assert.equal(nextCopy(state), undefined);
  assert.equal(nextDelayMs(state, INTERVALS, NOW, 0), undefined);
});
