// Where the Worker is, unless the page says otherwise. From source this is the origin; each build puts in what holds for
// how it is loaded: see `homes` in vite-plugins.ts.

export const home = new URL(import.meta.url).origin;
