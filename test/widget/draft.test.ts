import {assert} from 'chai';
import {BLANK, draftOf, promptFault, requestOf} from '../../widget/draft.ts';

const taskUUID = '12c20a98-991b-459f-b3a3-41741a7dfd19';

function form(values: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

test('an empty form is the blank draft', () => {
  assert.deepEqual(draftOf(form({})), BLANK);
});

test('10 s gives way when 1080p is chosen', () => {
  assert.equal(draftOf(form({preset: '1080p', duration: '10'})).duration, 6);
  assert.equal(draftOf(form({preset: '768p', duration: '10'})).duration, 10);
});

test('a request says all the visitor saw, and leaves out what was left open', () => {
  assert.deepEqual(requestOf({...BLANK, positivePrompt: 'A fox', outputQuality: ''}, taskUUID), {
    taskUUID,
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
  const {outputQuality, ttl} = requestOf({...BLANK, outputQuality: '20', ttl: '3600'}, taskUUID);
  assert.deepEqual({outputQuality, ttl}, {outputQuality: 20, ttl: 3600});
});

test('a first frame can stand without a prompt', () => {
  assert.equal(promptFault('', true), undefined);
  assert.equal(promptFault('', false), 'promptMissing');
  const request = requestOf(BLANK, taskUUID, 'data:image/png;base64,AAAA');
  assert.notProperty(request, 'positivePrompt');
  assert.deepEqual(request.inputs, {frameImages: [{image: 'data:image/png;base64,AAAA', frame: 'first'}]});
});

test('an emoji is one character', () => {
  assert.equal(promptFault('🦊', true), 'promptTooShort');
  assert.equal(promptFault('🦊'.repeat(2000), true), undefined);
  assert.equal(promptFault('🦊'.repeat(2001), true), 'promptTooLong');
});
