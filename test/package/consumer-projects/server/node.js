import {imported} from './entries.js';

console.log(JSON.stringify(imported));
