// Where the Worker is, unless the page says otherwise, and which version of the element this is. From source it is the
// origin; each build puts in what holds for how it is loaded: see `homes` in build/plugins.ts.

export const defaultEndpoint = new URL(import.meta.url).origin;
export const version = 'from source';
