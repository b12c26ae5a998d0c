// The Worker in a process of its own, which a test can kill: `node process.ts '{"port":…,"persist":…,"settings":…}'`.

import {startWorker} from '../../demo/run/worker.ts';

await startWorker(JSON.parse(process.argv[2] ?? '{}'));
console.log('ready');
