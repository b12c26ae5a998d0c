import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {UpstreamFailure} from '../../../worker/failure.ts';
import {
  afterBooking,
  afterCopy,
  afterPoll,
  afterSubmission,
  beforeAttempt,
  begin,
  LATE_MS,
  nextCopy,
  pause,
  resourceOf,
  type State,
} from '../../../worker/generation/state.ts';
import type {Poll, Submission} from '../../../worker/runware/client.ts';

const NOW = 1_800_000_000_000;
const PACE = {firstPollMs: 10_000, maxPollMs: 10_000};
const busy: UpstreamFailure = {reason: 'upstream', kind: 'busy', code: 'rateLimitExceeded', message: ''};
const broken: UpstreamFailure = {reason: 'upstream', kind: 'broken', code: 'providerError', message: ''};
const key: UpstreamFailure = {reason: 'upstream', kind: 'key', code: 'invalidApiKey', message: ''};

function fresh(numberResults = 1): State {
  return begin(
    {
      taskUUID: 'theirs',
      clientHash: 'h',
      upstreamUUID: 'ours',
      numberResults,
      clipMicroUSD: 280_000,
      outputFormat: 'MP4',
    },
    NOW,
  );
}

function submitted(state: State, submission: Submission, now = NOW): State {
  return afterSubmission(state, submission, now, 'another');
}

function polled(state: State, poll: Partial<Extract<Poll, {kind: 'read'}>>, now = NOW): State {
  return afterPoll(state, {kind: 'read', doubtful: false, results: [], processing: 0, failures: [], ...poll}, now);
}

function running(numberResults = 1): State {
  return submitted(fresh(numberResults), {kind: 'accepted'});
}

function clip(videoUUID: string) {
  return {videoUUID, videoURL: `https://vm.runware.ai/${videoUUID}.mp4`, cost: 0.28};
}

test('a conflict on the first attempt mints another UUID', () => {
  const next = submitted(fresh(), {kind: 'conflict'});
  assert.equal(next.upstreamUUID, 'another');
  assert.deepEqual(next.phase, {name: 'submitting', attempts: 1, ofThisUUID: 0, uncertain: false});
});

test('a conflict after an attempt of our own means accepted', () => {
  const lost = submitted(fresh(), {kind: 'unknown', why: 'TimeoutError'});
  const next = submitted(lost, {kind: 'conflict'});
  assert.equal(next.phase.name, 'processing');
  assert.equal(next.upstreamUUID, 'ours');
});

test('a submit of unknown fate keeps its UUID however often it is repeated', () => {
  let state = fresh();
  for (let attempt = 0; attempt < 20; attempt++)
    state = submitted(state, {kind: 'unknown', why: 'HTTP 500'}, NOW + attempt * 1000);
  assert.equal(state.upstreamUUID, 'ours');
  assert.equal(state.phase.name, 'submitting');
});

test('the state stored before an attempt says that its fate is unknown', () => {
  assert.deepEqual(beforeAttempt(fresh()).phase, {name: 'submitting', attempts: 1, ofThisUUID: 1, uncertain: true});
});

test('a submit of unknown fate is given up after ten minutes, the generation is not', () => {
  const state = submitted(fresh(), {kind: 'unknown', why: 'TimeoutError'}, NOW + 10 * 60_000);
  assert.equal(state.phase.name, 'processing');
});

test('a look that fails between two attempts makes the pause longer, and ends nothing', () => {
  const lost = submitted(fresh(), {kind: 'unknown', why: 'TimeoutError'});
  const looked = afterPoll(lost, {kind: 'failed', why: 'HTTP 500'}, NOW);
  assert.equal(looked.phase.name, 'submitting');
  assert.ok((pause(looked, PACE, NOW, 0) ?? 0) > (pause(lost, PACE, NOW, 0) ?? 0));
  assert.equal(afterPoll(lost, {kind: 'failed', why: 'HTTP 500'}, NOW + 10 * 60_000).phase.name, 'processing');
});

test('after ten minutes no attempt follows one of unknown fate, whatever is heard meanwhile', () => {
  const lost = submitted(fresh(), {kind: 'unknown', why: 'TimeoutError'});
  const heard: readonly ((now: number) => State)[] = [
    (now) => polled(lost, {}, now),
    (now) => submitted(lost, {kind: 'refused', failure: key}, now),
    (now) => submitted(lost, {kind: 'deferred', failure: busy}, now),
  ];
  for (const after of heard) {
    assert.equal(after(NOW + 10 * 60_000 - 1).phase.name, 'submitting');
    assert.equal(after(NOW + 10 * 60_000).phase.name, 'processing');
  }
});

test('a refusal ends the generation', () => {
  const state = submitted(fresh(), {kind: 'refused', failure: broken});
  assert.equal(resourceOf(state, NOW).status, 'error');
});

test('a refused key says nothing about an attempt that may have passed before', () => {
  const lost = submitted(fresh(), {kind: 'unknown', why: 'TimeoutError'});
  assert.equal(submitted(lost, {kind: 'refused', failure: key}).phase.name, 'submitting');
  assert.equal(submitted(fresh(), {kind: 'refused', failure: key}).phase.name, 'ended');
});

