// Runs the stand-in on its own: node demo/runware/cli.ts --port 8790 [--switches "seconds=5"] [--seed 1] [--key …]

import {parseArgs} from 'node:util';
import {startRunware} from './index.ts';

const {values} = parseArgs({
  options: {
    port: {type: 'string', default: '8790'},
    switches: {type: 'string', default: ''},
    seed: {type: 'string'},
    key: {type: 'string', multiple: true},
  },
});
const runware = await startRunware({
  port: Number(values.port),
  switches: values.switches,
  ...(values.seed !== undefined && {seed: Number(values.seed)}),
  ...(values.key && {apiKeys: values.key}),
  log: (line) => console.log(line),
});
console.log(`Runware stand-in on ${runware.url} (key: ${values.key ? 'as given' : 'stand-in-key'})`);
