/** Merges texts: `over` wins over `under`. Groups of texts are merged one by one. */
export function mergeTexts<Under extends object, Over extends object>(
  over: Over | undefined,
  under: Under,
): Under & Over {
  const all = Object(Object.assign({}, under));
  for (const [name, text] of Object.entries(over ?? {}))
    if (text !== undefined) all[name] = text?.constructor === Object ? {...all[name], ...text} : text;
  return all;
}
