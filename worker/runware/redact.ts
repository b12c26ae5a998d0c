// An upstream's words go to the log. What a visitor said does not, though an upstream may quote it.

/** A piece of this many letters is enough to know a quotation by. */
const PIECE_LENGTH = 12;

/** The words of an upstream, or a note in their place where they hold a piece of something private. */
export function withoutQuotes(words: string, secrets: readonly string[]): string {
  return secrets.some((secret) => quotes(words, secret)) ? '[withheld: it quotes the request]' : words;
}

function quotes(words: string, secret: string): boolean {
  if (secret === '') return false;
  const last = Math.max(0, secret.length - PIECE_LENGTH);
  for (let start = 0; start <= last; start++) {
    if (words.includes(secret.slice(start, start + PIECE_LENGTH))) return true;
  }
  return false;
}
