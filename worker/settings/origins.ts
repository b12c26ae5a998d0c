// Origins, hosts and URLs as settings write them, and what is wrong with one that is not.

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** The host of an entry of `ALLOWED_ORIGINS`, with something in place of its wildcard. */
export function hostOf(entry: string): string {
  return URL.parse(withoutWildcard(entry))?.hostname ?? '';
}

/** What is wrong with an entry of `ALLOWED_ORIGINS`: an origin in the spelling of browsers, with or without `*.` before its host. */
export function originFault(text: string): string | undefined {
  if (text === '*')
    return 'would allow every page: list the origins, such as https://example.com, or https://*.example.com for all subdomains';
  if (text === 'null') return 'is what pages without an origin send (files, sandboxes): they cannot be told apart';
  const plain = withoutWildcard(text);
  if (plain.includes('*')) return 'has * in another place than before a domain, as in https://*.example.com';
  if (!plain.includes('://')) return `has no https:// in front${didYouMean(originOf(`https://${text}`))}`;
  const url = URL.parse(plain);
  if (!url || !/^https?:$/.test(url.protocol) || !url.hostname) return 'is not an origin such as https://example.com';
  if (plain !== text && !/^any\.[^.]+\.[^.]/.test(url.hostname)) return 'would allow every domain below that ending';
  if (url.origin === plain) return undefined;
  const what =
    url.pathname === '/' && plain.endsWith('/') ? 'ends with a slash' : 'is more than an origin, or spelled otherwise';
  return `${what}${didYouMean(originOf(text))}`;
}

/** What is wrong with a URL that this Worker calls. */
export function urlFault(text: string): string | undefined {
  const url = URL.parse(text);
  if (!text.includes('://')) return `has no https:// in front${didYouMean(URL.parse(`https://${text}`)?.href)}`;
  if (!url) return 'is not a URL';
  if (url.username || url.password) return 'has a user name or a password in it';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return undefined;
  return 'is not https, which only a URL of this machine may be';
}

/** What is wrong with the name of a host. */
export function hostFault(text: string): string | undefined {
  if (/^[a-z0-9.-]+(:\d+)?$/.test(text)) return undefined;
  const host = (URL.parse(text.includes('://') ? text : `https://${text}`)?.host ?? '').toLowerCase();
  return `is not a host name${didYouMean(/^[a-z0-9.-]+(:\d+)?$/.test(host) ? host : undefined)}`;
}

/** What a value could have meant, as the end of a sentence. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion ? `. Did you mean ${suggestion}?` : '';
}

function withoutWildcard(text: string): string {
  return text.replace('://*.', '://any.');
}

function originOf(text: string): string | undefined {
  const url = URL.parse(withoutWildcard(text));
  return url && /^https?:$/.test(url.protocol)
    ? url.origin.replace('://any.', text.includes('://*.') ? '://*.' : '://any.')
    : undefined;
}
