import {assert} from 'chai';
import {next, Page, until} from '../../support/page.ts';

/** Left half red, right half blue. */
async function halves(width: number, height: number): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = '#f00';
  context.fillRect(0, 0, width / 2, height);
  context.fillStyle = '#00f';
  context.fillRect(width / 2, 0, width / 2, height);
  return new File([await canvas.convertToBlob()], 'halves.png', {type: 'image/png'});
}

function carrying(file: File): DataTransfer {
  const transfer = new DataTransfer();
  transfer.items.add(file);
  return transfer;
}

async function sentBy(page: Page): Promise<ImageBitmap> {
  const submitted = next('hailuo-submit');
  page.element.addEventListener('hailuo-submit', (event) => event.preventDefault(), {once: true});
  await page.submit();
  const [frame] = (await submitted).request.inputs?.frameImages ?? [];
  assert(typeof frame === 'object');
  return createImageBitmap(await (await fetch(frame.image)).blob());
}

/** Whether the colour in the middle of a picture is blue. */
function isBlue(picture: ImageBitmap): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(picture, picture.width / 2, picture.height / 2, 1, 1, 0, 0, 1, 1);
  const [red = 0, , blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return blue > red;
}

const cropOf = (page: Page) => page.root.querySelector('.cropper') as HTMLElement;

function press(page: Page, key: string, times = 1): void {
  for (let press = 0; press < times; press++)
    cropOf(page).dispatchEvent(new KeyboardEvent('keydown', {key, shiftKey: true, bubbles: true}));
}

function paste(page: Page, clipboardData: DataTransfer): boolean {
  const event = new ClipboardEvent('paste', {bubbles: true, composed: true, cancelable: true});
  // Firefox takes none from a script.
  Object.defineProperty(event, 'clipboardData', {value: clipboardData});
  return page.prompt.dispatchEvent(event);
}

for (const [how, give] of Object.entries({
  drop: (page: Page, dataTransfer: DataTransfer) =>
    page.prompt.dispatchEvent(new DragEvent('drop', {dataTransfer, bubbles: true, composed: true, cancelable: true})),
  paste,
})) {
  test(`a picture can be given by ${how}`, async () => {
    using page = await Page.open();
    const left = give(page, carrying(await halves(1600, 900)));
    assert.isFalse(left, 'the browser would open it');
    await until(() => cropOf(page));
    assert.include(page.text, 'halves.png');
  });
}

test('text that is pasted stays text', async () => {
  using page = await Page.open();
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', 'A fox');
  assert.isTrue(paste(page, clipboardData));
});

test('the size and weight of what is sent are told before', async () => {
  using page = await Page.open();
  await page.addFile(await halves(3000, 3000));
  assert.match(page.text, /JPEG · 1366 × 768 · \d+ kB/);
  await page.choose('Size', '1080p');
  assert.match(page.text, /JPEG · 1920 × 1080 · \d+ kB/);
  const {width, height} = await sentBy(page);
  assert.deepEqual([width, height], [1920, 1080]);
});

test('the part that is sent is chosen with the keyboard', async () => {
  using page = await Page.open();
  await page.addFile(await halves(3000, 1000));
  press(page, 'ArrowLeft', 20);
  assert.isFalse(isBlue(await sentBy(page)));
  press(page, '+', 5);
  press(page, 'ArrowRight', 60);
  assert.isTrue(isBlue(await sentBy(page)));
});

test('the part that is sent is chosen with the zoom', async () => {
  using page = await Page.open();
  await page.addFile(await halves(3000, 1000));
  const zoom = page.field('Zoom');
  await page.type('3', zoom);
  assert.equal(zoom.value, '3');
});

test('a picture of the right shape needs no cropping, another shape opens it', async () => {
  using page = await Page.open();
  await page.addFile(await halves(1366, 768));
  assert.isFalse(cropOf(page).closest('details')?.open);
  await page.addFile(await halves(768, 768));
  assert.isTrue(cropOf(page).closest('details')?.open);
});
