// Numbers as a language writes them. In digits everybody reads, so that all of them are the same.

export function numberFormat(tag: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return new Intl.NumberFormat(tag, {...options, numberingSystem: 'latn'});
}

/** The first formatter of a page costs it some 20 ms, which English spares it: here is what it would say. */
const ENGLISH = /^en\b/i;
const GROUPED_FROM = 1_000_000_000;

/** Without the marks that steer direction in Arabic: whoever shows it isolates it. */
export function formatMoney(tag: string, microUSD: number): string {
  if (ENGLISH.test(tag) && microUSD < GROUPED_FROM) return `$${(microUSD / 1e6).toFixed(2)}`;
  return numberFormat(tag, {style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol'})
    .format(microUSD / 1e6)
    .replaceAll('\u200f', '');
}

export function formatSeconds(tag: string, count: number): string {
  if (ENGLISH.test(tag)) return `${count}s`;
  return numberFormat(tag, {style: 'unit', unit: 'second', unitDisplay: 'narrow'}).format(count);
}
