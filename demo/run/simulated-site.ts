// The built pages as they are while Runware is simulated: each says so, from its first line on.

import {cp, mkdtempDisposable, readdir, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Copies a built site and marks its pages. Disposing of it deletes the copy. */
export async function simulatedSite(built: string): Promise<AsyncDisposable & {path: string}> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'hailuo-site-'));
  await cp(built, folder.path, {recursive: true});
  const pages = (await readdir(folder.path)).filter((name) => name.endsWith('.html'));
  for (const page of pages) {
    const file = join(folder.path, page);
    await writeFile(file, markSimulated(await readFile(file, 'utf8')));
  }
  return folder;
}

/** Marks a page: its banner is then shown, and the states that need the simulation can be used. */
function markSimulated(html: string): string {
  return html.replace('<body', '<body data-simulated');
}
