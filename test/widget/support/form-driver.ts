// Fills the form from a request, the way a person could: by what the form offers and nothing else.

import {
  DEFAULT_MODEL,
  DELIVERY_METHOD,
  OUTPUT_TYPE,
  presetOf,
  TASK_TYPE,
  UUID_V4,
} from '../../../worker/contract/index.ts';
import {next, type Page} from './page.ts';

export type Outcome =
  /** The form would send this. */
  | {verdict: 'allowed'; sent: Record<string, unknown>}
  /** The form has no such control or choice, or its validation says no. */
  | {verdict: 'refused'; field: string}
  /** A person cannot say this with the form, which says nothing about whether it is allowed. */
  | {verdict: 'inexpressible'};

/** What the page does not let anyone change. */
const FIXED: Record<string, unknown> = {
  taskType: TASK_TYPE,
  model: DEFAULT_MODEL.id,
  fps: DEFAULT_MODEL.fps,
  deliveryMethod: DELIVERY_METHOD,
  outputType: OUTPUT_TYPE,
};

class Refused extends Error {}
class Inexpressible extends Error {}

/** Fills the form and submits it. */
export async function fill(page: Page, request: Record<string, unknown>): Promise<Outcome> {
  const {width, height, taskUUID: _, ...rest} = request;
  let field = 'width';
  await page.unfold();
  try {
    // First the size: it decides which durations there are.
    if (width !== undefined || height !== undefined) {
      pick(page, 'preset', presetOf(DEFAULT_MODEL, width as number, height as number)?.name);
    }
    for (const [name, value] of Object.entries(rest)) {
      field = name;
      await set(page, name, value);
    }
  } catch (error) {
    if (error instanceof Refused) return {verdict: 'refused', field};
    if (error instanceof Inexpressible) return {verdict: 'inexpressible'};
    throw error;
  }
  const invalid = formOf(page).querySelector<HTMLInputElement>('input:invalid, textarea:invalid');
  if (!formOf(page).checkValidity()) return {verdict: 'refused', field: String(invalid?.name)};
  const submitted = next('hailuo-submit');
  page.element.addEventListener('hailuo-submit', (event) => event.preventDefault(), {once: true});
  await page.submit();
  return {verdict: 'allowed', sent: {...(await submitted).request}};
}

async function set(page: Page, name: string, value: unknown): Promise<void> {
  if (name in FIXED) return agree(Object.is(value, FIXED[name]));
  switch (name) {
    case 'positivePrompt':
      return type(page, name, value, 'string');
    case 'duration':
    case 'numberResults':
      agree(typeof value === 'number');
      return pick(page, name, value);
    case 'outputFormat':
      return pick(page, name, value);
    case 'outputQuality':
    case 'ttl':
      return type(page, name, value, 'number');
    case 'safety': {
      const {checkContent, mode, ...unknown} = value as Record<string, unknown>;
      agree(Object.keys(unknown).length === 0 && ['boolean', 'undefined'].includes(typeof checkContent));
      return pick(page, name, mode ?? (checkContent ? 'fast' : 'none'));
    }
    case 'inputs': {
      const {frameImages, ...unknown} = value as Record<string, unknown>;
      agree(Object.keys(unknown).length === 0 && Array.isArray(frameImages) && frameImages.length === 1);
      return give(page, (frameImages as unknown[])[0]);
    }
    case 'providerSettings': {
      const {minimax, ...others} = value as Record<string, Record<string, unknown>>;
      const {promptOptimizer, ...unknown} = minimax ?? {};
      agree(Object.keys({...others, ...unknown}).length === 0 && typeof promptOptimizer === 'boolean');
      const box = control(page, 'promptOptimizer');
      if (box.checked !== promptOptimizer) box.click();
      return;
    }
    default:
      throw new Refused(name);
  }
}

/** Types a value into a field. */
async function type(page: Page, name: string, value: unknown, kind: 'string' | 'number'): Promise<void> {
  agree(typeof value === kind);
  const field = control(page, name);
  await page.type(String(value), field);
  agree(field.value === String(value));
}

/** Chooses an option that is there and can be chosen. */
function pick(page: Page, name: string, value: unknown): void {
  const option = [...formOf(page).querySelectorAll<HTMLInputElement>(`input[type=radio][name=${name}]`)].find(
    (radio) => radio.value === String(value),
  );
  agree(option !== undefined && !option.disabled);
  option?.click();
  void page.element.updateComplete;
}

/** Puts an image into the file input. */
async function give(page: Page, item: unknown): Promise<void> {
  const {image, frame} = typeof item === 'object' ? (item as {image: unknown; frame?: unknown}) : {image: item};
  agree(typeof image === 'string');
  agree(frame === undefined || (DEFAULT_MODEL.firstFrame.positions as readonly unknown[]).includes(frame));
  const text = image as string;
  if (UUID_V4.test(text) || /^https?:/.test(text)) throw new Inexpressible(text);
  const [, mime, base64] = /^data:([^;]+);base64,(.*)$/s.exec(text) ?? [null, 'image/png', text];
  const bytes = Uint8Array.from(atob(base64 as string), (character) => character.charCodeAt(0));
  await page.addFile(new File([bytes], 'frame', {type: mime as string}));
}

function agree(isSo: boolean): void {
  if (!isSo) throw new Refused();
}

function control(page: Page, name: string): HTMLInputElement {
  return formOf(page).elements.namedItem(name) as HTMLInputElement;
}

function formOf(page: Page): HTMLFormElement {
  return page.root.querySelector('form') as HTMLFormElement;
}
