// The address of a connection, as far as limits are counted by it.

/** Stands in where nothing tells the address: Cloudflare always does, a Worker on a developer's machine may not. */
const LOCAL_ADDRESS = '127.0.0.1';

/**
 * The network a request came from: an IPv4 address, or the first 64 bits of an IPv6 address (one subscriber has all the rest).
 * Only Cloudflare's own header is read: every other one is whatever the client says.
 */
export function networkOf(request: Request): string {
  return prefixOf(request.headers.get('cf-connecting-ip') ?? LOCAL_ADDRESS);
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
