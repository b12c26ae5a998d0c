// A Runware on loopback, for running the product without a key and for its tests.

export {SCENARIOS, type Scenario} from './scenarios.ts';
export {type ReceivedRequest, type Runware, type RunwareOptions, startRunware} from './server.ts';
export {type ParsedPrompt, parseSwitches, SWITCHES, type SwitchName} from './switches.ts';
export type {Clip, Task, TaskState} from './task.ts';
export type {WebhookCall} from './webhooks.ts';
