import {assert} from 'chai';
import {cameraMoveWarnings, insertCameraMove} from '../../../../widget/studio/views/camera-moves.ts';
import {DEFAULT_MODEL} from '../../../../worker/contract/index.ts';
import {Page, until} from '../../support/page.ts';

const {cameraCommands} = DEFAULT_MODEL;

/** Inserts at the bar and shows the caret as a bar. */
function edit(text: string, move: string): string {
  const caret = text.indexOf('|');
  const result = insertCameraMove(text.replace('|', ''), caret, move);
  return `${result.prompt.slice(0, result.caret)}|${result.prompt.slice(result.caret)}`;
}

test('the model’s fifteen commands are there', () => {
  assert.lengthOf(new Set(cameraCommands), 15);
});

for (const [before, after] of [
  ['|', '[Push in]|'],
  ['A fox|', 'A fox [Push in]|'],
  ['A fox |in snow', 'A fox [Push in]| in snow'],
  ['A fox|, running', 'A fox [Push in]|, running'],
  ['A fox [Pan left]|', 'A fox [Pan left, Push in]|'],
  ['A fox [Pan| left] in snow', 'A fox [Pan left, Push in]| in snow'],
  ['A fox [|]', 'A fox [Push in]|'],
  ['A fox [Pan left] |', 'A fox [Pan left] [Push in]|'],
] as const) {
  test(`a move put into “${before}” makes it “${after}”`, () => {
    assert.equal(edit(before, 'Push in'), after);
  });
}

test('what the model would not understand gets a warning', () => {
  assert.deepEqual(cameraMoveWarnings('A fox [Push in, pan left] runs [Static shot]', DEFAULT_MODEL), []);
  assert.deepEqual(cameraMoveWarnings('A fox [Dolly]', DEFAULT_MODEL), [{kind: 'unknown', name: 'Dolly'}]);
  assert.deepEqual(cameraMoveWarnings('A fox [Push in', DEFAULT_MODEL), [{kind: 'unclosed'}]);
  assert.deepEqual(cameraMoveWarnings('[Push in, Pan left, Tilt up, Shake]', DEFAULT_MODEL), [
    {kind: 'tooMany', max: 3},
  ]);
});

test('a chip writes its command at the caret, and the next joins it', async () => {
  using page = await Page.open();
  await page.type('A fox');
  const [moves] = page.root.querySelectorAll('details');
  moves?.setAttribute('open', '');
  await page.shows('Push in');
  page.button('Push in').click();
  page.button('Tilt up').click();
  assert.equal(page.prompt.value, 'A fox [Push in, Tilt up]');
  assert.equal(page.root.activeElement, page.prompt);
  await page.type('A fox [Dolly]');
  assert.include(page.text, '“Dolly” is not a camera move.');
});

test('a doubtful command gets a warning while it is typed, with the list of moves closed', async () => {
  using page = await Page.open();
  await page.focusForm();
  await page.type('A fox [Zoom inn]');
  await page.shows('“Zoom inn” is not a camera move.');
});

test('an idea of the page’s becomes the prompt', async () => {
  using page = await Page.open();
  page.element.starters = ['A lighthouse in a storm', 'A city of glass'];
  await until(() => page.text.includes('A city of glass'));
  page.button('A city of glass').click();
  assert.equal(page.prompt.value, 'A city of glass');
});
