// The manifest of the element (https://custom-elements-manifest.open-wc.org), read from its source and the doc comment on
// its class. Whatever else describes the element is made of it.

import {join} from 'node:path';
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

/** What is used here of the manifest. */
export interface Manifest {
  modules: {path: string; declarations: ElementDeclaration[]; exports: {name: string}[]}[];
}

const PROJECT = join(import.meta.dirname, '../..');

/** Where the package has what the sources make. */
const PATHS: Readonly<Record<string, string>> = {
  'widget/hailuo-generator.ts': 'dist/npm/element.js',
  'widget/define.ts': 'dist/npm/hailuo-generator.js',
};

/** Reads the manifest from the sources. */
export async function readManifest(): Promise<Manifest> {
  const sources = Object.keys(PATHS).flatMap((path) => ['--globs', path]);
  const analyzed = await cli({argv: ['analyze', '--litelement', '--quiet', ...sources], cwd: PROJECT, noWrite: true});
  const manifest: Manifest = JSON.parse(
    JSON.stringify(analyzed).replace(
      /"\/?(widget\/[\w-]+\.ts)"/g,
      (path, source) => JSON.stringify(PATHS[source]) ?? path,
    ),
  );
  // Types are no exports that a script could use.
  for (const module of manifest.modules) module.exports = module.exports.filter(({name}) => name !== '*');
  const element = elementOf(manifest);
  element.members = element.members.filter((member) => isPublic(member)).map(withoutCode);
  element.attributes = element.attributes.map(withoutCode);
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

/** A default that is a name of the source’s tells nobody anything. */
function withoutCode<Entry extends Described>({default: fallback, ...entry}: Entry): Entry {
  const tells = fallback !== undefined && !/^[a-z]\w*$/i.test(fallback.replace(/^(true|false|null)$/, ''));
  return {...entry, ...(tells && {default: fallback})} as Entry;
}
