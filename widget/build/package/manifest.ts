// The manifest of the element (https://custom-elements-manifest.open-wc.org), read from its source and the doc comment on
// its class. Whatever else describes the element is made of it.

import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {cli} from '@custom-elements-manifest/analyzer/cli.js';

/** One thing with a name and a meaning: an attribute, an event, a slot, a part, a custom property. */
export interface Described {
  name: string;
  description?: string;
  type?: {text: string};
  default?: string;
}

/** A property or a method. */
export interface Member extends Described {
  kind: 'field' | 'method';
  privacy?: 'public' | 'private' | 'protected';
  static?: boolean;
  readonly?: boolean;
}

/** The element's class. */
export interface ElementDeclaration {
  name: string;
  description: string;
  tagName: string;
  attributes: Described[];
  events: Described[];
  slots: Described[];
  cssParts: Described[];
  cssProperties: Described[];
  members: Member[];
}

interface Export {
  kind: 'js' | 'custom-element-definition';
  declaration: {name: string; module: string};
}

/** What is used here of the manifest. */
export interface Manifest {
  modules: {path: string; declarations: ElementDeclaration[]; exports: Export[]}[];
}

const PROJECT = join(import.meta.dirname, '../../..');
const SOURCE = 'widget/hailuo-generator.ts';
const SOURCE_TEXT = readFileSync(join(PROJECT, SOURCE), 'utf8');
const HOME = 'dist/npm/element.js';

/** Where the package has what the sources make. */
const PATHS: Readonly<Record<string, string>> = {
  [SOURCE]: HOME,
  'widget/index.ts': 'dist/npm/hailuo-generator.js',
};

/** Reads the manifest from the sources. */
export async function readManifest(): Promise<Manifest> {
  const sources = Object.keys(PATHS).flatMap((path) => ['--globs', path]);
  // The analyzer writes where its manifest goes into package.json.
  const argv = ['analyze', '--litelement', '--quiet', '--outdir', dirname(HOME), ...sources];
  const analyzed = await cli({argv, cwd: PROJECT, noWrite: true});
  const manifest: Manifest = JSON.parse(
    JSON.stringify(analyzed).replace(
      /"\/?(widget\/[\w-]+\.ts)"/g,
      (path, source) => JSON.stringify(PATHS[source]) ?? path,
    ),
  );
  const element = elementOf(manifest);
  // The analyzer takes types for exports, and what methods call something for declarations.
  for (const module of manifest.modules) {
    module.declarations = module.declarations.filter((declaration) => declaration === element);
    module.exports = module.exports
      .filter(({declaration: {name}}) => name === element.name)
      .map((exported) => ({...exported, declaration: {name: element.name, module: HOME}}));
  }
  element.members = element.members.filter((member) => isPublic(member)).map(withoutCode);
  element.attributes = element.attributes.map(withoutCode).map(asWritten);
  return manifest;
}

/** The one element in it. */
export function elementOf(manifest: Manifest): ElementDeclaration {
  const element = manifest.modules.flatMap(({declarations}) => declarations).find(({tagName}) => tagName !== undefined);
  if (!element) throw new Error('the manifest has no element');
  return element;
}

/** Neither the class’s own affair nor one of the callbacks by which the browser or Lit drives it. */
function isPublic({name, privacy, static: isStatic}: Member): boolean {
  return (privacy ?? 'public') === 'public' && !isStatic && !name.endsWith('Callback');
}

/** An attribute has the type its doc comment gives it: the analyzer gives it that of its property. */
function asWritten(attribute: Described): Described {
  const [, text] = new RegExp(`@attr \\{(\\w+)\\} ${attribute.name} `).exec(SOURCE_TEXT) ?? [];
  if (text === undefined) throw new Error(`the attribute ${attribute.name} has no @attr with a type`);
  return {...attribute, type: {text}};
}

/** A default that is a name of the source’s tells nobody anything. */
function withoutCode<Entry extends Described>({default: fallback, ...entry}: Entry): Entry {
  const tells = fallback !== undefined && !/^[a-z]\w*$/i.test(fallback.replace(/^(true|false|null)$/, ''));
  return {...entry, ...(tells && {default: fallback})} as Entry;
}
