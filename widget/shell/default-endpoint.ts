// The Worker's default address, and the version of the element. When run from source, the address is the page's
// origin; each build replaces this file: see build/plugins.ts.

export const defaultEndpoint = new URL(import.meta.url).origin;
export const version = 'from source';
