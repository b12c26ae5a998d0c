// What tells Deno from Node to a script that asks, as some do to find out whether there is a page.

Object.assign(globalThis, {self: globalThis, Deno: {version: {deno: '2.9.6'}}});
const {imported} = await import('./entries.js');
console.log(JSON.stringify(imported));
