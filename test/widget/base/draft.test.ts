import {assert} from 'chai';
import {blankDraft, draftOf, promptFault} from '../../../widget/base/draft.ts';
import {fit, wholeOffer} from '../../../widget/base/offer.ts';
import {draftFrom, firstFrameOf, requestOf} from '../../../widget/studio/api/request.ts';
import {DEFAULT_MODEL} from '../../../worker/contract/index.ts';

const BLANK = blankDraft(DEFAULT_MODEL);
const WHOLE = wholeOffer(DEFAULT_MODEL);
const {prompt} = DEFAULT_MODEL;

function form(values: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

test('an empty form is the blank draft', () => {
  assert.deepEqual(draftOf(form({}), BLANK), BLANK);
});

test('10 s gives way when 1080p is chosen', () => {
  const fitting = (values: Record<string, string>) => fit(draftOf(form(values), BLANK), WHOLE).duration;
  assert.equal(fitting({preset: '1080p', duration: '10'}), 6);
  assert.equal(fitting({preset: '768p', duration: '10'}), 10);
});

test('what cannot be asked for becomes what can', () => {
  const nonsense = {...BLANK, preset: '8K', duration: 7, numberResults: 0, outputFormat: 'GIF', safety: '?'};
  assert.deepEqual(fit(nonsense as never, WHOLE), BLANK);
});

test('a request tells the draft it was made from, and its first frame', () => {
  const draft = {
    ...BLANK,
    positivePrompt: 'A fox',
    preset: '1080p',
    numberResults: 3,
    ttl: '60',
    safety: 'full',
  } as const;
  assert.deepEqual(draftFrom(DEFAULT_MODEL, requestOf(DEFAULT_MODEL, draft)), draft);
  assert.equal(
    firstFrameOf(requestOf(DEFAULT_MODEL, draft, 'data:image/png;base64,AAAA')),
    'data:image/png;base64,AAAA',
  );
});

test('a request says all the visitor saw, and leaves out what was left open', () => {
  const {taskUUID, ...request} = requestOf(DEFAULT_MODEL, {...BLANK, positivePrompt: 'A fox', outputQuality: ''});
  assert.match(taskUUID, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(request, {
    positivePrompt: 'A fox',
    width: 1366,
    height: 768,
    duration: 6,
    numberResults: 1,
    outputFormat: 'MP4',
    safety: {checkContent: false, mode: 'none'},
    providerSettings: {minimax: {promptOptimizer: false}},
  });
});

test('numbers typed become numbers', () => {
  const {outputQuality, ttl} = requestOf(DEFAULT_MODEL, {...BLANK, outputQuality: '20', ttl: '3600'});
  assert.deepEqual({outputQuality, ttl}, {outputQuality: 20, ttl: 3600});
});

test('a first frame can stand without a prompt', () => {
  assert.equal(promptFault(prompt, '', true), undefined);
  assert.equal(promptFault(prompt, '', false), 'promptMissing');
  const request = requestOf(DEFAULT_MODEL, BLANK, 'data:image/png;base64,AAAA');
  assert.notProperty(request, 'positivePrompt');
  assert.deepEqual(request.inputs, {frameImages: [{image: 'data:image/png;base64,AAAA', frame: 'first'}]});
});

test('an emoji is one character', () => {
  assert.equal(promptFault(prompt, '🦊', true), 'promptTooShort');
  assert.equal(promptFault(prompt, '🦊'.repeat(2000), true), undefined);
  assert.equal(promptFault(prompt, '🦊'.repeat(2001), true), 'promptTooLong');
});
