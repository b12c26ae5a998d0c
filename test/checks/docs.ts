// Generates the tables of the documentation from the code they describe. `--write` writes them; `--check` fails if they differ.
// Also fails if a guide names a file that does not exist, or if a setting or a route is not documented.

import {existsSync, globSync, readFileSync, writeFileSync} from 'node:fs';
import {TROUBLESHOOTING} from '../../demo/pages/troubleshooting.ts';
import {languageNames} from '../../widget/build/languages.ts';
import {elementOf, type Manifest} from '../../widget/build/package/manifest.ts';
import {runTerms} from '../../widget/i18n/locales/en-run.ts';
import {DEFAULT_MODEL, durationsOf, optimizerPath, PROBLEMS, priceOf} from '../../worker/contract/index.ts';
import {SETTING_NAMES, settingsTable} from '../../worker/settings/settings.ts';

const ROOT = new URL('../../', import.meta.url);
const FILES = ['README.md', 'worker/README.md'].map((file) => new URL(file, ROOT));
const {presets, prompt, maxResults, formats, quality, defaultQuality, ttl, safetyModes, firstFrame} = DEFAULT_MODEL;
const manifest: Manifest = JSON.parse(
  readFileSync(new URL('../../dist/npm/custom-elements.json', import.meta.url), 'utf8'),
);

/** What of the element has a table. */
type Kind = 'attributes' | 'events' | 'slots' | 'cssParts' | 'cssProperties';

/** Each generated part, by the name in its markers. */
const PARTS: Readonly<Record<string, () => string>> = {
  attributes: () => fromManifest('attributes', ['Attribute', 'Meaning']),
  events: () => fromManifest('events', ['Event', 'When']),
  members: () =>
    table(
      ['Property or method', 'What it is or does'],
      elementOf(manifest).members.flatMap(({kind, name, description}) =>
        description ? [[`\`${name}${kind === 'method' ? '()' : ''}\``, description]] : [],
      ),
    ),
  slots: () => fromManifest('slots', ['Slot', 'Content']),
  parts: () => fromManifest('cssParts', ['Part', 'What it is']),
  properties: () => fromManifest('cssProperties', ['Custom property', 'What it sets']),
  languages: () => {
    const names = languageNames();
    return `The element speaks ${names.length} languages: ${new Intl.ListFormat('en').format(names)}.`;
  },
  prices: () =>
    table(
      ['Size', 'Length', 'Price of one video'],
      presets.flatMap((preset) =>
        durationsOf(preset).map((duration) => {
          const {name, width, height} = preset;
          return [`${name} (${width}×${height})`, `${duration} s`, `$${(priceOf(preset, duration) ?? 0) / 1e6}`];
        }),
      ),
    ),
  limits: () =>
    table(
      ['Field', 'Allowed'],
      [
        ['`positivePrompt`', `${prompt.min}–${prompt.max} characters; may be absent only with a first frame`],
        ['`width`, `height`', presets.map(({width, height}) => `${width}×${height}`).join(' or ')],
        ['`duration`', presets.map((preset) => `${durationsOf(preset).join(' or ')} s at ${preset.name}`).join(', ')],
        ['`numberResults`', `1–${maxResults}, default 1`],
        ['`outputFormat`', formats.join(', ')],
        ['`outputQuality`', `${quality.min}–${quality.max}, default ${defaultQuality}`],
        ['`ttl`', `${ttl.min} seconds or more`],
        ['`safety.mode`', safetyModes.join(', ')],
        ['`safety.checkContent`', 'true, false'],
        [`\`${optimizerPath(DEFAULT_MODEL)}\``, 'true, false'],
        [
          '`inputs.frameImages`',
          `exactly one image, as a string or \`{image, frame}\` with \`frame\` ${firstFrame.positions.map((position) => `\`${JSON.stringify(position)}\``).join(' or ')}`,
        ],
      ],
    ),
  problems: () =>
    table(
      ['`code`', 'HTTP', 'Meaning', 'Worth repeating'],
      Object.entries(PROBLEMS).map(([code, {status, title, retry}]) => [
        `\`${code}\``,
        String(status),
        title,
        retry ? 'yes' : 'no',
      ]),
    ),
  troubleshooting: () =>
    table(
      ['`code`', 'The visitor reads', 'Cause', 'Solution'],
      Object.entries(TROUBLESHOOTING).map(([code, {cause, solution}]) => [
        `\`${code}\``,
        runTerms.problems[code as keyof typeof TROUBLESHOOTING].join('. '),
        cause,
        solution,
      ]),
    ),
  settings: () =>
    table(
      ['Setting', 'Default', 'Meaning'],
      settingsTable().map(({name, description, fallback}) => [
        `\`${name}\``,
        fallback && `\`${fallback}\``,
        description,
      ]),
    ),
};

