// Vite's `import.meta.glob`, as far as it is used here. The tests of the element put the same in its place.
interface ImportMeta {
  glob<M>(patterns: readonly string[], options: {base: string}): Record<string, () => Promise<M>>;
  glob<M>(patterns: readonly string[], options: {base: string; eager: true}): Record<string, M>;
}
