/** A UUID of version 4. `crypto.randomUUID` exists only on secure origins; a page may be on another. */
export function uuid(): string {
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => {
    const random = (crypto.getRandomValues(new Uint8Array(1))[0] as number) & (15 >> (Number(digit) / 4));
    return (Number(digit) ^ random).toString(16);
  });
}
