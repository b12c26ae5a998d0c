export {app as default} from './app.ts';
export type {Bindings} from './bindings.ts';
export {Generation} from './generation/generation.ts';
export {Ledger} from './ledger/ledger.ts';
