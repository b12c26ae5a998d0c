// Numbers as a language formats them, always in Latin digits, as the form's own inputs show them.

export function numberFormat(tag: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return new Intl.NumberFormat(tag, {...options, numberingSystem: 'latn'});
}

/** English is formatted by hand: creating the first `Intl.NumberFormat` of a page takes about 20 ms. */
const ENGLISH = /^en\b/i;
const GROUPED_FROM = 1_000_000_000;

/** Formats a price. Without Arabic's direction marks: the templates isolate it with `<bdi>`. */
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
