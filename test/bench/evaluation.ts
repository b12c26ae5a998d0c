import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {otherSite} from '../support/site.ts';
import {visit} from '../support/visitor.ts';

const BUILT = join(import.meta.dirname, '../../dist/site');

/** Milliseconds from the moment a script is there until it has run, each on fresh pages. */
export async function measureEvaluation(rounds: number): Promise<Record<string, {median: number; worst: number}>> {
  await using shop = await otherSite();
  shop.html = '<!doctype html><title>A page</title><link rel="icon" href="data:,">';
  shop.scripts = {
    '/empty.js': '',
    '/hailuo-generator.js': await readFile(join(BUILT, 'hailuo-generator.js'), 'utf8'),
    '/hailuo-generator.classic.js': await readFile(join(BUILT, 'hailuo-generator.classic.js'), 'utf8'),
  };
  await using visitor = await visit(shop.url);
  const figures: Record<string, {median: number; worst: number}> = {};
  for (const path of Object.keys(shop.scripts)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await visitor.page.goto(shop.url);
      // Fetched first, so that the network has no part in it.
      const ms = await visitor.page.evaluate(`new Promise((resolve) => {
        const onload = async () => {
          const from = performance.now();
          await import('${path}');
          resolve(performance.now() - from);
        };
        document.head.append(Object.assign(document.createElement('link'), {rel: 'modulepreload', href: '${path}', onload}));
      })`);
      times.push(ms as number);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => Math.round((times[Math.floor((times.length - 1) * share)] ?? 0) * 100) / 100;
    figures[path] = {median: at(0.5), worst: at(1)};
  }
  return figures;
}
