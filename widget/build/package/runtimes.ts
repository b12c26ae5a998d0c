// What the package's entries are where there is no page, and the Worker's where there is no workerd, by the conditions in
// `exports` of package.json.

export const runtimes: Readonly<Record<string, string>> = {
  // Lit brings what it needs of a page; nothing that is rendered waits for its language.
  'server.js': "import './languages.js';\nexport * from './hailuo-generator.js';\n",
  'server-element.js': "import './languages.js';\nexport * from './element.js';\n",
  // There Lit cannot be imported, so the tag is sent as it is written, and the rest happens in the browser.
  'edge.js': 'export class HailuoGenerator {}\n',
  // Whoever only imports it, as a build or a test may, is left alone.
  'worker-elsewhere.js': `function refuse() {
  throw new Error('hailuo-generator/worker runs in workerd only: bundle it with wrangler, or under the condition "workerd".');
}
export class Generation { constructor() { refuse(); } }
export class Ledger { constructor() { refuse(); } }
export function mount() { refuse(); }
export default new Proxy({}, {get: refuse});
`,
};
