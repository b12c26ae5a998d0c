// Deno has `navigator`, and of Node's globals none that its own modules could use.

const {log} = console;
Reflect.deleteProperty(globalThis, 'Buffer');
const {imported} = await import('./entries.js');
log(JSON.stringify(imported));
