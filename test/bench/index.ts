// `npm run bench`: what it costs and how it lasts. Figures for people; nothing here fails but what the soak asserts.

import {measureEvaluation} from './evaluation.ts';
import {measureLatency} from './latency.ts';
import {measureLighthouse} from './lighthouse.ts';
import {measurePage, measureRequests} from './requests.ts';
import {soak} from './soak.ts';

const generations = Number(process.argv[2] ?? 1000);

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

console.log(
  'The marketing page in Lighthouse, on a phone: the median of five runs with the element and five without it',
);
console.table(await measureLighthouse(5));

console.log(`Soak: ${generations} generations, ${generations * 2} viewers, every fault on the list`);
console.log(await soak({generations, viewers: 2, atOnce: 50, seed: 7}));
