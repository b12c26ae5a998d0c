// The marketing page as Lighthouse sees it on a phone: with the element, and without it.

import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';
import {findBrowser, launchOptions} from '../support/browser.ts';
import {startWorld} from '../support/world.ts';

const BUILT = fileURLToPath(new URL('../../dist/site', import.meta.url));
/** Lighthouse itself asks for another run where its recording of the page broke. */
const ATTEMPTS = 3;

/** Scores to 100; times in milliseconds. */
export interface Report {
  performance: number;
  accessibility: number;
  bestPractices: number;
  seo: number;
  firstPaint: number;
  largestPaint: number;
  blocked: number;
  layoutShift: number;
}

/** Medians over so many rounds, each of which looks at both pages. */
export async function measureLighthouse(rounds: number): Promise<Record<'with' | 'without', Report>> {
  await using site = await siteWithAndWithout();
  await using world = await startWorld({site: site.folder});
  const reports: Record<'with' | 'without', Report[]> = {with: [], without: []};
  for (let round = 0; round < rounds; round++) {
    reports.with.push(await look(`${world.url}/`));
    reports.without.push(await look(`${world.url}/without`));
  }
  return {with: medianOf(reports.with), without: medianOf(reports.without)};
}

/** What is not as it should be: every score 100, nothing moved, and no more time blocked than without the element. */
export function costs({with: page, without}: Record<'with' | 'without', Report>): string[] {
  const scores = ['performance', 'accessibility', 'bestPractices', 'seo'] as const;
  return [
    ...scores.filter((score) => page[score] < 100).map((score) => `${score} is ${page[score]}, not 100`),
    ...(page.layoutShift > 0 ? [`the layout shifts by ${page.layoutShift}`] : []),
    ...(page.blocked > without.blocked
      ? [`the main thread is blocked ${page.blocked - without.blocked} ms longer`]
      : []),
  ];
}

/** Looks at a page once. */
export async function look(url: string): Promise<Report> {
  for (let attempt = 1; ; attempt++) {
    const {categories, audits, runtimeError} = await run(url);
    if (runtimeError && attempt < ATTEMPTS) continue;
    if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`);
    const score = (id: string) => Math.round((categories[id]?.score ?? 0) * 100);
    const value = (id: string) => Math.round((audits[id]?.numericValue ?? Number.NaN) * 1000) / 1000;
    return {
      performance: score('performance'),
      accessibility: score('accessibility'),
      bestPractices: score('best-practices'),
      seo: score('seo'),
      firstPaint: value('first-contentful-paint'),
      largestPaint: value('largest-contentful-paint'),
      blocked: value('total-blocking-time'),
      layoutShift: value('cumulative-layout-shift'),
    };
  }
}

async function run(url: string) {
  const browser = await puppeteer.launch(launchOptions(findBrowser()));
  try {
    const page = await browser.newPage();
    // A deployment's own pages are not for search engines.
    const skipAudits = ['is-crawlable'];
    const onlyCategories = ['performance', 'accessibility', 'best-practices', 'seo'];
    const result = await lighthouse(url, {onlyCategories, skipAudits, logLevel: 'silent'}, undefined, page);
    if (!result) throw new Error('Lighthouse gave no report');
    return result.lhr;
  } finally {
    await browser.close();
  }
}

/** The built site, and in it the marketing page a second time, without the element. */
async function siteWithAndWithout(): Promise<AsyncDisposable & {folder: string}> {
  const folder = await mkdtemp(join(tmpdir(), 'site-'));
  await cp(BUILT, folder, {recursive: true});
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const without = page.replace(
    /<script[^>]*\/hailuo-generator\.js.*?<\/script>|<hailuo-generator.*?<\/hailuo-generator>/g,
    '',
  );
  await writeFile(join(folder, 'without.html'), without);
  return {folder, [Symbol.asyncDispose]: () => rm(folder, {recursive: true})};
}

function medianOf(reports: readonly Report[]): Report {
  const [first] = reports;
  if (!first) throw new Error('there is nothing to take a median of');
  const middle = Math.floor(reports.length / 2);
  const names = Object.keys(first) as (keyof Report)[];
  return Object.fromEntries(
    names.map((name) => [name, reports.map((report) => report[name]).sort((a, b) => a - b)[middle]]),
  ) as unknown as Report;
}
