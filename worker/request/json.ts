// JSON from strangers.

/** Nothing this Worker takes is nested deeper than five; Runware's envelope adds one. */
const MAX_DEPTH = 12;

/** The value of a JSON text, or undefined where it is none or is nested beyond reason. */
export function parseJson(text: string): unknown {
  if (isDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index];
    if (letter === '"') index = endOfString(text, index);
    else if (letter === '{' || letter === '[') {
      if (++depth > MAX_DEPTH) return true;
    } else if (letter === '}' || letter === ']') depth--;
  }
  return false;
}

/** The place of the quote that ends the string which begins at `start`; of no end, the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
