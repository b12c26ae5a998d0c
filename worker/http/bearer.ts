// The token of a request, as RFC 6750 sends it.

import type {Context} from 'hono';

/** A signed identity may be long, but no header of more than 8 kB reaches a Worker at Cloudflare unharmed. */
const MAX_LENGTH = 8192;

/** A token as it is looked up: one that no header could carry would be hashed once for each of the owner's, and is none of them. */
export function boundedToken(token: string): string {
  return token.length > MAX_LENGTH ? '' : token;
}

/** The bearer token of a request, if it has one. */
export function bearerOf(c: Context): string | undefined {
  const header = c.req.header('authorization') ?? '';
  return header.length > MAX_LENGTH ? undefined : /^Bearer (\S+)$/i.exec(header)?.[1];
}
