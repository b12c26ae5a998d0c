// The network of a connection, as far as limits are counted by it and sessions are bound to it.

/** Stands in where nothing tells the address: Cloudflare always does, a Worker on a developer's machine may not. */
const LOCAL_ADDRESS = '127.0.0.1';

/** Where a request came from. */
export interface Network {
  /** An IPv4 address, or the first 64 bits of an IPv6 address: what one subscriber holds. */
  prefix: string;
  /** Number of the autonomous system (the provider's network), where Cloudflare tells it. The same over IPv4 and IPv6. */
  asn: number | undefined;
}

/**
 * The network a request came from. Only what Cloudflare itself says is read: every other header is whatever the client says.
 */
export function networkOf(request: Request): Network {
  const {cf} = request as Request<unknown, IncomingRequestCfProperties>;
  return {prefix: prefixOf(request.headers.get('cf-connecting-ip') ?? LOCAL_ADDRESS), asn: cf?.asn};
}

/** Whether a prefix is one of IPv6. */
export function isIPv6(prefix: string): boolean {
  return prefix.includes(':');
}

/** The prefix that one subscriber holds: IPv4 whole (also where it is written as IPv6), IPv6 by /64. */
export function prefixOf(address: string): string {
  const groups = address.includes(':') ? groupsOf(address) : undefined;
  if (!groups) return address;
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address, in any of its spellings. */
function groupsOf(address: string): number[] | undefined {
  const canonical = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1);
  if (canonical === undefined) return undefined;
  const [before = '', after] = canonical.split('::');
  const head = before.split(':').filter(Boolean);
  const tail = (after ?? '').split(':').filter(Boolean);
  const zeros = Array.from({length: 8 - head.length - tail.length}, () => '0');
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16));
}
