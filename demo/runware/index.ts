// The stand-in: a simulated Runware on loopback, for running the product without an API key and for its tests.
// This folder runs in Node, except `scenarios`, `switches`, `faults` and `errors`, which the demo pages import too.
// It may import `worker/contract` only, so that it shares no code with the Worker it tests.

export {parseSwitches} from './prompt-switches.ts';
export {SCENARIOS} from './scenarios.ts';
export {type Runware, type RunwareOptions, startRunware} from './server.ts';
export {SWITCHES} from './switches.ts';
