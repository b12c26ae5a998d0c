// `npm run bench`: what it costs and how it lasts. Figures for people; nothing here fails but what the soak asserts.
// `npm run bench -- lighthouse`: only what Lighthouse says, and exit code 1 where the element costs the page anything.
// `npm run bench -- bodies`: what hostile bodies and large first frames cost the Worker (Linux only).
// `npm run bench -- model`: 20,000 histories of a site with a hostile upstream, or as many as the next argument says.

import {measureBodies} from './bodies.ts';
import {measureEvaluation} from './evaluation.ts';
import {measureLatency} from './latency.ts';
import {costs, measureLighthouse} from './lighthouse.ts';
import {checkHistories} from './model.ts';
import {measurePage, measureRequests} from './requests.ts';
import {soak} from './soak.ts';

const [, , what = '1000', runs = '20000'] = process.argv;

if (what === 'lighthouse') await lookAtPage();
else if (what === 'bodies') console.table(await measureBodies());
else if (what === 'model') await searchHistories(Number(runs));
else await measureAll(Number(what));

async function measureAll(generations: number): Promise<void> {
  console.log('Requests for one generation of 120 seconds (time is compressed 100 times)');
  console.table(await measureRequests());

  console.log('What a page asks the Worker from the click to the clip');
  console.log(await measurePage());

  console.log('From success at Runware to the event in the page, with webhooks, on loopback');
  console.log(await measureLatency(50));

  console.log(
    'What a page’s main thread spends on the script before the element is near, beside an empty script, in milliseconds',
  );
  console.table(await measureEvaluation(21));

  await lookAtPage();

  console.log(`Soak: ${generations} generations, ${generations * 2} viewers, every fault on the list`);
  console.log(await soak({generations, viewers: 2, concurrent: 50, seed: 7}));
}

async function searchHistories(runs: number): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  console.log(`${runs} histories of a site with a hostile upstream, from seed ${seed}`);
  console.log(await checkHistories(runs, seed));
}

async function lookAtPage(): Promise<void> {
  console.log(
    'The marketing page in Lighthouse, on a phone: the median of five runs with the element and five without it',
  );
  const reports = await measureLighthouse(5);
  console.table(reports);
  const costly = costs(reports);
  for (const cost of costly) console.log(cost);
  if (what === 'lighthouse' && costly.length > 0) process.exitCode = 1;
}
