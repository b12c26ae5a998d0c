declare module '@custom-elements-manifest/analyzer/cli.js' {
  /** Reads a manifest; with `noWrite` it is only returned. */
  export function cli(options: {argv: string[]; cwd: string; noWrite: boolean}): Promise<unknown>;
}
