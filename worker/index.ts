export {app as default} from './app.ts';
export {Generation} from './generation/generation.ts';
export type {Bindings} from './http/problem.ts';
export {Ledger} from './ledger/ledger.ts';
