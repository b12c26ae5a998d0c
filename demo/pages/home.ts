// The home page: calculates how many videos a daily cap allows.

import {DEFAULT_MODEL, priceOf, shortestOf} from '../../worker/contract/index.ts';
import {find} from './page.ts';

const form = find(HTMLFormElement, '.cap');
const [preset] = DEFAULT_MODEL.presets;
const price = priceOf(preset, shortestOf(preset)) ?? 0;

function show(): void {
  const usd = find(HTMLInputElement, '#cap').valueAsNumber;
  find(HTMLOutputElement, '[name="usd"]').value = `$${usd}`;
  find(HTMLOutputElement, '[name="videos"]').value = `${Math.floor((usd * 1e6) / price)}`;
}

form.addEventListener('input', show);
show();