const texts = FILES.map((file) => ({file, before: readFileSync(file, 'utf8')}));
const missing = Object.keys(PARTS).filter((name) => !texts.some(({before}) => before.includes(`<!-- ${name} -->`)));
if (missing.length > 0) {
  console.error(`No file has a place for: ${missing.join(', ')}`);
  process.exitCode = 1;
}
for (const {file, before} of texts) {
  const after = before.replace(
    /(<!-- (\w+) -->\n)[\s\S]*?(<!-- \/\2 -->)/g,
    (whole, open: string, name: string, close: string) => {
      const part = PARTS[name];
      return part ? `${open}\n${part()}\n\n${close}` : whole;
    },
  );
  if (process.argv.includes('--write')) writeFileSync(file, after);
  else if (after !== before) {
    console.error(`${file.pathname.split('/').slice(-2).join('/')} is not up to date: run \`npm run docs\`.`);
    process.exitCode = 1;
  }
}

for (const problem of [...unknownFiles(), ...unlistedSettings(), ...undocumentedRoutes()]) {
  console.error(problem);
  process.exitCode = 1;
}

/** Source files that a guide names and that do not exist: by path from the root, or by the end of it. */
function unknownFiles(): string[] {
  const files = globSync('{widget,worker,demo,test}/**/*.*', {cwd: ROOT}).map((file) => `/${file}`);
  return ['CONTRIBUTING.md', 'widget/ACCESSIBILITY.md'].flatMap((guide) =>
    [...readText(guide).matchAll(/`([\w./-]+\.(?:ts|css|toml))`/g)].flatMap(([, name = '']) =>
      existsSync(new URL(name, ROOT)) || files.some((file) => file.endsWith(`/${name}`))
        ? []
        : [`${guide} names ${name}, which does not exist.`],
    ),
  );
}

/** Settings that nobody who reads wrangler.toml would find. */
function unlistedSettings(): string[] {
  const words = new Set(readText('wrangler.toml').match(/\w+/g));
  return SETTING_NAMES.filter((name) => !words.has(name)).map((name) => `wrangler.toml does not list ${name}.`);
}

/** Routes of the Worker that its README or its OpenAPI document lacks. */
function undocumentedRoutes(): string[] {
  const readme = readText('worker/README.md');
  const document = readText('worker/http/routes/openapi.ts');
  return [...readText('worker/app.ts').matchAll(/^app\.(get|post)\('([^']+)'/gm)].flatMap(
    ([, method = '', path = '']) => [
      ...(readme.includes(`\`${method.toUpperCase()} ${path}\``) ? [] : [`worker/README.md has no route ${path}.`]),
      ...(path === '/openapi.json' || document.includes(`'${path.replace(/:(\w+)/g, '{$1}')}': {`)
        ? []
        : [`worker/http/routes/openapi.ts has no route ${path}.`]),
    ],
  );
}

function readText(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** What the manifest of the element says of these. */
function fromManifest(kind: Kind, head: readonly string[]): string {
  return table(
    head,
    elementOf(manifest)[kind].map(({name, description = '', default: fallback}) => [
      `\`${name}\``,
      fallback === undefined || kind === 'attributes' ? description : `${description} Default: \`${fallback}\`.`,
    ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