test('a busy Runware is asked again for five minutes, then the visitor is told', () => {
  const soon = submitted(fresh(), {kind: 'deferred', failure: busy}, NOW + 60_000);
  assert.deepEqual(soon.phase, {name: 'submitting', attempts: 1, ofThisUUID: 1, uncertain: false});
  const late = resourceOf(submitted(soon, {kind: 'deferred', failure: busy}, NOW + 300_000), NOW);
  assert.equal(late.status === 'error' && late.error.code, 'busy');
});

test('a failed poll says nothing about the generation', () => {
  let state = running();
  for (let n = 0; n < 100; n++) state = afterPoll(state, {kind: 'failed', why: 'HTTP 500'}, NOW);
  assert.equal(resourceOf(state, NOW).status, 'processing');
});

test('an empty answer is neither a result nor a failure', () => {
  assert.equal(resourceOf(polled(running(), {}), NOW).status, 'processing');
});

test('anything heard of a task proves that it arrived', () => {
  const lost = submitted(fresh(), {kind: 'unknown', why: 'TimeoutError'});
  assert.equal(polled(lost, {}).phase.name, 'submitting');
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
  const state = polled(running(4), {results: [clip('a'), clip('b')], failures: [broken, broken]});
  const done = resourceOf(state, NOW);
  assert.equal(done.status, 'success');
  assert.equal(done.failedResults, 2);
  assert.equal(done.results.length, 2);
});

test('one error for the whole task ends it when no clip is left to wait for', () => {
  const done = resourceOf(polled(running(4), {failures: [broken]}), NOW);
  assert.equal(done.status, 'error');
  assert.equal(done.failedResults, 4);
});

test('one error next to fewer clips than were asked for is believed after three polls that agree', () => {
  let state = running(4);
  for (let n = 0; n < 2; n++) state = polled(state, {results: [clip('a')], failures: [broken]});
  assert.equal(resourceOf(state, NOW).status, 'processing');
  assert.equal(resourceOf(polled(state, {results: [clip('a')], failures: [broken]}), NOW).status, 'success');
  const late = polled(state, {results: [clip('a'), clip('b')], processing: 1, failures: [broken]});
  assert.equal(resourceOf(late, NOW).status, 'processing', 'a clip that comes after all is waited for');
});

test('a failure that comes with a failed call is believed after three calls that agree', () => {
  let state = running();
  for (let n = 0; n < 2; n++) state = polled(state, {doubtful: true, failures: [broken]});
  assert.equal(resourceOf(state, NOW).status, 'processing');
  assert.equal(resourceOf(polled(state, {processing: 1}), NOW).status, 'processing');
  assert.equal(resourceOf(polled(state, {doubtful: true, failures: [broken]}), NOW).status, 'error');
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
      now += pause(state, PACE, now, random) ?? 0;
      state = polled(state, {processing: 1}, now);
      polls++;
    }
    assert.ok(polls <= 14, `${polls} polls`);
  }
});

test('a late generation is looked at ever more rarely, but at least every hour', () => {
  const hour = 60 * 60_000;
  const gaps = [LATE_MS, hour, 24 * hour, 6 * 24 * hour].map((age) => pause(running(), PACE, NOW + age, 0) ?? 0);
  assert.deepEqual(
    gaps,
    [...gaps].sort((a, b) => a - b),
  );
  assert.equal(gaps.at(-1), hour);
});

test('Retry-After is honoured where it asks for more patience', () => {
  assert.equal(pause(running(), PACE, NOW, 0, 60_000), 60_000);
  assert.equal(pause(running(), PACE, NOW, 0, 1_000), 10_000);
});

test('Retry-After is not honoured beyond the patience of who waits', () => {
  const day = 24 * 60 * 60_000;
  assert.equal(pause(fresh(), PACE, NOW, 0, day), 60_000);
  assert.equal(pause(running(), PACE, NOW, 0, day), 300_000);
});

test('where Runware calls, polls are rare', () => {
  const state = {...running(), webhook: {publicURL: 'https://proxy.example', token: 't'}};
  assert.equal(pause(state, PACE, NOW, 0), 120_000);
});

test('each clip is copied once; a copy that fails is tried again, though not for ever', () => {
  let state: State = {...polled(running(2), {results: [clip('a'), clip('b')]}), copies: {}};
  assert.equal(pause(state, PACE, NOW, 0), 5_000, 'the ledger is told first');
  state = afterBooking(state);
  assert.equal(nextCopy(state)?.videoUUID, 'a');
  state = afterCopy(state, 'a', 'failed');
  assert.equal(nextCopy(state)?.videoUUID, 'b');
  state = afterCopy(state, 'b', 'copied');
  assert.equal(nextCopy(state)?.videoUUID, 'a');
  assert.equal(pause(state, PACE, NOW, 0), 10_000);
  for (let tries = 2; tries <= 6; tries++) {
    assert.equal(nextCopy(state)?.videoUUID, 'a');
    state = afterCopy(state, 'a', 'failed');
  }
  assert.equal(nextCopy(state), undefined);
  assert.equal(pause(state, PACE, NOW, 0), undefined);
});
