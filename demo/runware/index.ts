// A Runware on loopback, for running the product without a key and for its tests.

export {SCENARIOS} from './scenarios.ts';
export {type Runware, type RunwareOptions, startRunware} from './server.ts';
export {parseSwitches, SWITCHES} from './switches.ts';
