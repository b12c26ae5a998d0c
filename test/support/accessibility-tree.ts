// What assistive technology is given in each state of the element: Chromium's accessibility tree, kept as text in
// data/accessibility-tree.txt. No other engine hands its tree out.

import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {TestRunnerPlugin} from '@web/test-runner';
import type {ChromeLauncher, puppeteerCore} from '@web/test-runner-chrome';

type Node = puppeteerCore.SerializedAXNode;

// biome-ignore format: a list of words.
const STATES = [
  'description', 'roledescription', 'valuetext', 'checked', 'pressed', 'expanded', 'disabled', 'required', 'readonly',
  'multiline', 'invalid', 'live', 'busy', 'haspopup', 'level',
] as const satisfies readonly (keyof Node)[];

const TEXT = 'StaticText';

/** What Chromium has in its tree and screen readers do not speak of. */
const PLAIN = new Set('RootWebArea generic none paragraph LabelText Legend strong InlineTextBox'.split(' '));

/** What is another one each time. */
const VARYING = [
  [/\w{3} \d+, \d{4}, \d+:\d\d [AP]M/g, 'Jan 1, 2026, 0:00 AM'],
  [/\d+:\d\d(?= |$)/g, '0:00'],
  [/http:\S*\d+\S*/g, 'http://…'],
] as const;

const FILE = join(import.meta.dirname, '../data/accessibility-tree.txt');

/** Answers `tree` from a test with the tree that is there, and the one that is kept; renewing, both are the first. */
export function treePlugin(renew: boolean): TestRunnerPlugin<{state: string}> {
  const kept = read();
  const found = new Map<string, string>();
  return {
    name: 'tree',
    async executeCommand({command, payload, session}) {
      if (command !== 'tree' || !payload) return undefined;
      const page = (session.browser as ChromeLauncher).getPage(session.id);
      const tree = await page.accessibility.snapshot({interestingOnly: false});
      const text = tree ? exposed([tree]).flatMap(linesOf).join('\n') : '';
      found.set(payload.state, text);
      return {found: text, kept: renew ? text : kept.get(payload.state)};
    },
    serverStop() {
      if (renew && found.size) write(found);
    },
  };
}

/** A line for each node: role, name, value, what is true of it. Text that names and values have said is not repeated. */
function linesOf({role, name, value, children, ...rest}: Node): string[] {
  const inside = exposed(children);
  const said = [name, value, ...inside.map((child) => (child.role === TEXT ? '' : child.name))].join('\n');
  const told = inside.filter((child) => child.role !== TEXT || !said.includes(child.name ?? ''));
  const line = [
    role === TEXT ? '' : role,
    name && JSON.stringify(VARYING.reduce((text, [what, as]) => text.replaceAll(what, as), name)),
    // A file button's value is in the browser's language.
    value && role !== 'button' && `= ${value}`,
    ...STATES.map((state) => (rest[state] === true ? state : rest[state] && `${state}: ${rest[state]}`)),
  ];
  // The controls of a video are the browser's.
  const below = role === 'Video' ? [] : told.flatMap(linesOf);
  return [`  ${line.filter(Boolean).join(' ')}`, ...below.map((line) => `  ${line}`)];
}

/** The nodes that screen readers speak of; pieces of one paragraph's text as one. */
function exposed(nodes: Node[] = []): Node[] {
  const whole: Node[] = [];
  for (const node of nodes) {
    const last = whole.at(-1);
    if (node.role !== TEXT || last?.role !== TEXT) whole.push(node);
    else whole[whole.length - 1] = {...last, name: `${last.name}${node.name}`};
  }
  return whole.flatMap((node) => {
    const children = exposed(node.children);
    if (PLAIN.has(node.role)) return children;
    // A live region with nothing in it says nothing; some come only with a module that is loaded on demand.
    return node.role === 'status' && !children.length ? [] : [node];
  });
}

function read(): Map<string, string> {
  if (!existsSync(FILE)) return new Map();
  const parts = readFileSync(FILE, 'utf8').trimEnd().split(/\n\n/);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]));
}

function write(trees: Map<string, string>): void {
  writeFileSync(FILE, [...trees].map(([state, tree]) => `${state}\n${tree}\n`).join('\n'));
}
