// Fails where a file imports what its room may not see (`import-rules.ts`), and where files import each other in a circle.

import {circles, forbidden} from './import-graph.ts';
import {ROOMS} from './import-rules.ts';
import {projectImports} from './project-imports.ts';

const imports = projectImports();
const messages = forbidden(imports, ROOMS).sort();
for (const circle of circles(imports)) messages.push(`imported in a circle:\n  ${circle.join('\n  → ')}`);
for (const message of messages) console.error(message);
console.log(`${imports.length} imports, ${messages.length} against the rules`);
if (messages.length) process.exitCode = 1;
