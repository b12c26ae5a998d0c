// The pure part of the import check: what a source imports, which imports go against the rules, and which form a circle.

import {posix} from 'node:path';
import {parseSync, Visitor} from 'vite';
import type {Room} from './import-rules.ts';

/** One relative import, re-export, `import()` or `import('…').Type`. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  /** What is needed as soon as the file runs, what is loaded later, and what is gone after compiling. */
  readonly kind: 'value' | 'later' | 'type';
}

/** The imports of a file that lead to another file of the project. */
export function importsOf(file: string, source: string): Import[] {
  const found: Import[] = [];
  const add = (start: number, path: unknown, kind: Import['kind']) => {
    if (typeof path !== 'string' || !path.startsWith('.')) return;
    const to = posix.join(posix.dirname(file), path.replace(/\?.*$/, ''));
    found.push({from: file, to, line: source.slice(0, start).split('\n').length, kind});
  };
  const {program, errors} = parseSync(file, source);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  new Visitor({
    ImportDeclaration({start, source: {value}, importKind, specifiers}) {
      add(start, value, importKind === 'type' || areTypes(specifiers) ? 'type' : 'value');
    },
    ExportAllDeclaration({start, source: {value}, exportKind}) {
      add(start, value, exportKind === 'type' ? 'type' : 'value');
    },
    ExportNamedDeclaration({start, source: from, exportKind, specifiers}) {
      add(start, from?.value, exportKind === 'type' || areTypes(specifiers) ? 'type' : 'value');
    },
    ImportExpression({start, source: from}) {
      if (from.type === 'Literal') add(start, from.value, 'later');
      // With a part that is known only at run time, it leads to the folder.
      if (from.type === 'TemplateLiteral') add(start, `${posix.dirname(`${from.quasis[0]?.value.cooked}x`)}/`, 'later');
    },
    TSImportType({start, source: {value}}) {
      add(start, value, 'type');
    },
  }).visit(program);
  return found;
}

/** A message for each import that the rules do not allow. */
export function forbidden(imports: readonly Import[], rooms: readonly Room[]): string[] {
  return imports.flatMap(({from, to, line, kind}) => {
    const [importer, imported] = [roomOf(from, rooms), roomOf(to, rooms)];
    if (!importer) return [`${from}:${line} belongs to no room of test/checks/import-rules.ts`];
    if (!imported) return [`${from}:${line} imports ${to}, which belongs to no room of test/checks/import-rules.ts`];
    const seen = visible(importer.sees, rooms);
    if (imported === importer || seen.has(imported.name)) return [];
    const later = visible(importer.seesLater ?? [], rooms);
    if (kind !== 'value' && later.has(imported.name)) return [];
    const direct = importer.sees.length ? `${importer.sees.join(', ')} and what these see` : 'nothing';
    const addition =
      importer.seesLater?.map((name) => `; ${name} by \`import type\` or \`import()\` only`).join('') ?? '';
    return [
      `${from}:${line} imports ${to}\n  rule: ${importer.name} may import from ${direct}${addition}; not from ${imported.name}`,
    ];
  });
}

/** One circle of each group of files that import each other, its first file repeated at the end. */
export function circles(imports: readonly Import[]): string[][] {
  const graph = Map.groupBy(imports, ({from}) => from);
  const next = (file: string) => graph.get(file)?.map(({to}) => to) ?? [];
  const told = new Set<string>();
  const found: string[][] = [];
  for (const start of graph.keys()) {
    if (told.has(start)) continue;
    const circle = shortestWayBack(start, next);
    if (!circle) continue;
    found.push(circle);
    // The group: what this file leads to and what leads to this file.
    for (const file of reach(start, next)) if (reach(file, next).has(start)) told.add(file);
  }
  return found;
}

function areTypes(
  specifiers: readonly {readonly type: string; readonly importKind?: string; readonly exportKind?: string}[],
): boolean {
  return specifiers.length > 0 && specifiers.every(({importKind, exportKind}) => (importKind ?? exportKind) === 'type');
}

function roomOf(file: string, rooms: readonly Room[]): Room | undefined {
  return rooms.find(({files}) => files.some((path) => (path.endsWith('/') ? file.startsWith(path) : file === path)));
}

/** The rooms with these names, and all that they see. */
function visible(names: readonly string[], rooms: readonly Room[]): Set<string> {
  return new Set(
    names.flatMap((name) => {
      const room = rooms.find((room) => room.name === name);
      if (!room) throw new Error(`There is no room named ${name}.`);
      return [name, ...visible(room.sees, rooms)];
    }),
  );
}

function reach(start: string, next: (file: string) => string[]): Set<string> {
  const reached = new Set(next(start));
  for (const file of reached) for (const other of next(file)) reached.add(other);
  return reached;
}

function shortestWayBack(start: string, next: (file: string) => string[]): string[] | undefined {
  const cameFrom = new Map<string, string>();
  for (const queue = [start]; queue.length; ) {
    const file = queue.shift() as string;
    for (const other of next(file)) {
      if (other === start) return wayTo(file, cameFrom).concat(start);
      if (cameFrom.has(other)) continue;
      cameFrom.set(other, file);
      queue.push(other);
    }
  }
  return undefined;
}

function wayTo(file: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const before = cameFrom.get(file);
  return before === undefined ? [file] : [...wayTo(before, cameFrom), file];
}
