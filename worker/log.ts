// One structured line for each event. Never a prompt, an image, an address, a token or the key.

/** Writes one line. */
export function log(event: string, fields: object): void {
  console.log(JSON.stringify({event, ...fields}));
}
