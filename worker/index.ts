export type {Bindings} from './bindings.ts';
export {Generation} from './generation/generation.ts';
export {Ledger} from './ledger/ledger.ts';
export {type FetchHandler, type MountContext, mount, worker as default} from './mount.ts';
