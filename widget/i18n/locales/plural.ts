// The forms a noun takes by number, in any language.

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & {other: string};

/** Chooses a form by the rules of a language. */
export function pluralOf(locale: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}
