// The rule for web addresses of first frames.

import type {Words} from '../../i18n/words.ts';

/** Whether the Worker accepts this address. The same rule as the Worker's. */
export function isAllowedURL(address: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const {protocol, host, username, password} = new URL(address);
  return protocol === 'https:' && !username && !password && hosts.includes(host);
}

/** The rule in words. */
export function urlRule(words: Words, hosts: readonly string[] = []): string {
  return words.frameURLRule(hosts.join(', '));
}
