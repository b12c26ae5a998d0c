import {assert} from 'chai';
import {defaultDraft, draftOfForm, promptFault} from '../../../widget/base/draft.ts';
import {fitDraft, fullOffer} from '../../../widget/base/offer.ts';
import {terms} from '../../../widget/i18n/locales/en.ts';
import {draftOfRequest, firstFrameOf, requestOf} from '../../../widget/studio/api/request.ts';
import {DEFAULT_MODEL} from '../../../worker/contract/index.ts';

const DEFAULT_DRAFT = defaultDraft(DEFAULT_MODEL);
const FULL_OFFER = fullOffer(DEFAULT_MODEL);
const {prompt} = DEFAULT_MODEL;

function form(values: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

test('an empty form is the blank draft', () => {
  assert.deepEqual(draftOfForm(form({}), DEFAULT_DRAFT), DEFAULT_DRAFT);
});

test('10 s gives way when 1080p is chosen', () => {
  const fitting = (values: Record<string, string>) =>
    fitDraft(draftOfForm(form(values), DEFAULT_DRAFT), FULL_OFFER).duration;
  assert.equal(fitting({preset: '1080p', duration: '10'}), 6);
  assert.equal(fitting({preset: '768p', duration: '10'}), 10);
});

test('what cannot be asked for becomes what can', () => {
  const nonsense = {...DEFAULT_DRAFT, preset: '8K', duration: 7, numberResults: 0, outputFormat: 'GIF', safety: '?'};
  assert.deepEqual(fitDraft(nonsense as never, FULL_OFFER), DEFAULT_DRAFT);
});

test('the draft of a request and its first frame can be read from it', () => {
  const draft = {
    ...DEFAULT_DRAFT,
    positivePrompt: 'A fox',
    preset: '1080p',
    numberResults: 3,
    ttl: '60',
    safety: 'full',
  } as const;
  assert.deepEqual(draftOfRequest(DEFAULT_MODEL, requestOf(DEFAULT_MODEL, draft)), draft);
  assert.equal(
    firstFrameOf(requestOf(DEFAULT_MODEL, draft, 'data:image/png;base64,AAAA')),
    'data:image/png;base64,AAAA',
  );
});

test('a request says all the visitor saw, and leaves out what was left open', () => {
  const {taskUUID, ...request} = requestOf(DEFAULT_MODEL, {
    ...DEFAULT_DRAFT,
    positivePrompt: 'A fox',
    outputQuality: '',
  });
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
  const {outputQuality, ttl} = requestOf(DEFAULT_MODEL, {...DEFAULT_DRAFT, outputQuality: '20', ttl: '3600'});
  assert.deepEqual({outputQuality, ttl}, {outputQuality: 20, ttl: 3600});
});

test('a first frame can stand without a prompt', () => {
  assert.equal(promptFault(prompt, '', true, terms), undefined);
  assert.equal(promptFault(prompt, '', false, terms), terms.promptMissing);
  const request = requestOf(DEFAULT_MODEL, DEFAULT_DRAFT, 'data:image/png;base64,AAAA');
  assert.notProperty(request, 'positivePrompt');
  assert.deepEqual(request.inputs, {frameImages: [{image: 'data:image/png;base64,AAAA', frame: 'first'}]});
});

test('an emoji is one character', () => {
  assert.equal(promptFault(prompt, '🦊', true, terms), terms.promptTooShort(2));
  assert.equal(promptFault(prompt, '🦊'.repeat(2000), true, terms), undefined);
  assert.equal(promptFault(prompt, '🦊'.repeat(2001), true, terms), terms.promptTooLong(1));
});
