// Edits `wrangler.toml` and `.dev.vars` line by line, so that comments and order stay. Pure functions.

/** Sets these names in the section `[vars]` of a `wrangler.toml`. */
export function editVars(toml: string, values: Readonly<Record<string, string>>): string {
  const lines = toml.split('\n');
  const section = lines.findIndex((line) => /^\s*\[vars\]/.test(line));
  if (section < 0) lines.push('[vars]', '');
  const start = section < 0 ? lines.length - 2 : section;
  for (const [name, value] of Object.entries(values)) {
    const next = lines.findIndex((line, index) => index > start && /^\s*\[/.test(line));
    const end = next < 0 ? lines.length : next;
    const at = lines.findIndex((line, index) => index > start && index < end && keyOf(line) === name);
    if (at < 0) lines.splice(start + 1, 0, `${name} = ${JSON.stringify(value)}`);
    else lines[at] = `${name} = ${JSON.stringify(value)}${commentOf(lines[at] ?? '')}`;
  }
  return lines.join('\n');
}

/** Binds a bucket as `VIDEOS` in a `wrangler.toml`, or removes the binding. */
export function editBucket(toml: string, bucket: string | undefined): string {
  const commented = /^# \[\[r2_buckets\]\]\n# binding = "VIDEOS"\n# bucket_name = ".*"$/m;
  const bound = /^\[\[r2_buckets\]\]\nbinding = "VIDEOS"\nbucket_name = ".*"$/m;
  if (bucket === undefined) return toml.replace(bound, (block) => block.replaceAll(/^/gm, '# '));
  const block = `[[r2_buckets]]\nbinding = "VIDEOS"\nbucket_name = ${JSON.stringify(bucket)}`;
  if (bound.test(toml)) return toml.replace(bound, () => block);
  return commented.test(toml) ? toml.replace(commented, () => block) : `${toml.trimEnd()}\n\n${block}\n`;
}

/** Sets these names in a `.dev.vars`. */
export function editDotenv(text: string, values: Readonly<Record<string, string>>): string {
  const lines = text.split('\n');
  while (lines.at(-1) === '') lines.pop();
  for (const [name, value] of Object.entries(values)) {
    const line = `${name}=${quoted(value)}`;
    const at = lines.findIndex((one) => keyOf(one) === name);
    if (at < 0) lines.push(line);
    else lines[at] = line;
  }
  return `${lines.join('\n')}\n`;
}

function keyOf(line: string): string | undefined {
  return /^\s*([A-Z_]+)\s*=/.exec(line)?.[1];
}

/** The comment behind a value, with the space before it. */
function commentOf(line: string): string {
  return /=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^#"']*?)(\s*#.*)$/.exec(line)?.[1] ?? '';
}

/** Quoted where it holds anything that has a meaning in such a file. */
function quoted(value: string): string {
  if (/^[\w.,:/+=-]*$/.test(value)) return value;
  const quote = ["'", '"', '`'].find((mark) => !value.includes(mark)) ?? '"';
  return `${quote}${value}${quote}`;
}
