export * from './config.ts';
export * from './limit.ts';
export * from './model.ts';
export * from './problem.ts';
export * from './request-fields.ts';
export * from './usage.ts';
export * from './wire.ts';
