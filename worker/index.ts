export type {Bindings} from './answer.ts';
export {app as default} from './app.ts';
export {Generation} from './generation.ts';
export {Ledger} from './ledger.ts';
