import {assert} from 'chai';
import {next, Page, until} from '../support/page.ts';

async function png(width = 640, height = 360): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.fillRect(0, 0, width, height);
  return new File([await canvas.convertToBlob()], 'harbour.png', {type: 'image/png'});
}

test('the button carries the price of what is chosen', async () => {
  using page = await Page.open();
  assert.equal(page.submitButton.textContent?.trim(), 'Generate · $0.28');
  await page.choose('Length', '10s');
  assert.equal(page.submitButton.textContent?.trim(), 'Generate · $0.56');
  await page.choose('Videos', '3');
  assert.equal(page.submitButton.textContent?.trim(), 'Generate · $1.68');
  await page.choose('Size', '1080p');
  assert.equal(page.submitButton.textContent?.trim(), 'Generate · $1.47');
});

test('10 s cannot be chosen at 1080p, and says why', async () => {
  using page = await Page.open();
  await page.choose('Length', '10s');
  await page.choose('Size', '1080p');
  const ten = page.field('10s', 'Length');
  assert.isTrue(ten.disabled);
  assert.isTrue(page.field('6s', 'Length').checked);
  assert.match(ten.getAttribute('aria-description') ?? '', /10 seconds cannot be made at 1080p/);
  assert.match(ten.closest('label')?.title ?? '', /10 seconds cannot be made at 1080p/);
  await page.choose('Size', '768p');
  assert.isFalse(ten.disabled);
  assert.isNull(ten.getAttribute('aria-description'));
});

test('the counter counts characters, not code units', async () => {
  using page = await Page.open();
  await page.type('🦊🦊');
  assert.include(page.text, '2 / 2000');
  await page.type('🦊'.repeat(2001));
  assert.include(page.text, '2001 / 2000');
  assert.equal(page.prompt.validationMessage, 'Too long by 1 character.');
  await page.type('🦊'.repeat(2002));
  assert.equal(page.prompt.validationMessage, 'Too long by 2 characters.');
});

test('nothing is complained about before the first attempt, and then next to its field', async () => {
  using page = await Page.open();
  await page.type('a');
  assert.notInclude(page.text, 'at least 2 characters');
  await page.submit();
  assert.include(page.text, 'Write at least 2 characters.');
  assert.equal(page.prompt.getAttribute('aria-invalid'), 'true');
  const [described] = page.prompt.getAttribute('aria-describedby')?.split(' ') ?? [];
  assert.equal(page.root.getElementById(described as string)?.textContent, 'Write at least 2 characters.');
  assert.equal(page.root.activeElement, page.prompt);
  await page.type('ab');
  assert.notInclude(page.text, 'at least 2 characters');
  assert.equal(page.prompt.getAttribute('aria-invalid'), 'false');
  assert.isEmpty(await page.requests());
});

test('a fault behind the disclosure opens it and takes the focus', async () => {
  using page = await Page.open();
  await page.type('A red fox');
  await page.unfold();
  for (const details of page.root.querySelectorAll('details')) details.open = false;
  await page.type('120', page.field('Quality'));
  await page.submit();
  assert.isTrue(page.root.querySelector<HTMLDetailsElement>('details[part=options]')?.open);
  assert.equal(page.root.activeElement, page.field('Quality'));
  assert.include(page.text, 'A whole number from 20 to 99.');
});

test('a whole number is asked for where there is text in a number field', async () => {
  using page = await Page.open();
  await page.type('A red fox');
  await page.unfold();
  await page.type('60.5', page.field('Link lifetime'));
  await page.submit();
  assert.include(page.text, 'A whole number of seconds, 60 or more.');
});

for (const key of ['ctrlKey', 'metaKey']) {
  test(`Enter with ${key} submits`, async () => {
    using page = await Page.open();
    await page.type('A red fox');
    const submitted = next('hailuo-submit');
    page.prompt.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', [key]: true, bubbles: true, composed: true}));
    assert.equal((await submitted).request.positivePrompt, 'A red fox');
  });
}

test('Enter alone is a line break', async () => {
  using page = await Page.open();
  await page.type('A red fox');
  page.prompt.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, composed: true}));
  assert.isEmpty(await page.requests());
});

test('a first frame is shown, sent, and can be taken out again', async () => {
  using page = await Page.open();
  await page.addFile(await png());
  assert.isOk(page.root.querySelector('.first-frame img'));
  assert.isOk(page.field('First frame: harbour.png'));
  const submitted = next('hailuo-submit');
  await page.submit();
  const {request} = await submitted;
  assert.match(
    JSON.stringify(request.inputs),
    /^{"frameImages":\[{"image":"data:image\/jpeg;base64,.+","frame":"first"}\]}$/,
  );
  assert.notProperty(request, 'positivePrompt');
  page.button('Remove first frame').click();
  await page.element.updateComplete;
  assert.isNull(page.root.querySelector('img'));
  assert.isFalse(page.root.querySelector('form')?.checkValidity());
});

test('a picture that cannot be used says so at once and is not sent', async () => {
  using page = await Page.open();
  await page.type('A red fox');
  await page.addFile(await png(200, 100));
  assert.include(page.text, 'Its shorter side must be at least 301 pixels.');
  await page.submit();
  assert.isEmpty(await page.requests());
});

test('what was typed and chosen outlives a reload', async () => {
  using page = await Page.open();
  await page.type('A red fox');
  await page.choose('Size', '1080p');
  await page.choose('Videos', '2');
  await page.reload();
  assert.equal(page.prompt.value, 'A red fox');
  assert.equal(page.submitButton.textContent?.trim(), 'Generate · $0.98');
});

test('what is remembered by an older element is forgotten where it makes no sense', async () => {
  using page = await Page.open();
  await page.type('A red fox');
  for (const key of Object.keys(sessionStorage)) {
    sessionStorage[key] = sessionStorage[key].replace('"768p"', '"640p"');
  }
  await page.reload();
  assert.equal(page.submitButton.textContent?.trim(), 'Generate · $0.28');
});

test('loading the script twice does no harm', async () => {
  const first = customElements.get('hailuo-generator');
  // @ts-expect-error: a second copy, as when two plugins bring the element.
  await import('../../../widget/index.ts?again');
  assert.equal(customElements.get('hailuo-generator'), first);
});

test('the stage has its place before there is anything on it, and keeps it', async () => {
  using page = await Page.open({post: ['hang']});
  const screen = page.root.querySelector('.screen') as HTMLElement;
  const {width, height} = screen.getBoundingClientRect();
  assert.approximately(width / height, 16 / 9, 0.01);
  await page.generate();
  await page.shows('Sending');
  assert.equal(screen.getBoundingClientRect().height, height);
});

test('a narrow column holds it without scrolling sideways', async () => {
  using page = await Page.open();
  page.element.style.inlineSize = '260px';
  await page.unfold();
  await until(() => page.element.clientWidth === 260);
  const wide = [...page.root.querySelectorAll<HTMLElement>('.layout *')].filter(
    (part) =>
      !part.closest('.hidden, .glow') &&
      part.getBoundingClientRect().right > page.element.getBoundingClientRect().right + 1,
  );
  assert.deepEqual(
    wide.map((part) => part.outerHTML.slice(0, 80)),
    [],
  );
});
