// Digests, keys derived from secrets, and comparisons whose time tells nothing.

const encoder = new TextEncoder();

/** SHA-256 in hexadecimal. */
export async function digest(text: string): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
}

/** Whether two secrets are equal, in a time that depends on neither. */
export async function timingSafeEqual(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([
    crypto.subtle.digest('SHA-256', encoder.encode(a)),
    crypto.subtle.digest('SHA-256', encoder.encode(b)),
  ]);
  return crypto.subtle.timingSafeEqual(left, right);
}

/** Derived once for each isolate. The keys themselves are kept and not promises: those belong to the request that made them. */
const derivedKeys = new Map<string, CryptoKey>();

/** A key of its own for each purpose: what leaks of one says nothing about the other, nor about the secret behind both. */
export async function deriveKey(secret: string, purpose: string): Promise<CryptoKey> {
  const name = `${purpose}:${secret}`;
  const known = derivedKeys.get(name);
  if (known) return known;
  const master = await importHMAC(encoder.encode(secret));
  const bytes = await crypto.subtle.sign('HMAC', master, encoder.encode(`hailuo-generator ${purpose}`));
  const key = await importHMAC(bytes);
  derivedKeys.set(name, key);
  return key;
}

/** HMAC-SHA-256 in hexadecimal. */
export async function keyedHash(key: CryptoKey, text: string): Promise<string> {
  return toHex(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}

/** Whether this is the {@link keyedHash} of the text, in a time that does not depend on where it differs. */
export async function verifyKeyedHash(key: CryptoKey, text: string, hash: string): Promise<boolean> {
  const signature = /^(?:[0-9a-f]{2}){32}$/.test(hash) && Uint8Array.fromHex(hash);
  return signature && crypto.subtle.verify('HMAC', key, signature, encoder.encode(text));
}

function importHMAC(bytes: BufferSource): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, {name: 'HMAC', hash: 'SHA-256'}, false, ['sign', 'verify']);
}

function toHex(bytes: ArrayBuffer): string {
  return new Uint8Array(bytes).toHex();
}
